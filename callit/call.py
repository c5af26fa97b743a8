"""A call that goes on in some thread, and whether it was left: no callback is told of an error or of Ctrl-C."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType, FrameType

from callit.frames import outwards


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call of a function, by its frame; the frame itself would keep all of its values alive."""

    thread_id: int
    frame_id: int
    code: CodeType

    @property
    def is_running(self) -> bool:
        """Whether its thread is still inside of it."""
        return any(
            id(frame) == self.frame_id and frame.f_code is self.code
            for frame in outwards(sys._current_frames().get(self.thread_id))
        )


def call_of(frame: FrameType) -> Call:
    """The call that a frame of this thread is."""
    return Call(threading.get_ident(), id(frame), frame.f_code)


def outermost_call(is_it: Callable[[FrameType], bool]) -> Call | None:
    """The outermost call that this is made from, and that is the one; None where there is none."""
    found = [frame for frame in outwards(sys._getframe()) if is_it(frame)]
    return call_of(found[-1]) if found else None

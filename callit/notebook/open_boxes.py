"""The boxes over cells that are open: the innermost last."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from types import CodeType, FrameType
from typing import Protocol


class OpenBox(Protocol):
    """One of them."""

    code: CodeType | None

    def leave(self) -> None:
        """Close it: its cell was left without a word."""


OPEN: list[OpenBox] = []


def close_left(_result: object = None) -> None:
    """Close the boxes whose cells run no more: one that awaited something in a terminal may be dropped there."""
    if threading.current_thread() is threading.main_thread():
        running = {frame.f_code for frame in _outwards(sys._getframe())}
        for box in [box for box in OPEN if box.code not in running]:
            box.leave()


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back

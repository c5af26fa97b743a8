"""Interrupting a cell as Ctrl-C would, and only while it runs.

The signal is sent to the main thread, so that a wait of the system ends too, and to no other process. What decides is
its handler, which runs in the main thread: it raises where the cell is at work, cancels the cell where it awaits
something, and drops an interrupt of ours that comes too late. A signal that nobody here asked for is a person's, and
goes to the handler that was there before.
"""

from __future__ import annotations

import asyncio
import dis
import inspect
import signal
import sys
import threading
from collections.abc import Callable
from types import CodeType, FrameType, TracebackType
from typing import Any

from callit.frames import outwards

Send = Callable[[], None]
TraceFunction = Callable[[FrameType, str, Any], Any]


def to_main_thread() -> None:
    """Send it."""
    ident = threading.main_thread().ident
    if ident is not None:
        signal.pthread_kill(ident, signal.SIGINT)


class Interrupts:
    """The interrupts of one cell.

    Parameters
    ----------
    spared
        Code of ours that is never interrupted: what opens and closes the box.
    """

    def __init__(self, spared: frozenset[CodeType], send: Send = to_main_thread) -> None:
        self._spared = spared
        self._send = send
        self._code: CodeType | None = None
        self._task: asyncio.Task[Any] | None = None
        self._before: Any = None
        self._is_asked = False
        self._sending = threading.Lock()
        self.count = 0  # of ours that reached the cell
        self.line: int | None = None  # of the cell, at the last one; None where it awaited something
        self.is_by_person = False

    def begin(self, code: CodeType) -> None:
        """Take the signal for the time in which some code runs; in the main thread."""
        self._code = code
        self._task = _task() if code.co_flags & inspect.CO_COROUTINE else None
        self._before = signal.signal(signal.SIGINT, self.handle)

    def ask(self) -> None:
        """Interrupt it; from any thread. Nothing where it has ended."""
        with self._sending:
            if self._code is not None:
                self._is_asked = True
                self._send()

    @property
    def is_pending(self) -> bool:
        """Whether one was asked for that has not come yet, and will come through our hands."""
        handler = signal.getsignal(signal.SIGINT)
        return self._is_asked and isinstance(getattr(handler, "__self__", None), Interrupts)

    def end(self) -> bool:
        """Give the signal back, and drop what comes too late; whether an interrupt that reached the cell was ours."""
        with self._sending:
            is_ours = (self.count > 0 or self._is_asked) and not self.is_by_person
            self._code = None
        signal.sigpending()  # what was sent arrives at the latest on the way back from the system: handled, and dropped
        self._is_asked = False
        if signal.getsignal(signal.SIGINT) == self.handle:
            signal.signal(signal.SIGINT, self._before)
        return is_ours

    def uncancel(self) -> None:
        """The task goes on behind the box."""
        if self._task is not None:
            self._task.uncancel()

    def handle(self, number: int, frame: FrameType | None) -> None:
        """What the signal does."""
        if not self._is_asked:
            self.is_by_person = self._code is not None
            self._pass_on(number, frame)
            return
        lines = {one.f_code: one.f_lineno for one in outwards(frame)}
        if self._code is None or self._spared.intersection(lines):
            return  # it ends in this moment, or has not begun: then it is asked again
        self._is_asked = False
        self.count += 1
        self.line = lines.get(self._code)
        if self._code in lines:
            raise_in(frame, self._code)
        elif self._task is not None:
            self._task.get_loop().call_soon_threadsafe(self._task.cancel)
        else:
            self._pass_on(number, frame)

    def _pass_on(self, number: int, frame: FrameType | None) -> None:
        if callable(self._before):
            self._before(number, frame)
        elif self._before != signal.SIG_IGN:
            raise KeyboardInterrupt


def raise_in(frame: FrameType | None, code: CodeType) -> None:
    """Raise it where the `with` in some code hears of it: at once, and a few instructions further where that is lost.

    It is lost where the signal came while compiled code made the words of another error, as `float("n/a")` does. And
    Python 3.13 leaves the way back to the head of a `while` out of what a `with` guards, where it looks for signals.
    """
    if frame is None or sys.gettrace() is not None:
        raise KeyboardInterrupt

    def step(frame: FrameType, event: str, arg: Any) -> TraceFunction | None:
        has_come = event == "exception" and issubclass(arg[0], KeyboardInterrupt)
        if not has_come and event != "return" and frame.f_code == code and not is_guarded(frame):
            return step
        frame.f_trace, frame.f_trace_opcodes = None, False
        sys.settrace(None)
        if has_come or event == "return":
            return None
        raise KeyboardInterrupt

    frame.f_trace, frame.f_trace_opcodes = step, True
    sys.settrace(lambda *_: None)  # no frame but this one
    if frame.f_code != code or is_guarded(frame):
        raise KeyboardInterrupt


def is_guarded(frame: FrameType) -> bool:
    """Whether a `with` or `try` in a frame hears of what is raised where it stands."""
    guarded = getattr(dis.Bytecode(frame.f_code), "exception_entries", ())
    return not guarded or any(entry.start <= frame.f_lasti < entry.end for entry in guarded)


def without_ours(traceback: TracebackType | None) -> None:
    """Have the traceback of a person's Ctrl-C end where it does without a box."""
    while traceback is not None and traceback.tb_next is not None:
        if traceback.tb_next.tb_frame.f_code is Interrupts.handle.__code__:
            traceback.tb_next = None
            return
        traceback = traceback.tb_next


def _task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:  # another kind of loop
        return None

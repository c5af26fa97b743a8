"""The box over a cell: told of, interrupted at its end, and logged."""

from __future__ import annotations

import asyncio
import math
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from types import CodeType, TracebackType
from typing import Self

from IPython import get_ipython
from IPython.core.error import UsageError

from callit.clock import BoxClock
from callit.diary import Diary, NoDiary, ProcessDiary
from callit.errors import BoxError
from callit.lengths import length_words
from callit.notebook.box_line import BoxLine, box_line
from callit.notebook.cell_end import CellEnd, cell_end
from callit.notebook.interrupts import Interrupts, without_ours
from callit.notebook.open_boxes import OPEN
from callit.progress import Progress, progress_here
from callit.time_left import WARN_SHARE, TimeLeft
from callit.watch import LOOK_EVERY_S, Watch

MODULE = "planner.timeboxed_command"  # logs it, as it logs `callit run`
GOODBYE_S = 5.0
_AGAIN_S = 2.0  # an interrupt that has not come yet
_SOON_S = 0.01


class CellBox:
    """A box over the code in a `with`.

    Raises
    ------
    UsageError
        At `with`: a project or phase that is not there, or a thread that cannot be interrupted.
    """

    def __init__(
        self,
        asked: BoxLine,
        words: str,
        *,
        clock: BoxClock | None = None,
        diary: Diary | None = None,
        progress: Progress | None = None,
        interrupts: Interrupts | None = None,
        watch: type[Watch] = Watch,
    ) -> None:
        self._asked, self._words = asked, words
        self._clock = clock or BoxClock()
        self._diary: Diary = diary or (ProcessDiary(MODULE) if asked.is_logged else NoDiary())
        self._progress = progress or progress_here()
        self._interrupts = interrupts or Interrupts(_SPARED)
        self._watch = watch(self.look, self._until_next_look_s)
        self._next_s, self._asked_s = asked.timebox_s, -math.inf
        self._began_s = 0.0
        self.code: CodeType | None = None

    def __enter__(self) -> Self:
        if threading.current_thread() is not threading.main_thread():
            raise UsageError("A box needs the main thread of the kernel, and this cell runs beside it (a subshell).")
        self._begin()
        self._began_s = self._clock.elapsed_s()  # waiting for an answer is no part of the box
        self._tell_begin()
        self.code = sys._getframe(1).f_code
        OPEN.append(self)
        self._interrupts.begin(self.code)
        self._watch.start()
        return self

    def _begin(self) -> None:
        asked = self._asked
        order = {
            "timebox_s": asked.timebox_s,
            "started_unix": self._clock.started_unix,
            "phase": asked.phase,
            "project": asked.project,
            "words": self._words,
        }
        try:
            self._diary.begin(order, wait=bool(asked.phase or asked.project))
        except BoxError as error:
            raise UsageError(str(error)) from None
        except BaseException:  # Ctrl-C while it waits for an answer
            self._diary.end(wait_s=0.0, how="interrupted")
            raise

    def _tell_begin(self) -> None:
        left = self._left()
        self._progress.begin(left, f"A box of {length_words(left.timebox_s)} for this cell, {left.aside}.")

    def _elapsed_s(self) -> float:
        return self._clock.elapsed_s() - self._began_s

    def look(self) -> None:
        """Tell what is left, and interrupt the cell when it is over; by a thread of the box."""
        left = self._left()
        if self.code is None:
            return
        if left.elapsed_s >= self._next_s:
            self._interrupt(left.elapsed_s)
        else:
            with suppress(Exception):  # the box holds where nothing can be shown any more
                self._progress.at(left)

    def _interrupt(self, now_s: float) -> None:
        """Once, again after the grace where the cell caught it, and in a moment where it has not come."""
        grace_ends_s = self._asked_s + self._asked.grace_s
        if now_s < grace_ends_s and not self._interrupts.is_pending:
            self._next_s = grace_ends_s
            return
        self._asked_s, self._next_s = now_s, now_s + min(_AGAIN_S, self._asked.grace_s)
        self._interrupts.ask()

    def _until_next_look_s(self) -> float:
        elapsed_s, whole_s = self._elapsed_s(), self._asked.timebox_s
        next_s = min((at_s for at_s in (WARN_SHARE * whole_s, whole_s) if at_s > elapsed_s), default=math.inf)
        return min(LOOK_EVERY_S, max(_SOON_S, next_s - elapsed_s))

    def _left(self) -> TimeLeft:
        """With the time of day at which it ends; from the warning on with what happens then."""
        timebox_s = self._asked.timebox_s
        ends_unix = self._clock.started_unix + self._began_s + timebox_s
        until = time.strftime("%H:%M", time.localtime(ends_unix))
        left = TimeLeft(timebox_s, self._elapsed_s(), f"until {until}")
        if not left.is_warning:
            return left
        return replace(left, aside="then the cell is interrupted" if left.left_s > 0 else "the cell was asked to end")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if self.code is None:  # closed already, and left by a coroutine that is swept away
            return False
        self.code = None
        without_ours(traceback)
        is_over = self._interrupts.end() and isinstance(error, KeyboardInterrupt | asyncio.CancelledError)
        if is_over and isinstance(error, asyncio.CancelledError):
            self._interrupts.uncancel()
        line = self._interrupts.line or (traceback.tb_lineno if traceback else None)
        self._end(cell_end(error, is_over=is_over, line=line))
        return is_over

    def leave(self) -> None:
        """Close it: its cell was left without a word."""
        if self.code is not None:
            self.code = None
            is_over = self._interrupts.end()
            self._end(cell_end(KeyboardInterrupt(), is_over=is_over))

    def _end(self, ended: CellEnd) -> None:
        used, whole = length_words(self._elapsed_s()), length_words(self._asked.timebox_s)
        OPEN.remove(self)
        logged = ""
        try:
            logged = self._diary.end(wait_s=GOODBYE_S, how=ended.how)
        finally:
            self._watch.stop()
            self._progress.end(f"{ended.words} after {used} of {whole}. {logged}".rstrip(), ended.colour)


_SPARED = frozenset({CellBox.__enter__.__code__, CellBox.__exit__.__code__, CellBox.leave.__code__})


def cell_box(line: str, words: str) -> CellBox:
    """The box that the first line of a cell asks for; `words`: the code by which the log names it.

    In braces the line may hold what the notebook knows, as the line of any magic: `%%callit box {length}`.

    Raises
    ------
    UsageError
        The line asks for none: IPython shows the sentence alone, and the cell does not run.
    """
    shell = get_ipython()
    try:
        return CellBox(box_line(line if shell is None else shell.var_expand(line)), words)
    except BoxError as error:
        raise UsageError(str(error)) from None

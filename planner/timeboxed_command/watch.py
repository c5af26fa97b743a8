"""Watching a command in its box: one look at a time, so that nothing here reads a clock or waits."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Protocol

from planner.domain.wording.durations import length_words
from planner.timeboxed_command.report import Ending

WARN_SHARE = 0.9
_UNKILLABLE_S = 5.0  # after SIGKILL: a process that waits for a dead disk is left behind


class Command(Protocol):
    """What is watched."""

    def wait(self, seconds: float) -> int | None:
        """Its exit code, waited for so long; None while it runs."""

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it and its children."""

    def has_children(self) -> bool:
        """Whether any process that it started still lives."""


class Watch:
    """Warns at 90 % of the box, asks the command to end when it is over, and kills it after the grace."""

    def __init__(self, command: Command, timebox_s: float, grace_s: float, tell: Callable[[str], None]) -> None:
        self._command = command
        self._timebox_s = timebox_s
        self._grace_s = grace_s
        self._tell = tell
        self._warned = False
        self._stopping_since_s: float | None = None
        self._killed_at_s: float | None = None
        self._interrupts = 0
        self.ending = Ending.BY_ITSELF
        self.exit_code: int | None = None

    def interrupt(self, number: int) -> None:
        """Pass a signal on at the next look; a second one kills."""
        self._interrupts += 1
        self._interrupt_signal = signal.Signals(number)

    def look(self, elapsed_s: float, wait_s: float) -> bool:
        """Do what is due after so much of the box; whether the command still has to be watched."""
        if self.exit_code is None:
            self.exit_code = self._command.wait(wait_s)
        if not self._lives():
            return False
        if self._stopping_since_s is None:
            self._look_at_box(elapsed_s)
        elif self._killed_at_s is not None:
            return elapsed_s - self._killed_at_s < _UNKILLABLE_S
        elif self._interrupts > 1 or elapsed_s - self._stopping_since_s >= self._grace_s:
            self._command.send(signal.SIGKILL)
            self._killed_at_s = elapsed_s
        return True

    def _lives(self) -> bool:
        """A command that ended by itself may leave children at work; one that was stopped may not."""
        stopping = self._stopping_since_s is not None
        return self.exit_code is None or (stopping and self._command.has_children())

    def _look_at_box(self, elapsed_s: float) -> None:
        left_s = self._timebox_s - elapsed_s
        if self._interrupts:
            self._stop(Ending.INTERRUPTED, self._interrupt_signal, elapsed_s)
        elif left_s <= 0:
            self._tell(
                f"The box of {length_words(self._timebox_s)} is over: the command has "
                f"{length_words(self._grace_s)} to end."
            )
            self._stop(Ending.BOX, signal.SIGTERM, elapsed_s)
        elif elapsed_s >= WARN_SHARE * self._timebox_s and not self._warned:
            self._warned = True
            self._tell(f"{length_words(left_s)} left of the box of {length_words(self._timebox_s)}.")

    def _stop(self, ending: Ending, number: signal.Signals, elapsed_s: float) -> None:
        self.ending = ending
        self._stopping_since_s = elapsed_s
        self._command.send(number)

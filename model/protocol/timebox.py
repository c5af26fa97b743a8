"""The one clock of a session: everything counts from the click, sleep included, and it ends inside its box.

The learning rate and the stages ask the `Timebox` how much is left; nothing else in a session reads a clock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

STARTED_VARIABLE = "CALLIT_SESSION_STARTED"
LEAST_SLEEP_S = 5.0  # below it, nobody closed the laptop
LEAST_EXIT_S = 1.5  # closing the books and ending two processes, on a busy machine
EXIT_SHARE = 0.01
MOST_EXIT_S = 5.0
KILL_AFTER_WATCHDOG_S = 0.5  # the supervisor kills only a worker whose own watchdog did not end it


def _clock_id() -> int:
    """Linux: CLOCK_BOOTTIME. macOS: CLOCK_MONOTONIC, which counts sleep there (`time.monotonic` does not)."""
    return getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def seconds_counting_sleep() -> float:
    """Seconds since some fixed instant; goes on while the machine sleeps, and no wall-clock change moves it."""
    return time.clock_gettime(_clock_id())


def seconds_awake() -> float:
    """Seconds since some fixed instant that the machine was awake."""
    awake: int = getattr(time, "CLOCK_UPTIME_RAW", time.CLOCK_MONOTONIC)  # macOS, Linux
    return time.clock_gettime(awake)


class Clock:
    """Seconds since a wall instant, by a clock that counts sleep.

    The wall clock is read once; later changes of it (daylight saving, time servers) do not move the box.

    Parameters
    ----------
    started_ticks
        What `ticks` said at the start, where it is known: then the wall clock is not read.
    """

    def __init__(
        self,
        started_unix: float,
        *,
        ticks: Callable[[], float] = seconds_counting_sleep,
        wall: Callable[[], float] = time.time,
        awake: Callable[[], float] | None = None,
        started_ticks: float | None = None,
    ) -> None:
        self._ticks = ticks
        awake = awake or (seconds_awake if ticks is seconds_counting_sleep else ticks)
        self.started_ticks = ticks() - (wall() - started_unix) if started_ticks is None else started_ticks
        self.started_unix = started_unix
        self.awake_s = awake
        self._before_sleep = ticks() - awake()

    def slept_s(self) -> float:
        """Seconds that the machine has slept since this clock was made."""
        return max(0.0, self._ticks() - self.awake_s() - self._before_sleep)

    def elapsed_s(self) -> float:
        """Seconds since the session's start."""
        return self._ticks() - self.started_ticks

    def unix(self) -> float:
        """The wall instant as counted from the session's start."""
        return self.started_unix + self.elapsed_s()


def handed_on(clock: Clock) -> dict[str, str]:
    """The clock of a session as a variable of the environment, for a process of it that begins later on."""
    return {STARTED_VARIABLE: f"{clock.started_unix!r} {clock.started_ticks!r}"}


def session_clock(started_unix: float, environment: Mapping[str, str] = os.environ) -> Clock:
    """The clock of a session that began then: the one that was handed on, else by the wall clock as it is now.

    >>> handed = {STARTED_VARIABLE: "1778250600.5 12.0"}
    >>> session_clock(1778250600.5, handed).started_ticks, session_clock(7.0, handed).started_ticks == 12.0
    (12.0, False)
    """
    began_unix, _, ticks = environment.get(STARTED_VARIABLE, "").partition(" ")
    if began_unix != repr(started_unix):
        return Clock(started_unix)
    return Clock(started_unix, started_ticks=float(ticks))


def over_words(clock: Clock) -> str:
    """Why the box is over: its time went by, or the machine slept it away."""
    slept_s = clock.slept_s()
    if slept_s < LEAST_SLEEP_S:
        return "The timebox is over."
    slept = f"{slept_s / 60:.0f} min" if slept_s >= 60 else f"{slept_s:.0f} s"
    return f"The timebox is over: the machine slept for {slept} of it."


def exit_reserve_s(timebox_s: float) -> float:
    """Seconds at the end of a box that belong to ending: books closed, processes gone."""
    return min(MOST_EXIT_S, max(LEAST_EXIT_S, EXIT_SHARE * timebox_s))


@dataclass(frozen=True, slots=True)
class Timebox:
    """A box of wall-clock time on a clock.

    `work_end_s` is when the last useful work is done; between it and `timebox_s` only processes end, and in `kept_s` of
    it the model is brought to another machine.
    """

    clock: Clock
    timebox_s: float
    kept_s: float = 0.0

    @property
    def work_end_s(self) -> float:
        """Elapsed seconds at which the worker's watchdog ends it."""
        return self.timebox_s - exit_reserve_s(self.timebox_s) - self.kept_s

    @property
    def kill_s(self) -> float:
        """Elapsed seconds at which the supervisor kills whatever is still there."""
        return self.work_end_s + KILL_AFTER_WATCHDOG_S

    @property
    def deadline_unix(self) -> float:
        """The wall instant at which the session has ended."""
        return self.clock.started_unix + self.timebox_s

    def elapsed_s(self) -> float:
        """Seconds since the session's start."""
        return self.clock.elapsed_s()

    def awake_s(self) -> float:
        """Seconds since some instant that the machine was awake: how long work takes is a difference of these."""
        return self.clock.awake_s()

    def left_s(self, reserve_s: float = 0.0) -> float:
        """Seconds of work left when `reserve_s` is kept for later; negative when it is eaten into."""
        return self.work_end_s - reserve_s - self.clock.elapsed_s()

    def until_s(self, elapsed_s: float) -> Callable[[], float]:
        """Seconds left until an elapsed time, as a function: what a step with a budget of its own is given."""
        return lambda: elapsed_s - self.clock.elapsed_s()


@dataclass(frozen=True, slots=True)
class StageWindow:
    """A stretch of a session, such as its training, from one elapsed second to another."""

    clock: Clock
    from_s: float
    to_s: float

    def share_elapsed(self) -> float:
        """How much of the span has passed, 0 to 1: what the learning rate is a function of (Li et al. 2020)."""
        length_s = self.to_s - self.from_s
        if length_s <= 0:
            return 1.0
        return min(1.0, max(0.0, (self.clock.elapsed_s() - self.from_s) / length_s))

"""The clock of a box: seconds since its start, sleep of the machine included; setting the clock does not move it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime

from callit.errors import BoxError

Ticks = Callable[[], float]
Started = str | float | datetime | None

LEAST_EXIT_S = 0.8  # closing the books, and the planner's
EXIT_SHARE = 0.015
MOST_EXIT_S = 5.0


def seconds_counting_sleep() -> float:
    """Seconds since some fixed instant; macOS' CLOCK_MONOTONIC counts sleep, as Linux's CLOCK_BOOTTIME does."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def seconds_awake() -> float:
    """Seconds since some fixed instant that the machine was awake: what work takes, as nothing is done in a sleep."""
    return time.clock_gettime(getattr(time, "CLOCK_UPTIME_RAW", time.CLOCK_MONOTONIC))  # macOS, Linux


def exit_s(timebox_s: float) -> float:
    """Seconds at the end of a box that belong to ending."""
    return min(MOST_EXIT_S, max(LEAST_EXIT_S, EXIT_SHARE * timebox_s))


class BoxClock:
    """Seconds since the start of a box.

    Parameters
    ----------
    started
        None: now. "kernel": when this process began, so that imports count. A `datetime` with its zone, or seconds
        since 1970: that instant.
    awake
        What lengths of work are measured by; `ticks`, where they are others than the machine's own.
    """

    def __init__(
        self,
        started: Started = None,
        *,
        ticks: Ticks = seconds_counting_sleep,
        awake: Ticks | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._ticks = ticks
        self.awake_s = awake or (seconds_awake if ticks is seconds_counting_sleep else ticks)
        now_unix = wall()
        self.started_unix = now_unix if started is None else min(now_unix, _started_unix(started))
        self.before_s = now_unix - self.started_unix  # seconds that had passed already at the call
        self._started_ticks = ticks() - self.before_s

    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return self._ticks() - self._started_ticks


def _started_unix(started: str | float | datetime) -> float:
    if started == "kernel":
        import psutil

        return psutil.Process(os.getpid()).create_time()
    if isinstance(started, datetime):
        return started.timestamp()
    if isinstance(started, str):
        raise BoxError(f"started={started!r} is not known. Use started='kernel', a datetime, or leave it out.")
    return float(started)

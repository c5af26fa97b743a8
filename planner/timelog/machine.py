"""The clocks of this machine that tell sleep from work, as they stand now."""

from __future__ import annotations

import time
from datetime import datetime
from functools import cache
from pathlib import Path

from planner.domain.awake import Sighting

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def sighting(now: datetime) -> Sighting:
    """The machine, seen awake at `now`."""
    counts_sleep, stops_in_sleep = _clocks()
    up_s = time.clock_gettime(counts_sleep)
    return Sighting(now, _boot(), up_s, up_s - time.clock_gettime(stops_in_sleep))


def _clocks() -> tuple[int, int]:
    """A clock that goes on while the machine sleeps, and one that stops; both begin with the machine.

    On macOS the monotonic clocks go on, and "uptime" stops; on Linux "boottime" goes on, and the monotonic one stops.
    Where a system has neither pair, the machine is never seen to sleep.
    """
    if hasattr(time, "CLOCK_UPTIME_RAW"):
        return time.CLOCK_MONOTONIC_RAW, time.CLOCK_UPTIME_RAW
    return getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC), time.CLOCK_MONOTONIC


@cache
def _boot() -> str:
    """The kernel's name for this start of the machine; empty where it has none."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""

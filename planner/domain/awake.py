"""Whether the machine slept, or was off, between two moments at which the program saw it awake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST_GAP = timedelta(minutes=5)  # a shorter one is no reason to ask anything


@dataclass(frozen=True, slots=True)
class Sighting:
    """The machine as it was seen awake at an instant.

    boot: names this start of the machine, empty where the system has no name for it. up_s: seconds since the machine
    was started; asleep_s: how many of those it slept.
    """

    at: datetime
    boot: str
    up_s: float
    asleep_s: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which the machine slept or was off, somewhere between two signs of life.

    asleep_s is how long it slept; None when it was off or restarted, which no clock of its own counts.
    """

    last_seen_at: datetime
    seen_again_at: datetime
    asleep_s: float | None


def is_set_back(before: Sighting, after: Sighting) -> bool:
    """Whether the clock was set back between two sightings, by more than clocks are put right all the time."""
    return before.at - after.at > SHORTEST_GAP


def gap_between(before: Sighting, after: Sighting) -> Gap | None:
    """The gap between one sighting and a later one; None where the machine was awake, or away too shortly to matter."""
    elapsed = after.at - before.at
    if _is_restarted(before, after):
        return Gap(before.at, after.at, None) if elapsed > SHORTEST_GAP else None
    asleep_s = after.asleep_s - before.asleep_s
    return Gap(before.at, after.at, asleep_s) if asleep_s > SHORTEST_GAP.total_seconds() else None


def _is_restarted(before: Sighting, after: Sighting) -> bool:
    """By name; where starts have none, since the machine has been up for less time than has passed."""
    if before.boot or after.boot:
        return before.boot != after.boot
    return after.up_s < (after.at - before.at - SHORTEST_GAP).total_seconds()

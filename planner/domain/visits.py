"""The order in which phases were worked on: visits, returns, and the instant at which a cap was reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from planner.domain.log_columns import MS_OF_AN_HOUR, LogColumns, at_ms

LEAST_RETURNS = 2  # going back once is ordinary work, not a loop


@dataclass(frozen=True, slots=True)
class Visit:
    """A stretch of attended entries on one phase, until another phase was worked on."""

    phase_id: int
    started_at: datetime
    stopped_at: datetime
    hours: float


@lru_cache(maxsize=1)  # a retrospective asks several times for those of one log
def visits_of(log: LogColumns) -> Sequence[Visit]:
    """The visits in order. Entries that still run, and a machine's, are left out: they are no decision to move on."""
    import numpy as np

    own = log.where(log.attended & ~log.running)
    if not len(own):
        return ()
    firsts = np.flatnonzero(np.append(True, own.phase_ids[1:] != own.phase_ids[:-1]))
    ends = np.maximum.reduceat(own.stops_ms, firsts).tolist()
    lengths = np.add.reduceat(own.lengths_ms, firsts).tolist()
    begun = zip(own.phase_ids[firsts].tolist(), own.starts_ms[firsts].tolist(), ends, lengths, strict=True)
    return tuple(Visit(phase, at_ms(start), at_ms(end), length / MS_OF_AN_HOUR) for phase, start, end, length in begun)


def returns_of(visits: Sequence[Visit], positions: dict[int, int]) -> Counter[tuple[int, int]]:
    """How often one went from a phase back to an earlier one of the plan: (later, earlier) -> times.

    `positions` gives each phase's place in the plan.
    """
    pairs = ((before.phase_id, after.phase_id) for before, after in pairwise(visits))
    return Counter(pair for pair in pairs if positions[pair[0]] > positions[pair[1]])


def most_frequent_return(visits: Sequence[Visit], positions: dict[int, int]) -> tuple[int, int, int] | None:
    """The way back that was taken most often, as (later, earlier, times); None where none was taken twice."""
    for (later, earlier), times in returns_of(visits, positions).most_common(1):
        if times >= LEAST_RETURNS:
            return later, earlier, times
    return None


def cap_reached_at(log: LogColumns, cap_hours: float) -> datetime | None:
    """The instant at which the attended hours of closed entries reached a cap; None if they did not pass it."""
    own = log.where(log.attended & ~log.running)
    until = own.lengths_ms.cumsum()
    cap_ms = round(cap_hours * MS_OF_AN_HOUR)
    place = int(until.searchsorted(cap_ms, side="right"))
    if place == len(own):
        return None
    return at_ms(int(own.stops_ms[place]) - int(until[place]) + cap_ms)

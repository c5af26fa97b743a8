"""The order in which phases were worked on: visits, returns, and the instant at which a cap was reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from operator import attrgetter

from planner.domain.timelog import TimeEntry

LEAST_RETURNS = 2  # going back once is ordinary work, not a loop


@dataclass(frozen=True, slots=True)
class Visit:
    """A stretch of attended entries on one phase, until another phase was worked on."""

    phase_id: int
    started_at: datetime
    stopped_at: datetime
    hours: float


def visits_of(entries: Iterable[TimeEntry]) -> list[Visit]:
    """The visits in order. Entries that still run, and a machine's, are left out: they are no decision to move on."""
    closed = [entry for entry in entries if entry.attended and entry.stopped_at is not None]
    in_order = sorted(closed, key=attrgetter("started_at", "id"))
    return [_visit(list(of_phase)) for _, of_phase in groupby(in_order, key=attrgetter("phase_id"))]


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


def cap_reached_at(entries: Iterable[TimeEntry], cap_hours: float) -> datetime | None:
    """The instant at which the attended hours of closed entries reached a cap; None if they did not pass it."""
    left = timedelta(hours=cap_hours)
    for entry in sorted(entries, key=lambda e: (e.started_at, e.id)):
        if not entry.attended or entry.stopped_at is None:
            continue
        length = entry.stopped_at - entry.started_at
        if length > left:
            return entry.started_at + left
        left -= length
    return None


def _visit(entries: Sequence[TimeEntry]) -> Visit:
    first, stops = entries[0], [entry.stopped_at or entry.started_at for entry in entries]
    hours = sum(entry.hours(stop) for entry, stop in zip(entries, stops, strict=True))
    return Visit(first.phase_id, first.started_at, max(stops), hours)

"""Hours per day and phase: days cut in the person's zone, a person's hours and a machine's apart, sums exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from planner import preferences
from planner.domain.days import DayStarts, day_of, day_start
from planner.domain.timelog import PhaseHours, TimeEntry
from planner.store import Store

_NONE = timedelta()
_Lengths = tuple[timedelta, timedelta]  # attended, unattended


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one day on each phase with any, by the phase's id, and together."""

    day: date
    by_phase: dict[int, PhaseHours]
    total: PhaseHours


@dataclass(frozen=True, slots=True)
class Summary:
    """The hours of some days: each day (those without hours too), each phase with any, and all together."""

    days: list[DayHours]
    by_phase: dict[int, PhaseHours]
    total: PhaseHours


def summary(store: Store, project_id: int, *, days: int, now: datetime, zone: tzinfo) -> Summary:
    """The hours of a project on the last `days` days, the day of `now` included. A running timer counts until `now`."""
    starts = preferences.day_starts_hour(store)
    chosen = last_days(days, now, zone, starts)
    return sum_up(store.entries.of_project(project_id, day_start(chosen[0], zone, starts)), chosen, now, zone, starts)


def last_days(days: int, now: datetime, zone: tzinfo, day_starts_hour: int = 0) -> list[date]:
    """That many days, the oldest first, the day of `now` the last."""
    today = day_of(now, zone, day_starts_hour)
    return [today - timedelta(days=back) for back in reversed(range(days))]


def sum_up(
    entries: Iterable[TimeEntry], days: list[date], now: datetime, zone: tzinfo, day_starts_hour: int = 0
) -> Summary:
    """Add up the parts of entries that lie on the given days; an entry over midnight counts on both days once."""
    lengths: dict[date, dict[int, _Lengths]] = {day: {} for day in days}
    cut = DayStarts(zone, day_starts_hour)
    for entry in entries:
        for part in cut.parts(entry.started_at, entry.stopped_at or now):
            length = part.stopped_at - part.started_at
            of_day = lengths.get(part.day, {})  # a part on a day that was not asked for is dropped
            before = of_day.get(entry.phase_id, (_NONE, _NONE))
            of_day[entry.phase_id] = _plus(before, (length, _NONE) if entry.attended else (_NONE, length))
    by_phase: dict[int, list[_Lengths]] = defaultdict(list)
    for phase_id, length_of_phase in (pair for of_day in lengths.values() for pair in of_day.items()):
        by_phase[phase_id].append(length_of_phase)
    return Summary(
        [_of_day(day, of_day) for day, of_day in lengths.items()],
        {phase_id: _sum(of_phase) for phase_id, of_phase in by_phase.items()},
        _sum(length for of_phase in by_phase.values() for length in of_phase),
    )


def _of_day(day: date, of_day: dict[int, _Lengths]) -> DayHours:
    return DayHours(day, {phase_id: _hours(length) for phase_id, length in of_day.items()}, _sum(of_day.values()))


def _sum(lengths: Iterable[_Lengths]) -> PhaseHours:
    """Sums are taken of whole milliseconds, and only then turned into hours."""
    together = (_NONE, _NONE)
    for length in lengths:
        together = _plus(together, length)
    return _hours(together)


def _plus(first: _Lengths, second: _Lengths) -> _Lengths:
    return first[0] + second[0], first[1] + second[1]


def _hours(length: _Lengths) -> PhaseHours:
    return PhaseHours(length[0].total_seconds() / 3600, length[1].total_seconds() / 3600)

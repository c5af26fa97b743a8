"""Planned against actual hours, phase by phase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from planner.domain.estimates import first_caps, first_ranges
from planner.domain.hours import HourRange
from planner.domain.log_columns import MS_OF_AN_HOUR, LogColumns
from planner.domain.period import ALWAYS, Period
from planner.domain.phase_ends import over_since, was_dropped
from planner.domain.project import Phase
from planner.domain.timelog import PhaseHours
from planner.retrospective.named_period import log_within
from planner.store import Store

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = (
    "phase",
    "position",
    "low_hours",
    "high_hours",
    "cap_hours",
    "attended_hours",
    "unattended_hours",
    "past_cap_hours",
    "planned",
    "is_over",
    "is_open",
)


@dataclass(frozen=True, slots=True)
class PhaseActual:
    """A phase with the range and cap said first, and the hours it took; a machine's hours stand apart.

    is_over: whether these are the hours that it takes, rather than those so far or until it was dropped or left: only
    what is over teaches. is_open: whether more hours may come.
    """

    phase: Phase
    first_range: HourRange | None
    first_cap_hours: float | None
    attended_hours: float
    unattended_hours: float
    before_hours: float = 0.0  # attended, before the period that is looked at
    is_over: bool = False
    is_open: bool = True

    @property
    def past_cap_hours(self) -> float:
        """Attended hours past the first cap; 0 without one."""
        return 0.0 if self.first_cap_hours is None else self._past(self.first_cap_hours)

    @property
    def past_range_hours(self) -> float:
        """Attended hours above the high end of the first range; 0 without one."""
        return 0.0 if self.first_range is None else self._past(self.first_range.high_hours)

    def _past(self, limit_hours: float) -> float:
        """Those of the attended hours that came when the limit was reached."""
        return max(0.0, self.attended_hours - max(0.0, limit_hours - self.before_hours))


def phase_actuals(store: Store, project_id: int, now: datetime, *, period: Period = ALWAYS) -> list[PhaseActual]:
    """Each phase of the plan, in order, with what it took until `now`, or of that what lies in a period."""
    history = store.estimates.of_project(project_id)
    ranges, caps = first_ranges(history), first_caps(history)
    logged = _hours_by_phase(store, project_id, now, period)
    before = _hours_before(store, project_id, now, period)
    none = PhaseHours(0.0, 0.0)
    over = _over(store, project_id, now, ranges)
    is_finished = store.projects.require(project_id).finished_at is not None
    return [
        PhaseActual(
            phase,
            ranges.get(phase.id),
            caps.get(phase.id),
            *logged.get(phase.id, none),
            before.get(phase.id, none).attended,
            phase.id in over,
            phase.finished_at is None and not is_finished,
        )
        for phase in store.phases.of_project(project_id)
    ]


def phase_comparison(store: Store, project_id: int, now: datetime, *, period: Period = ALWAYS) -> pd.DataFrame:
    """One row for each phase, in order: what was said first against what it took (in a period), in hours.

    Columns: phase, position, low_hours, high_hours, cap_hours (the first said; NaN for none), attended_hours,
    unattended_hours, past_cap_hours (of the attended), planned (whether it ever had a range), is_over (whether these
    are the hours that it takes), is_open (whether more may come).
    """
    import pandas as pd

    rows = [_row(actual) for actual in phase_actuals(store, project_id, now, period=period)]
    frame = pd.DataFrame.from_records(rows, columns=list(_COLUMNS))
    hours = [name for name in _COLUMNS if name.endswith("_hours")]
    flags = dict.fromkeys(("planned", "is_over", "is_open"), bool)
    return frame.astype({**dict.fromkeys(hours, float), **flags, "phase": "str", "position": int})


def _over(store: Store, project_id: int, now: datetime, ranges: Mapping[int | None, HourRange]) -> set[int]:
    """The phases that took what they take; one that had a range and was dropped did not."""
    project, decisions = store.projects.require(project_id), store.decisions.of_project(project_id)
    logged, none = store.entries.hours_by_phase(project_id, now), PhaseHours(0.0, 0.0)
    return {
        phase.id
        for phase in store.phases.of_project(project_id)
        if over_since(project, phase, decisions, logged.get(phase.id, none).attended)
        and not (phase.id in ranges and was_dropped(phase))
    }


def _hours_by_phase(store: Store, project_id: int, now: datetime, period: Period) -> dict[int, PhaseHours]:
    if period.is_all_time:  # the store adds up more quickly
        return store.entries.hours_by_phase(project_id, now)
    log = log_within(store, project_id, now, period)
    return {
        phase_id: PhaseHours(_hours(log, phase_id, attended=True), _hours(log, phase_id, attended=False))
        for phase_id in set(log.phase_ids.tolist())
    }


def _hours(log: LogColumns, phase_id: int, *, attended: bool) -> float:
    chosen = (log.phase_ids == phase_id) & (log.attended == attended)
    return int(log.lengths_ms[chosen].sum()) / MS_OF_AN_HOUR


def _hours_before(store: Store, project_id: int, now: datetime, period: Period) -> dict[int, PhaseHours]:
    return _hours_by_phase(store, project_id, now, Period(end=period.start)) if period.start else {}


def _row(actual: PhaseActual) -> tuple[object, ...]:
    first_range = actual.first_range
    return (
        actual.phase.name,
        actual.phase.position,
        first_range.low_hours if first_range else None,
        first_range.high_hours if first_range else None,
        actual.first_cap_hours,
        actual.attended_hours,
        actual.unattended_hours,
        actual.past_cap_hours,
        first_range is not None,
        actual.is_over,
        actual.is_open,
    )

"""A changed plan that was tried, made the plan."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan
from planner.outlook.what_if import WhatIf
from planner.planning import as_plan, phases, save_phases, update_project
from planner.store import Store


def save_what_if(store: Store, project_id: int, what_if: WhatIf, now: datetime) -> None:
    """Move the deadline, set the caps, and take the dropped phases out of the plan.

    A dropped phase on which time is logged stays as one that is done, without a range, so that no hour loses its place
    and none is taken for what the phase takes. A cap below the low end of a range takes that end down with it. Where
    the rest of the total stands for phases without a range, the total falls by what is dropped: else the rest would
    take its hours.
    """
    with store.writing():
        project = store.projects.require(project_id)
        with_time = store.phases.with_entries(project_id)
        rows = [as_plan(phase) for phase in phases(store, project_id)]
        remaining = [row for row in rows if row.phase_id not in what_if.dropped or row.phase_id in with_time]
        changed = [_changed(row, what_if) for row in remaining]
        save_phases(store, project_id, changed, now)
        deadline = what_if.deadline.astimezone(UTC) if what_if.deadline else project.deadline
        total = _total(project.total, rows, changed)
        update_project(store, dataclasses.replace(project, deadline=deadline, total=total), now=now)


def _total(total: HourRange | None, before: list[PhasePlan], after: list[PhasePlan]) -> HourRange | None:
    """Less what is not planned any more, as wide in proportion; as it is where it stands for no phase."""
    if total is None or all(row.range for row in before):
        return total
    part = 1 - (_planned_hours(before) - _planned_hours(after)) / total.planned_hours
    return HourRange(_said(part * total.low_hours), _said(part * total.high_hours)) if 0 < part < 1 else total


def _said(hours: float) -> float:
    """As a person would say them: three digits."""
    return float(f"{hours:.3g}")


def _planned_hours(rows: list[PhasePlan]) -> float:
    return sum(row.range.planned_hours for row in rows if row.range)


def _changed(row: PhasePlan, what_if: WhatIf) -> PhasePlan:
    if row.phase_id in what_if.dropped:
        return dataclasses.replace(row, done=True, range=None, cap_hours=None)
    cap_hours = what_if.caps.get(row.phase_id or -1)
    if cap_hours is None:
        return row
    return dataclasses.replace(row, cap_hours=cap_hours, range=_under(row, cap_hours))


def _under(row: PhasePlan, cap_hours: float) -> HourRange | None:
    if row.range is None or row.range.low_hours <= cap_hours:
        return row.range
    return HourRange(cap_hours, row.range.high_hours)

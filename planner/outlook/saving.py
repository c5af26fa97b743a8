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

    A dropped phase on which time is logged stays as one that is done, so that no hour loses its place. A cap below the
    range that was said takes that range down with it: what is capped at 5 hours is not planned at 6.
    """
    with store.writing():
        project = store.projects.needed(project_id)
        if what_if.deadline is not None:
            moved = dataclasses.replace(project, deadline=what_if.deadline.astimezone(UTC))
            update_project(store, moved, now=now)
        with_time = store.phases.with_entries(project_id)
        rows = [as_plan(phase) for phase in phases(store, project_id)]
        kept = [row for row in rows if row.phase_id not in what_if.dropped or row.phase_id in with_time]
        save_phases(store, project_id, [_changed(row, what_if) for row in kept], now)


def _changed(row: PhasePlan, what_if: WhatIf) -> PhasePlan:
    if row.phase_id in what_if.dropped:
        return dataclasses.replace(row, done=True)
    cap_hours = what_if.caps.get(row.phase_id or -1)
    if cap_hours is None:
        return row
    return dataclasses.replace(row, cap_hours=cap_hours, range=_under(row, cap_hours))


def _under(row: PhasePlan, cap_hours: float) -> HourRange | None:
    if row.range is None or row.range.high_hours <= cap_hours:
        return row.range
    return HourRange(min(row.range.low_hours, cap_hours), cap_hours)

"""A plan as it was, to put it back: its total, its deadline, and each phase with range, cap and whether it is done."""

from __future__ import annotations

import dataclasses
import itertools
import json
from datetime import datetime
from typing import Any

from planner.domain.estimates import Estimate
from planner.domain.hours import HourRange
from planner.domain.project import Phase, PhasePlan, Project
from planner.planning.phase_table import as_plan
from planner.store import Store
from planner.store.instants import from_text, to_text


def plan_snapshot(store: Store, project_id: int) -> str:
    """The plan of a project as text."""
    project = store.projects.require(project_id)
    body = {
        "project_id": project_id,
        "total": _ends(project.total),
        "deadline": to_text(project.deadline),
        "budget_hours": project.budget_hours,
        "phases": [_phase_body(phase) for phase in store.phases.of_project(project_id)],
    }
    return json.dumps(body, ensure_ascii=False)


def restore_plan(store: Store, snapshot: str, now: datetime) -> Project:
    """Make a plan what it was: phases that were taken out come back, those added since stay behind them.

    A phase added since under the name of one that comes back is called `Model (2)`.

    What is said anew by this is kept as a dated estimate, like any other change.
    """
    body = json.loads(snapshot)
    with store.writing():
        project = store.projects.require(body["project_id"])
        was = dataclasses.replace(
            project,
            total=_range(body["total"]),
            deadline=from_text(body["deadline"]),
            budget_hours=body["budget_hours"],
        )
        store.projects.save(was)
        if was.total != project.total:
            store.estimates.add(project.id, Estimate(None, was.total, None, now))
        if was.deadline != project.deadline:
            store.estimates.add_deadline(project.id, was.deadline, now)
        _put_back_phases(store, project.id, body["phases"], now)
    return was


def _put_back_phases(store: Store, project_id: int, bodies: list[dict[str, Any]], now: datetime) -> None:
    phases = {phase.id: phase for phase in store.phases.of_project(project_id)}
    former = {body["id"]: _plan(body) for body in bodies}
    for position, (phase_id, plan) in enumerate(former.items()):
        store.phases.restore(phase_id)
        store.phases.save(phase_id, position, plan)
        store.phases.mark_finished(phase_id, from_text(bodies[position]["finished_at"]))
        if phase_id not in phases or _said(phases[phase_id]) != (plan.range, plan.cap_hours):
            store.estimates.add(project_id, Estimate(phase_id, plan.range, plan.cap_hours, now))
    added = [phase for phase in phases.values() if phase.id not in former]
    taken = {plan.name.casefold() for plan in former.values()}
    for position, phase in enumerate(added, start=len(former)):
        name = _free_name(phase.name, taken)
        taken.add(name.casefold())
        store.phases.save(phase.id, position, dataclasses.replace(as_plan(phase), name=name))


def _free_name(name: str, taken: set[str]) -> str:
    numbered = (f"{name} ({number})" for number in itertools.count(2))
    return next(free for free in itertools.chain([name], numbered) if free.casefold() not in taken)


def _phase_body(phase: Phase) -> dict[str, Any]:
    return {
        "id": phase.id,
        "name": phase.name,
        "range": _ends(phase.range),
        "cap_hours": phase.cap_hours,
        "attended": phase.attended,
        "finished_at": to_text(phase.finished_at),
    }


def _plan(body: dict[str, Any]) -> PhasePlan:
    return PhasePlan(
        body["name"],
        _range(body["range"]),
        body["cap_hours"],
        body["attended"],
        body["id"],
        body["finished_at"] is not None,
    )


def _said(phase: Phase) -> tuple[HourRange | None, float | None]:
    return phase.range, phase.cap_hours


def _ends(hours: HourRange | None) -> list[float] | None:
    return [hours.low_hours, hours.high_hours] if hours else None


def _range(ends: list[float] | None) -> HourRange | None:
    return HourRange(*ends) if ends else None

"""A plan put back as it was, whatever was done to it meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from planner import planning, timelog
from planner.domain.errors import NotFound
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.outlook import WhatIf, save_what_if
from planner.store import Store


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """A project with ranges, a cap, a phase that is done, one without a range, a deadline and a budget."""
    phases = [
        PhasePlan("Clean", HourRange(2, 4), done=True),
        PhasePlan("Model", HourRange(8, 12), cap_hours=13),
        PhasePlan("Train", HourRange(1, 2), attended=False),
        PhasePlan("Write up"),
    ]
    return planning.create_project(
        store,
        "Toxic comments",
        total=HourRange(20, 30),
        deadline=now + timedelta(days=9),
        budget_hours=25,
        phases=phases,
        now=now,
    )


def phase_id(store: Store, project: Project, name: str) -> int:
    """The id of a phase."""
    return planning.phase_named(store, project.id, name).id


def names(store: Store, project: Project) -> list[str]:
    """The phases by name, in order."""
    return [phase.name for phase in planning.phases(store, project.id)]


def test_everything_that_was_saved_from_a_what_if_is_taken_back(store: Store, project: Project, now: datetime) -> None:
    """Phases in their places, ranges, caps, what was done when, total and deadline; hours stay where they are."""
    timelog.add_entry(store, phase_id(store, project, "Model"), now - timedelta(hours=1), now, now=now)
    phases, snapshot = planning.phases(store, project.id), planning.plan_snapshot(store, project.id)
    model, clean, train = (phase_id(store, project, name) for name in ("Model", "Clean", "Train"))
    tried = WhatIf(now + timedelta(days=30), frozenset([model, train]), {clean: 1.0})
    save_what_if(store, project.id, tried, now + timedelta(hours=1))
    assert names(store, project) == ["Clean", "Model", "Write up"]
    planning.restore_plan(store, snapshot, now + timedelta(hours=2))
    assert planning.phases(store, project.id) == phases
    assert planning.project(store, project.id) == project
    assert len(timelog.entries(store, project.id)) == 1


def test_what_is_put_back_is_dated_and_the_first_word_stays(store: Store, project: Project, now: datetime) -> None:
    """The range of an hour ago is said again now; what did not change is not."""
    snapshot, later = planning.plan_snapshot(store, project.id), now + timedelta(hours=2)
    before = len(store.estimates.of_project(project.id))
    rows = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
    rows[1] = replace(rows[1], range=HourRange(20, 30), cap_hours=None)
    planning.save_phases(store, project.id, rows, now + timedelta(hours=1))
    planning.restore_plan(store, snapshot, later)
    history = store.estimates.of_project(project.id)[before:]
    assert [(said.range, said.cap_hours) for said in history] == [(HourRange(20, 30), None), (HourRange(8, 12), 13)]
    assert history[-1].estimated_at == later
    assert planning.first_estimates(store, project.id)[rows[1].phase_id] == HourRange(8, 12)
    planning.restore_plan(store, snapshot, later)
    assert len(store.estimates.of_project(project.id)) == before + 2


def test_phases_added_since_stay_behind_those_that_come_back(store: Store, project: Project, now: datetime) -> None:
    """One that has taken the name of a dropped phase is numbered, so that the table can still be saved."""
    snapshot = planning.plan_snapshot(store, project.id)
    save_what_if(store, project.id, WhatIf(dropped=frozenset([phase_id(store, project, "Model")])), now)
    rows = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, [PhasePlan("model", HourRange(1, 2)), *rows, PhasePlan("Model (2)")], now)
    planning.restore_plan(store, snapshot, now)
    assert names(store, project) == ["Clean", "Model", "Train", "Write up", "model (2)", "Model (2) (2)"]
    rows = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
    assert len(planning.save_phases(store, project.id, rows, now)) == 6


def test_names_come_back_as_they_were(store: Store, project: Project, now: datetime) -> None:
    """With quotes, stars and letters of any kind in them."""
    rows = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
    rows[3] = replace(rows[3], name='*Write* "Übung" 写 {0}')
    planning.save_phases(store, project.id, rows, now)
    snapshot = planning.plan_snapshot(store, project.id)
    planning.save_phases(store, project.id, rows[:1], now)
    planning.restore_plan(store, snapshot, now)
    assert names(store, project)[3] == '*Write* "Übung" 写 {0}'


def test_name_and_checklist_of_the_project_are_no_part_of_it(store: Store, project: Project, now: datetime) -> None:
    """What another tab wrote there meanwhile stays."""
    snapshot = planning.plan_snapshot(store, project.id)
    planning.update_project(store, replace(project, name="Reviews", total=HourRange(1, 2)), now=now)
    back = planning.restore_plan(store, snapshot, now)
    assert (back.name, back.total) == ("Reviews", HourRange(20, 30))


def test_a_plan_of_a_deleted_project_cannot_be_put_back(store: Store, project: Project, now: datetime) -> None:
    """A sentence says so, and nothing is half done."""
    snapshot = planning.plan_snapshot(store, project.id)
    planning.delete_project(store, project.id, now=now)
    with pytest.raises(NotFound):
        planning.restore_plan(store, snapshot, now)

"""The moment to call it on the pages: a single result, a target that is met, and a new one that is set."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from planner import planning, timelog
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import MetricTarget, PhasePlan, Project
from planner.domain.stopping import StopRules
from planner.store import Store
from tests.app.plan_tab import field, press
from tests.app.test_retrospective_states import opened as looked_back
from tests.app.test_stop_questions import choose, opened
from tests.app.train_tab import said

HOUR = timedelta(hours=1)


@pytest.fixture
def project(store: Store) -> Project:
    """Asked below .002 an hour; the target is .9, and half an hour went into Explore of three to five."""
    phases = (PhasePlan("Explore", HourRange(3, 5)), PhasePlan("Model", HourRange(6, 10)))
    made = planning.create_project(store, "Comments", phases=phases, now=now() - timedelta(days=9))
    aimed = replace(made, target=MetricTarget("roc_auc", 0.9), stop=StopRules(None, 0.002, False))
    log(store, made, "Explore", now() - 30 * HOUR, 0.5)
    return planning.update_project(store, aimed, now=now())


def log(store: Store, project: Project, phase: str, begin: datetime, hours: float) -> datetime:
    """One entry; its end."""
    phase_id = planning.phase_named(store, project.id, phase).id
    timelog.add_entry(store, phase_id, begin, begin + hours * HOUR, now=now())
    return begin + hours * HOUR


def scored(store: Store, project: Project, *values: float) -> None:
    """An hour on Model before each score."""
    at = now() - 10 * HOUR
    for value in values:
        at = log(store, project, "Model", at, 1)
        store.results.add(project.id, "roc_auc", value, logged_at=at)


def test_a_single_result_is_judged_without_a_picture(store: Store, project: Project) -> None:
    """Words need no course; half an hour of a running phase is no plan for the next."""
    scored(store, project, 0.85)
    app = looked_back(project)
    assert "Your target of ROC AUC .900 is not met yet (best .850)" in said(app)
    assert "Best ROC AUC so far, over hours" not in said(app)
    assert "No phase is done yet" in said(app)
    assert "Explore: plan" not in said(app)
    assert not [button for button in app.button if button.key == "take_along"]


def test_a_new_target_is_set_where_the_score_stands_short_of_it(store: Store, project: Project) -> None:
    """What is missing is said; a number that is none is a sentence; set, the next question is that it is met."""
    scored(store, project, 0.85, 0.88, 0.88, 0.8801)
    app = opened(project)
    words = [str(one.value) for one in app.markdown]
    assert any("Not met: ROC AUC .900 (best so far .880)" in one for one in words)
    choose(app, "New target")
    press(app, "Set the new target")
    assert "No new target is given" in app.error[0].value
    field(app.number_input, "New target of ROC AUC").set_value(0.88)
    press(app, "Set the new target")
    kept = planning.project(store, project.id)
    assert kept.target == MetricTarget("roc_auc", 0.88)
    assert [str(one.value) for one in app.header] == ["ROC AUC .880 has met your target of .880."]


def test_to_call_it_short_of_the_target_needs_a_reason(store: Store, project: Project) -> None:
    """The field asks for it."""
    scored(store, project, 0.85, 0.88, 0.88, 0.8801)
    app = opened(project)
    choose(app, "Call it")
    press(app, "Finish the project")
    assert "The target is not met." in app.error[0].value
    field(app.text_input, "Why call it without the target?").set_value("good enough")
    press(app, "Finish the project")
    assert planning.project(store, project.id).finished_at is not None

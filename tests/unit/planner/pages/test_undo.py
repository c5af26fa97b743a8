"""What a notice can take back, each kind by the one dispatcher, on whatever page its button is pressed."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import datetime

import pytest

from planner import planning, results
from planner.availability import Availability, forget_availability, load_availability, save_availability
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.pages.undo import (
    Undo,
    UndoAnswer,
    UndoDeletion,
    UndoForgottenHours,
    UndoImport,
    UndoPlanChange,
    UndoRemovedScore,
    take_back,
)
from planner.parsing.week_text import parse_week
from planner.store import Store


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """A project with a total."""
    return planning.create_project(store, "Toxic comments", total=HourRange(20, 30), now=now)


def test_a_changed_plan_is_put_back(store: Store, project: Project, now: datetime) -> None:
    """The total is what it was."""
    before = planning.plan_snapshot(store, project.id)
    planning.update_project(store, replace(project, total=HourRange(1, 2)), now=now)
    assert take_back(store, UndoPlanChange(before)) == "The plan is as it was."
    assert planning.project(store, project.id).total == HourRange(20, 30)


def test_forgotten_hours_come_back(store: Store) -> None:
    """As they were said."""
    save_availability(store, Availability(parse_week("Mon-Fri 09:00-17:00"), country="DE"))
    former = forget_availability(store)
    assert former is not None
    assert load_availability(store) is None
    assert take_back(store, UndoForgottenHours(former)) == "Your hours are back."
    assert load_availability(store) == former


def test_a_removed_score_comes_back(store: Store, project: Project, now: datetime) -> None:
    """With its value, its note and its instant."""
    logged = results.add_result(store, project.id, "ROC-AUC", 0.884, now=now, note="notebook 3")
    gone = results.remove_result(store, logged.id)
    assert take_back(store, UndoRemovedScore(gone)) == "ROC AUC .884 is back."
    (back,) = results.results(store, project.id)
    assert (back.value, back.note, back.logged_at) == (0.884, "notebook 3", now)


@pytest.mark.parametrize(
    "undo", [UndoImport(7), UndoDeletion(7), UndoAnswer(7, 7), UndoPlanChange('{"project_id": 7}')], ids=str
)
def test_what_is_not_there_any_more_is_refused_with_a_sentence(store: Store, undo: Undo) -> None:
    """Whichever kind it is: no page ends in an error."""
    said = take_back(store, undo)
    assert said.endswith(".")
    assert "back" not in said.split()[:3]


def test_a_notice_survives_the_session_state(project: Project) -> None:
    """Streamlit keeps what it can pickle."""
    for undo in (
        UndoImport(1),
        UndoDeletion(project.id),
        UndoAnswer(1, 2),
        UndoForgottenHours(Availability(parse_week("daily 00:00-24:00"))),
    ):
        assert pickle.loads(pickle.dumps(undo)) == undo

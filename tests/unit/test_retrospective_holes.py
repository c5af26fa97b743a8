"""Interruptions by reason, what being stuck led to, and one model under two names."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner import planning
from planner.domain.project import Project
from planner.domain.stuck import Outcome, StuckSpell
from planner.domain.training import Score, SessionState, TrainingSession
from planner.retrospective import holes
from planner.store import Store
from tests.unit.made_projects import planned_project


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """A project with one phase."""
    return planned_project(store, "Comments", {"Model": (8.0, 12.0)}, now)


def test_a_log_without_holes_says_nothing(store: Store, project: Project, now: datetime) -> None:
    """No sentence about what did not happen."""
    assert holes(store, project.id, now) == []


def test_interruptions_are_added_up_by_reason(store: Store, project: Project, now: datetime) -> None:
    """The longest reason first; one that lasts counts until now."""
    phase = planning.phases(store, project.id)[0]
    for hours_ago, minutes, reason in ((5, 30, "phone"), (4, 15, "phone"), (3, 60, "meeting")):
        began = now - timedelta(hours=hours_ago)
        store.interruptions.close(store.interruptions.add(phase.id, began, reason), began + timedelta(minutes=minutes))
    store.interruptions.add(phase.id, now - timedelta(minutes=12), "")
    assert holes(store, project.id, now) == [
        "4 interruptions took 1.9 h, which no range counts: meeting 1 h, phone 45 min, without a reason 12 min."
    ]


def test_what_being_stuck_led_to_is_counted(store: Store, project: Project, now: datetime) -> None:
    """The most frequent outcome first."""
    phase = planning.phases(store, project.id)[0]
    for outcome in (Outcome.SETTLED, Outcome.ASK, Outcome.SETTLED):
        spell = store.stuck.add(StuckSpell(0, phase.id, now - timedelta(hours=1), "Why?"))
        store.stuck.end(spell.id, now, outcome, "")
    assert holes(store, project.id, now) == ["Stuck 3 times: 2 settled and 1 ask someone."]


def test_one_model_under_two_names_is_pointed_out(store: Store, project: Project, now: datetime) -> None:
    """Their weights have one hash; a third session with other weights is not named."""
    for name, digest in (("first", "a" * 64), ("second", "b" * 64), ("third", "a" * 64)):
        session = TrainingSession(
            name, Path("runs") / name, "x.csv", "text", "label", 60, now, SessionState.RUNNING, project.id
        )
        store.sessions.insert_session(session)
        score = replace(Score("delivered", "held-out", "macro_f1", 0.8), weights_sha256=digest)
        store.sessions.close_session(name, state=SessionState.FINISHED, ended_at=now, used_s=50, scores=[score])
    assert holes(store, project.id, now) == ["The same weights stand behind first and third: count that score once."]

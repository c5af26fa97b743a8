"""Hours past caps, a score that stood still, interruptions, being stuck, and one model under two names."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner import planning
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.hours import HourRange
from planner.domain.period import Period
from planner.domain.project import PhasePlan, Project
from planner.domain.stuck import Outcome, StuckSpell
from planner.domain.training import Score, SessionState, TrainingSession
from planner.retrospective import holes, provenance_frame, same_weights
from planner.store import Store
from tests.unit.made_projects import log_hours, planned_project


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
    assert holes(store, project.id, now) == ["Stuck 3 times: 2 were settled and 1 went to someone to ask."]


def test_hours_past_a_cap_come_with_the_reasons_given_then(store: Store, now: datetime) -> None:
    """Each reason stands with whether it helped; the phase that went furthest past comes first."""
    plans = [
        PhasePlan("Clean", HourRange(2, 3), 4),
        PhasePlan("Model", HourRange(2, 3), 4),
        PhasePlan("Debug", None, 9),
    ]
    project = planning.create_project(store, "Capped", phases=plans, now=now - timedelta(days=9))
    log_hours(store, project, {"Clean": 5, "Model": 7, "Debug": 8}, now)
    model = planning.phase_named(store, project.id, "Model").id
    for until, because, helped in ((5.0, "one class is odd.", False), (7.0, "", None)):
        made = Decision(now, Occasion.CAP, Answer.CONTINUE, "Cap reached.", because, model, until)
        store.decisions.mark_helped(store.decisions.add(project.id, made).id, helped=helped)
    assert holes(store, project.id, now) == [
        "Model went 3 h past its cap of 4 h. You went on because “one class is odd” (it did not help) and without a "
        "reason (nobody has said yet whether it helped).",
        "Clean went 1 h past its cap of 4 h, and no reason was written down.",
    ]


def test_the_longest_time_without_a_better_score_is_named(store: Store, project: Project, now: datetime) -> None:
    """From the result that first reached the best one to the next better; a tie ends nothing."""
    log_hours(store, project, {"Model": 10}, now)
    for hours_ago, value in ((9, 0.7), (8, 0.75), (5, 0.75), (2, 0.8)):
        store.results.add(project.id, "f1", value, logged_at=now - timedelta(hours=hours_ago))
    assert holes(store, project.id, now) == ["The best f1 stood at .750 for 6 h of your work, until .800 came."]


def test_a_score_that_stands_to_the_end_says_so(store: Store, project: Project, now: datetime) -> None:
    """Without a better one, the end of the work ends the stretch; one result alone is no stretch."""
    log_hours(store, project, {"Model": 10}, now)
    store.results.add(project.id, "f1", 0.7, logged_at=now - timedelta(hours=8))
    assert holes(store, project.id, now) == []
    store.results.add(project.id, "f1", 0.6, logged_at=now - timedelta(hours=1))
    assert holes(store, project.id, now) == [
        "The best f1 stood at .700 for 8 h of your work, to the end: nothing better came."
    ]


def test_a_period_leaves_out_what_lies_before_it(store: Store, project: Project, now: datetime) -> None:
    """An interruption of last week is not one of this week."""
    phase = planning.phases(store, project.id)[0]
    for days_ago in (8, 1):
        began = now - timedelta(days=days_ago)
        store.interruptions.close(store.interruptions.add(phase.id, began, "phone"), began + timedelta(minutes=30))
    this_week = Period(now - timedelta(days=7))
    assert holes(store, project.id, now, period=this_week) == [
        "1 interruption took 30 min, which no range counts: phone 30 min."
    ]


def closed_session(store: Store, name: str, project: Project, weights: str, at: datetime) -> None:
    """A finished training session whose delivered model has these weights."""
    session = TrainingSession(
        name, Path("runs") / name, "x.csv", "text", "label", 60, at, SessionState.RUNNING, project.id
    )
    store.sessions.insert_session(session)
    score = replace(Score("delivered", "held-out", "macro_f1", 0.8), weights_sha256=weights, data_sha256="d" * 64)
    store.sessions.close_session(name, state=SessionState.FINISHED, ended_at=at, used_s=50, scores=[score])


def test_one_model_under_two_names_is_pointed_out(store: Store, project: Project, now: datetime) -> None:
    """Their weights have one hash; a third session with other weights is not named."""
    for name, digest in (("first", "a" * 64), ("second", "b" * 64), ("third", "a" * 64)):
        closed_session(store, name, project, digest, now)
    assert "The same weights stand behind first and third: count that score once." in holes(store, project.id, now)


def test_one_model_in_two_projects_is_pointed_out_in_both(store: Store, project: Project, now: datetime) -> None:
    """The other project is named; a third project with its own twins hears nothing of them."""
    other, third = (planned_project(store, name, {"Model": (1.0, 2.0)}, now) for name in ("Other", "Third"))
    closed_session(store, "mine", project, "a" * 64, now)
    closed_session(store, "theirs", other, "a" * 64, now + timedelta(hours=1))
    assert same_weights(store, project.id) == [
        "The same weights stand behind mine and theirs of “Other”: count that score once."
    ]
    assert same_weights(store, other.id) == [
        "The same weights stand behind mine of “Comments” and theirs: count that score once."
    ]
    assert same_weights(store, third.id) == []


def test_every_score_is_listed_with_what_stands_behind_it(store: Store, project: Project, now: datetime) -> None:
    """A session's id and the first letters of both hashes; a result by hand has a note in their place."""
    closed_session(store, "mine", project, "a" * 64, now)
    store.results.add(project.id, "ROC-AUC", 0.9, logged_at=now - timedelta(days=1), note="a notebook")
    rows = provenance_frame(store, project.id).drop(columns="scored_at").to_numpy().tolist()
    assert rows == [
        ["by hand", "", "", "ROC AUC .900", "", "", "a notebook"],
        ["mine", "delivered", "held-out", "macro-F1 .800", "a" * 12, "d" * 12, "x.csv, label label"],
    ]
    assert len(provenance_frame(store, project.id, period=Period(now))) == 1

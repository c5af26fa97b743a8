"""Scores logged by hand: what is kept, and what no metric can have."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import pytest

from planner import planning, results
from planner.domain.errors import InvalidResult, NotFound
from planner.domain.project import Project
from planner.store import Store


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """A project without results."""
    return planning.create_project(store, "Toxic comments", now=now)


def test_a_result_is_kept_as_it_was_reached(store: Store, project: Project, now: datetime) -> None:
    """A known metric under its own name, however it was typed; the note tidy; the moment when it was reached."""
    at = now - timedelta(hours=2)
    added = results.add_result(store, project.id, "ROC-AUC", 0.884, now=now, at=at, note=" on  the notebook ")
    assert (added.metric, added.value, added.logged_at) == ("roc_auc", 0.884, at)
    assert (added.note, added.session_id) == ("on the notebook", None)
    assert results.results(store, project.id) == [added]


@pytest.mark.parametrize(
    ("metric", "value", "said"),
    [
        ("roc_auc", math.nan, "A ROC AUC of nan is no score."),
        ("my score", math.inf, "A my score of inf is no score."),
        ("roc_auc", 88.4, "ROC AUC is 88.4, but it lies between 0 and 1. For 88.4 % write 0.884."),
        ("Accuracy", -0.1, "lies between 0 and 1."),
        ("log_loss", -0.1, "log loss is -0.1, but it is never below 0."),
        ("  ", 0.5, "does not name a metric."),
        ("0.9", 0.5, "'0.9' does not name a metric."),
        ("x" * 61, 0.5, "has 61 letters"),
    ],
)
def test_a_score_that_cannot_be_is_refused_with_what_to_do(
    store: Store, project: Project, now: datetime, *, metric: str, value: float, said: str
) -> None:
    """Nothing is logged."""
    with pytest.raises(InvalidResult) as refused:
        results.add_result(store, project.id, metric, value, now=now)
    assert said in str(refused.value)
    assert results.results(store, project.id) == []


def test_a_metric_of_ones_own_has_no_bounds(store: Store, project: Project, now: datetime) -> None:
    """BLEU counts to a hundred, rewards below zero."""
    for metric, value in (("BLEU", 31.25), ("reward", -12.0)):
        assert results.add_result(store, project.id, metric, value, now=now).metric == metric


def test_a_score_that_is_still_to_come_is_refused(store: Store, project: Project, now: datetime) -> None:
    """As an entry in the future is."""
    with pytest.raises(InvalidResult, match="future"):
        results.add_result(store, project.id, "f1", 0.5, now=now, at=now + timedelta(minutes=1))


def test_a_removed_result_comes_back_as_it_was(store: Store, project: Project, now: datetime) -> None:
    """A slip of the finger loses nothing; removing it twice is said."""
    added = results.add_result(store, project.id, "f1", 0.5, now=now, note="x")
    gone = results.remove_result(store, added.id)
    with pytest.raises(NotFound):
        results.remove_result(store, added.id)
    results.restore_result(store, gone)
    (back,) = results.results(store, project.id)
    assert (back.metric, back.value, back.logged_at, back.note) == ("f1", 0.5, now, "x")


def test_a_result_of_a_session_stays_with_it(store: Store, project: Project, now: datetime) -> None:
    """It is the session's word, not the person's."""
    session = store.results.add(project.id, "macro_f1", 0.7, logged_at=now)
    store.results._connection.execute("PRAGMA foreign_keys = OFF")
    store.results._connection.execute("UPDATE results SET session_id = 's' WHERE id = ?", [session])
    with pytest.raises(InvalidResult, match="by a training session"):
        results.remove_result(store, session)

"""What the hours were worth, and when one could have called it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from planner import planning
from planner.domain.project import MetricTarget, Project
from planner.domain.stopping import StopRules
from planner.retrospective import moment_words, worth_frame, worth_of
from planner.store import Store
from tests.unit.made_projects import log_hours, planned_project

PLAN = {"Model": (10.0, 20.0)}


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """A project with ten hours logged, ending now, without a pause."""
    made = planned_project(store, "Comments", PLAN, now - timedelta(days=9))
    log_hours(store, made, {"Model": 10}, now)
    return made


def score(
    store: Store, project: Project, value: float, after_hours: float, now: datetime, *, metric: str = "f1"
) -> None:
    """Log a score after so many of the ten hours."""
    store.results.add(project.id, metric, value, logged_at=now - timedelta(hours=10 - after_hours))


def test_the_moment_is_when_two_hours_brought_too_little(store: Store, project: Project, now: datetime) -> None:
    """Up to .80 in three hours, then hardly more: two hours after the third one could have known."""
    for value, hours in ((0.70, 1), (0.80, 3), (0.801, 4.5), (0.803, 9)):
        score(store, project, value, hours, now)
    worth = worth_of(store, project.id, now)
    assert worth is not None
    assert worth.moment is not None
    assert worth.moment.attended_hours == pytest.approx(5)
    assert worth.moment.best == 0.801
    assert moment_words(worth) == (
        "You could have called it after 5 h of work. Known then: f1 rose by less than .002 an hour over 2 h of work "
        "(the usual rule, as you wrote down none). Known only now: the 5 h after it brought .002, .0004 an hour."
    )


def test_the_rule_that_was_written_down_is_the_one_that_counts(store: Store, project: Project, now: datetime) -> None:
    """With a laxer rule the same scores were worth going on for; the rule is named as one's own."""
    planning.update_project(store, replace(project, stop=StopRules(gain_per_hour=0.0001)), now=now)
    for value, hours in ((0.70, 1), (0.72, 3), (0.74, 5), (0.76, 7), (0.78, 9)):
        score(store, project, value, hours, now)
    worth = worth_of(store, project.id, now)
    assert worth is not None
    assert worth.moment is None
    assert "(the rule you wrote down): it could not have been called earlier." in moment_words(worth)


def test_a_pause_before_a_large_gain_is_no_moment(store: Store, project: Project, now: datetime) -> None:
    """Two hours without a rise, then ten points: calling it there would have been wrong, and is not said."""
    for value, hours in ((0.70, 1), (0.80, 4), (0.801, 5)):
        score(store, project, value, hours, now)
    worth = worth_of(store, project.id, now)
    assert worth is not None
    assert worth.moment is not None
    assert worth.moment.attended_hours == pytest.approx(6)


def test_a_loss_counts_downwards_and_the_target_names_the_metric(store: Store, project: Project, now: datetime) -> None:
    """Lower is better for a loss; results in other metrics are left out, and what misses the target is no moment."""
    planning.update_project(store, replace(project, target=MetricTarget("log loss", 0.3)), now=now)
    for value, hours in ((0.9, 1), (0.5, 2), (0.6, 3)):
        score(store, project, value, hours, now, metric="log_loss")
    score(store, project, 0.99, 4, now)
    worth = worth_of(store, project.id, now)
    assert worth is not None
    assert [row.best for row in worth_frame(worth).itertuples()] == [0.9, 0.5, 0.5]
    assert worth.moment is None
    assert moment_words(worth) == (
        "Your target of log loss .300 is not met yet (best .500); the last gain was .4, after 2 h of work."
    )
    planning.update_project(store, replace(project, target=None), now=now)
    worth = worth_of(store, project.id, now)
    assert worth is not None
    assert worth.moment is not None
    assert worth.moment.attended_hours == pytest.approx(4)
    assert "log loss fell by less than" in moment_words(worth)
    assert moment_words(worth).endswith(
        "(the usual rule, as you wrote down none). Nothing was scored in the 6 h after it."
    )


def test_without_a_score_nothing_is_said(store: Store, project: Project, now: datetime) -> None:
    """No result, no worth; one too young to judge has no moment."""
    assert worth_of(store, project.id, now) is None
    score(store, project, 0.7, 9, now)
    worth = worth_of(store, project.id, now)
    assert worth is not None
    assert worth.moment is None
    assert moment_words(worth).startswith("Too little was worked since the first f1")

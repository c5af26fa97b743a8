"""When one could have called it, in sentences: with and without a target, by session and by hand, by machine alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model.protocol.events import Stage
from model.protocol.result import PromiseOutcome
from planner import planning, timelog
from planner.domain.period import Period
from planner.domain.project import MetricTarget, Project
from planner.domain.training import Score, SessionState, StageTime, TrainingSession
from planner.report import as_html, as_markdown, report_of
from planner.retrospective import Worth, moment_words, worth_of
from planner.sample_project import add_sample_project
from planner.store import Store
from tests.unit.made_projects import log_hours, planned_project

HOUR = timedelta(hours=1)


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """A project with twenty hours logged, ending now, without a pause."""
    made = planned_project(store, "Comments", {"Model": (10.0, 20.0)}, now - timedelta(days=9))
    log_hours(store, made, {"Model": 20}, now)
    return made


@pytest.fixture
def at(now: datetime) -> Callable[[float], datetime]:
    """The instant after so many of the twenty hours."""
    return lambda hours: now - (20 - hours) * HOUR


def by_hand(store: Store, project: Project, at: Callable[[float], datetime], *scored: tuple[float, float]) -> None:
    """Log scores after so many hours each."""
    for value, hours in scored:
        store.results.add(project.id, "roc_auc", value, logged_at=at(hours))


def aim(store: Store, project: Project, value: float, metric: str = "ROC AUC") -> None:
    """Give it a target."""
    kept = planning.project(store, project.id)
    planning.update_project(store, replace(kept, target=MetricTarget(metric, value)), now=kept.created_at)


def train(
    store: Store,
    project: Project,
    name: str,
    ended_at: datetime,
    *,
    benchmark: float,
    delivered: float,
    weights: str = "",
    train_s: float | None = 60,
    goes_on_from: str = "",
) -> None:
    """A session that ended, without hours of its own; `train_s` None: cut short before there was a network."""
    session = TrainingSession(
        name, Path("/nowhere"), "comments.csv", "text", "label", 600, ended_at - 0.1 * HOUR, SessionState.RUNNING,
        project.id, metric="roc_auc",
    )  # fmt: skip
    store.sessions.insert_session(session)
    values = (("benchmark", benchmark, f"{name} words"), ("delivered", delivered, weights or name))
    scores = [Score(model, "held-out", "roc_auc", value, weights_sha256=sha) for model, value, sha in values]
    promise = PromiseOutcome(goes_on_from, came=0.0) if goes_on_from else None
    store.sessions.close_session(
        name,
        state=SessionState.FINISHED,
        ended_at=ended_at,
        used_s=360,
        stages=[StageTime(Stage.TRAIN, 60, train_s)],
        scores=scores,
        promise=promise,
    )


def worth(store: Store, project: Project, now: datetime, period: Period | None = None) -> Worth:
    """What the hours were worth."""
    found = worth_of(store, project.id, now, period=period or Period())
    assert found is not None
    return found


def said(store: Store, project: Project, now: datetime) -> str:
    """The sentences on the moment."""
    return moment_words(worth(store, project, now))


@pytest.mark.slow
def test_the_sample_is_called_where_its_target_was_met(store: Store, now: datetime) -> None:
    """At 28 h, where .884 was reached, on the page and in both kinds of report."""
    sample = add_sample_project(store, now)
    found = worth(store, sample, now)
    assert found.moment is not None
    assert round(found.moment.attended_hours) == 28
    sentence = (
        "You could have called it after 28 h of work: ROC AUC .884 met your target of .884, and it held. "
        "The 6.2 h after it brought .005, .0008 an hour."
    )
    assert moment_words(found) == sentence
    report = report_of(store, sample.id, now, UTC)
    for text in (as_html(report), as_markdown(report)):
        assert sentence in text.replace("\\.", ".")
        assert "6.9 h" not in text


def test_a_target_never_met_has_the_last_gain_in_place_of_a_moment(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """Not yet, as long as it runs; never, once it is finished."""
    aim(store, project, 0.9)
    by_hand(store, project, at, (0.858, 4), (0.872, 8), (0.879, 12), (0.875, 18))
    ends = "(best .879); the last gain was .007, after 12 h of work."
    assert said(store, project, now) == f"Your target of ROC AUC .900 is not met yet {ends}"
    planning.finish_project(store, project.id, now=now)
    assert said(store, project, now) == f"Your target of ROC AUC .900 was never met {ends}"
    assert worth(store, project, now).moment is None


def test_a_single_result_that_misses_the_target_was_the_best(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """Nothing rose after it; a miss by little is told apart."""
    aim(store, project, 0.8843)
    by_hand(store, project, at, (0.8841, 4))
    assert said(store, project, now) == (
        "Your target of ROC AUC .8843 is not met yet (best .8841); nothing was better than the first result, .884."
    )


def test_a_single_result_that_meets_the_target_is_the_moment(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """Also where it is a baseline, which is said: the target asked for little."""
    aim(store, project, 0.85)
    by_hand(store, project, at, (0.858, 4))
    assert said(store, project, now) == (
        "You could have called it after 4 h of work: ROC AUC .858 met your target of .850, and it held. "
        "A baseline was enough for that target. Nothing was scored in the 16 h after it."
    )


def test_a_target_below_the_benchmark_is_said_to_be(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """The rule stays the rule, and the reader knows what the target was worth."""
    aim(store, project, 0.86)
    train(store, project, "a", at(5), benchmark=0.871, delivered=0.88)
    assert "The benchmark alone reached .871: the target asked for no more than that." in said(store, project, now)


def test_a_target_in_another_metric_than_the_results_tells_no_moment(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """The scores are shown all the same."""
    aim(store, project, 0.8, "macro-F1")
    by_hand(store, project, at, (0.858, 4), (0.872, 8), (0.872, 9))
    found = worth(store, project, now)
    assert moment_words(found) == (
        "Your target is macro-F1 .800, and nothing was scored in that: no moment to call it can be told."
    )
    assert found.moment is None
    assert len(found.scored) == 3


def test_a_target_changed_on_the_way_is_the_one_that_counts(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """All results are held against what is wanted now."""
    by_hand(store, project, at, (0.858, 4), (0.872, 8), (0.889, 12))
    aim(store, project, 0.87)
    assert "after 8 h of work: ROC AUC .872 met your target of .870" in said(store, project, now)
    aim(store, project, 0.88)
    assert "after 12 h of work: ROC AUC .889 met your target of .880" in said(store, project, now)


def test_a_worse_session_after_it_leaves_the_target_met_unless_it_went_on_from_it(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """Another try is beside it; a continued model takes its place."""
    aim(store, project, 0.88)
    train(store, project, "a", at(5), benchmark=0.87, delivered=0.885)
    train(store, project, "b", at(8), benchmark=0.87, delivered=0.875)
    assert "after 5 h of work: ROC AUC .885 met your target of .880, and it held." in said(store, project, now)
    train(store, project, "c", at(10), benchmark=0.87, delivered=0.878, goes_on_from="a")
    assert said(store, project, now) == (
        "ROC AUC met your target of .880 after 5 h of work, but that model was replaced: what stands reaches .878, and "
        "there is no moment."
    )
    train(store, project, "d", at(15), benchmark=0.87, delivered=0.881)
    assert "after 15 h of work: ROC AUC .881 met" in said(store, project, now)


def test_the_same_weights_scored_again_correct_the_first_score(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """The later measure of one model counts."""
    aim(store, project, 0.88)
    train(store, project, "a", at(5), benchmark=0.87, delivered=0.885, weights="same")
    train(store, project, "b", at(8), benchmark=0.87, delivered=0.872, weights="same")
    assert "that model was replaced: what stands reaches .872" in said(store, project, now)


def test_sessions_without_a_network_are_baselines(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """Cut short before one was trained, the delivered model is the benchmark itself."""
    for name, hours in (("a", 2), ("b", 3), ("c", 5)):
        train(store, project, name, at(hours), benchmark=0.87, delivered=0.87, weights=f"{name} words", train_s=None)
    assert said(store, project, now) == (
        "Only a baseline is scored (.870): before a trained model stands beside it there is no moment."
    )
    train(store, project, "d", at(6), benchmark=0.87, delivered=0.8705)
    assert said(store, project, now).startswith(
        "You could have called it after 6 h of work. Known then: ROC AUC rose by"
    )


def test_by_hand_the_first_result_and_those_called_baselines_are_none(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """What is noted as a baseline stays one."""
    by_hand(store, project, at, (0.8, 1))
    store.results.add(project.id, "roc_auc", 0.81, logged_at=at(2), note="Baseline: n-grams")
    store.results.add(project.id, "roc_auc", 0.81, logged_at=at(5), note="majority class")
    assert said(store, project, now).startswith("Only a baseline is scored (.810)")
    store.results.add(project.id, "roc_auc", 0.812, logged_at=at(6), note="BiLSTM")
    assert said(store, project, now).startswith("You could have called it after 6 h")


def test_a_large_step_later_leaves_no_moment_before_it(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """What it looked like then, and what is known only now, are two sentences."""
    by_hand(store, project, at, (0.8, 1), (0.85, 3), (0.8505, 4.5), (0.87, 17), (0.8701, 18.5))
    assert said(store, project, now) == (
        "You could have called it after 19 h of work. Known then: ROC AUC rose by less than .002 an hour over 2 h of "
        "work (the usual rule, as you wrote down none). Nothing was scored in the 1 h after it."
    )
    store.results.add(project.id, "roc_auc", 0.89, logged_at=at(19.5))
    assert said(store, project, now) == (
        "ROC AUC had risen by less than .002 an hour over 2 h of work (the usual rule, as you wrote down none) after "
        "5 h of work, which was known then. Known only now: .870 came after 17 h of work: it could not have been "
        "called earlier."
    )


def test_hours_in_which_nothing_was_scored_are_not_judged(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """Nobody knows what they would have shown."""
    by_hand(store, project, at, (0.8, 1), (0.85, 3))
    assert said(store, project, now) == (
        "Nothing was scored in the last 17 h of work, so nobody knows what they were worth: no moment."
    )


def test_results_logged_out_of_order_count_when_they_were_reached(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """The one logged last was the first."""
    aim(store, project, 0.86)
    by_hand(store, project, at, (0.889, 12), (0.872, 8), (0.858, 4))
    assert "after 8 h of work: ROC AUC .872 met" in said(store, project, now)


def test_where_only_a_machine_worked_its_hours_are_said(store: Store, now: datetime) -> None:
    """There are none of a person to count; without a target nothing can be told."""
    made = planned_project(store, "Night", {"Model": (10.0, 20.0)}, now - timedelta(days=9))
    phase = planning.phase_named(store, made.id, "Model")
    timelog.add_entry(store, phase.id, now - 9 * HOUR, now, now=now, attended=False)
    for value, hours in ((0.8, 8), (0.9, 4)):
        store.results.add(made.id, "roc_auc", value, logged_at=now - hours * HOUR)
    assert said(store, made, now).startswith("Too little was worked since the first ROC AUC")
    aim(store, made, 0.9)
    assert said(store, made, now) == (
        "You could have called it after 5 h of machine time, before any hour of your own: ROC AUC .900 met your target "
        "of .900, and it held."
    )
    early = planned_project(store, "None", {"Model": (10.0, 20.0)}, now)
    store.results.add(early.id, "roc_auc", 0.9, logged_at=now)
    aim(store, early, 0.9)
    assert said(store, early, now).startswith("You could have called it before any hour was logged:")


def test_a_metric_that_is_not_known_says_which_way_was_taken(
    store: Store, project: Project, at: Callable[[float], datetime], now: datetime
) -> None:
    """A guess is said; a name that tells is none."""
    for value, hours in ((30.0, 1), (31.0, 3), (31.01, 4.5)):
        store.results.add(project.id, "thing", value, logged_at=at(hours))
    assert said(store, project, now).endswith("More is taken as better: thing does not say by its name which way is.")
    assert "less than .06 an hour" in said(store, project, now)


def test_in_a_period_the_moment_is_that_of_the_whole_project(
    store: Store, project: Project, now: datetime, at: Callable[[float], datetime]
) -> None:
    """Before the period it is not drawn; within, the picture counts from the period's start."""
    aim(store, project, 0.86)
    by_hand(store, project, at, (0.8, 1), (0.872, 8), (0.88, 15))
    later = worth(store, project, now, Period(start=at(10)))
    assert later.moment is None
    assert moment_words(later) == "Your target of ROC AUC .860 was met before these days, and held."
    within = worth(store, project, now, Period(start=at(5)))
    assert within.moment is not None
    assert within.moment.attended_hours == pytest.approx(3)
    assert "after 8 h of work in all: ROC AUC .872 met" in moment_words(within)
    until = worth(store, project, now, Period(end=at(7)))
    assert "is not met yet" in moment_words(until)

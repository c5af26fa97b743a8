"""The rule to call it by itself: made courses of scores, and generated ones of every kind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calling_it import KINDS, asked_at, made, outcome, plainly_said_at, said_at
from model.protocol.metrics import direction_is_known, lower_is_better
from planner.domain.moment_to_call import (
    Moment,
    ScoreSeries,
    Try,
    gain_after,
    is_told,
    met_at,
    moment_of,
    moments_known,
    usual_gain,
)
from planner.domain.results import gained

LEAST = 0.002


def course(
    *scored: tuple[float, float],
    worked: float = 30,
    target: float | None = None,
    metric: str = "roc_auc",
    baselines: int = 1,
) -> ScoreSeries:
    """Results as (hours, value), the first of them baselines."""
    tries = [Try(hours, value, is_model=place >= baselines) for place, (hours, value) in enumerate(scored)]
    return ScoreSeries(metric, tries, worked, LEAST, target)


SAMPLE = ((4.9, 0.858), (8.5, 0.872), (24.5, 0.879), (26.5, 0.877), (28, 0.884), (29, 0.889), (30, 0.889))


def test_the_story_of_the_sample_is_called_when_its_target_is_met() -> None:
    """At 28 h; without the target only after the last large step, and never on the baseline."""
    assert moment_of(course(*SAMPLE, worked=34, target=0.884)) == Moment(28, 4)
    without = moment_of(course(*SAMPLE, worked=34))
    assert without is not None
    assert without.hours == 31
    assert moment_of(course(*SAMPLE, worked=34, target=0.9)) is None


def test_the_plain_rule_called_the_sample_on_its_baseline() -> None:
    """What was wrong: two hours after the first baseline, before any model."""
    assert plainly_said_at(course(*SAMPLE, worked=34)) == pytest.approx(6.9)


def test_a_baseline_alone_is_never_called() -> None:
    """Neither one, nor several, however long they stand."""
    assert moment_of(course((1, 0.8))) is None
    flat = course((1, 0.8), (2, 0.8), (3, 0.8), (9, 0.8), baselines=4)
    assert moment_of(flat) is None
    assert list(moments_known(flat)) == []
    assert not is_told(flat, 9)


def test_a_worse_result_does_not_unmake_a_target_that_was_met() -> None:
    """The model that met it is still there."""
    scored = ((1, 0.8), (5, 0.9), (8, 0.85), (9, 0.7))
    assert met_at(course(*scored, target=0.9)) == 1


def test_a_model_that_was_replaced_holds_no_target() -> None:
    """What stands counts: met again later, the moment is then; never again, there is none."""
    scored = course((1, 0.8), (5, 0.9), (8, 0.85), worked=20, target=0.9)
    tries = [*scored.tries[:2], replace(scored.tries[2], replaces=frozenset({1}))]
    gone = replace(scored, tries=tries)
    assert met_at(gone) is None
    assert moment_of(gone) is None
    assert moment_of(replace(gone, tries=[*tries, Try(12, 0.91)])) == Moment(12, 3)


def test_a_loss_meets_its_target_from_above() -> None:
    """Lower is better; a tie meets it."""
    assert moment_of(course((1, 0.9), (3, 0.5), (6, 0.3), target=0.3, metric="val_loss")) == Moment(6, 2)


def test_results_of_the_same_hour_stand_in_the_order_in_which_they_were_logged() -> None:
    """A run overnight logs several without an hour of a person."""
    same = course((2, 0.8), (2, 0.85), (2, 0.9), worked=2, target=0.85)
    assert moment_of(same) == Moment(2, 1)
    machine = course((0, 0.8), (0, 0.85), worked=0)
    assert moment_of(machine) is None


def test_two_scores_are_needed_while_work_goes_on() -> None:
    """One may be a bad try; looking back, what came later decides."""
    one = course((1, 0.7), (3, 0.8), (4.5, 0.8), worked=5)
    assert not is_told(one, 5)
    assert moment_of(one) == Moment(5, 2)
    assert is_told(replace(one, tries=[*one.tries, Try(5, 0.79)]), 5)


def test_hours_without_a_score_are_no_moment() -> None:
    """Nobody knows what they were worth."""
    assert moment_of(course((1, 0.7), (3, 0.8))) is None


def test_the_usual_gain_follows_the_size_of_the_metric() -> None:
    """Two points in ten hours of a score up to 1; of a perplexity of 120 as much in proportion."""
    assert usual_gain(0.4) == LEAST
    assert usual_gain(120) == pytest.approx(0.24)
    assert usual_gain(-120) == pytest.approx(0.24)


@pytest.mark.parametrize("metric", ["Val loss", "error rate", "RMSE", "word-error rate", "cross entropy", "test_mae"])
def test_names_that_say_that_less_is_better(metric: str) -> None:
    """However they are spelled."""
    assert lower_is_better(metric)


@pytest.mark.parametrize("metric", ["ROC AUC", "top-5 accuracy", "neg_log_loss", "neg mean squared error", "My thing"])
def test_names_that_do_not_say_so(metric: str) -> None:
    """A name that says nothing is taken as better the more there is, and known to be a guess."""
    assert not lower_is_better(metric)
    assert direction_is_known(metric) is (metric != "My thing")


SCORED = st.lists(st.tuples(st.floats(0, 40), st.floats(0, 1), st.booleans()), min_size=1, max_size=12).map(
    lambda rows: [Try(hours, value, is_model) for hours, value, is_model in sorted(rows)]
)


@given(SCORED, st.floats(0, 20), st.sampled_from(["roc_auc", "log_loss"]))
def test_without_a_target_no_moment_lies_before_a_model_or_a_large_step(
    tries: list[Try], more: float, metric: str
) -> None:
    """Whatever was scored: a model is known by then, something was scored lately, and no large step comes after."""
    all_of_it = ScoreSeries(metric, tries, tries[-1].hours + more, LEAST)
    moment = moment_of(all_of_it)
    if moment is None:
        return
    known = [one for one in tries if one.hours <= moment.hours + 1e-6]
    assert any(one.is_model for one in known)
    assert any(one.hours > moment.hours - 2 - 1e-5 for one in known)
    assert moment.hours <= all_of_it.worked_hours + 1e-6
    best = all_of_it.best(known)
    for one in tries[len(known) :]:
        step = gained(metric, best, one.value)
        assert step < 2 * LEAST
        best = all_of_it.best([*known, one]) if step > 0 else best


@given(SCORED, st.floats(0, 1), st.sampled_from(["roc_auc", "log_loss"]))
def test_with_a_target_the_moment_is_the_first_result_that_meets_it(
    tries: list[Try], target: float, metric: str
) -> None:
    """By an independent count; never met, there is none."""
    meets = [one.hours for one in tries if (one.value <= target if metric == "log_loss" else one.value >= target)]
    moment = moment_of(ScoreSeries(metric, tries, 60, LEAST, target))
    assert (moment.hours if moment else None) == (meets[0] if meets else None)


@given(SCORED, st.floats(0, 60))
def test_what_is_known_by_an_hour_does_not_change_later(tries: list[Try], hours: float) -> None:
    """The question of that hour saw nothing of what came after."""
    then = [one for one in tries if one.hours <= hours]
    now = ScoreSeries("roc_auc", tries, 60, LEAST)
    assert not then or gain_after(replace(now, tries=then), hours) == gain_after(now, hours)


def test_on_made_projects_the_rule_is_right_more_often_than_the_plain_one() -> None:
    """A quarter of the table of `docs/forecast.md`: looking back, and while work goes on with a target."""
    projects = [made(seed, kind, with_target=False) for seed in range(1, 100, 2) for kind in KINDS]
    right = sum(outcome(one, said_at).is_right for one in projects)
    plainly = sum(outcome(one, plainly_said_at).is_right for one in projects)
    assert right / len(projects) > 0.75 > plainly / len(projects)
    missed = sum(outcome(one, said_at).missed for one in projects) / len(projects)
    assert missed < LEAST
    aimed = [made(seed, kind, with_target=True) for seed in range(1, 100, 2) for kind in KINDS]
    assert all(outcome(one, asked_at).is_right for one in aimed)

"""Whole trainings of rising length: how long each is, and when a longer one is not worth its time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.training.ladder import (
    GROWTH,
    LEAST_GROWTH,
    RungDone,
    RungLength,
    count_rungs,
    first_rung,
    is_enough,
    next_rung,
)

EPOCHS = st.floats(0.1, 300)


def _climb(epochs: float) -> list[RungLength]:
    """All rungs of a ladder on a machine that keeps its pace."""
    rungs, left = [first_rung(epochs)], epochs
    while not rungs[-1].is_last:
        left -= rungs[-1].epochs
        following = next_rung(rungs[-1].epochs, left)
        if following is None:
            break
        rungs.append(following)
    return rungs


@given(EPOCHS)
def test_all_rungs_together_take_the_time_there_is(epochs: float) -> None:
    """None of it is left over, and none is spent twice; the last is at least two thirds of it, or all."""
    rungs = _climb(epochs)
    assert sum(rung.epochs for rung in rungs) == pytest.approx(epochs)
    assert rungs[-1].is_last
    assert rungs[-1].epochs >= 2 * epochs / 3 - 1e-6
    assert len(rungs) == count_rungs(epochs)


@given(EPOCHS)
def test_each_rung_is_three_times_the_one_before(epochs: float) -> None:
    """And where there are several, the shortest is at least one epoch."""
    rungs = _climb(epochs)
    for one, following in pairwise(rungs):
        assert following.epochs == pytest.approx(GROWTH * one.epochs)
    assert len(rungs) == 1 or rungs[0].epochs >= 1


@given(st.floats(0.5, 50), st.floats(0, 500))
def test_a_machine_that_changes_its_pace_gets_other_lengths(before: float, left: float) -> None:
    """Never more than is left, never one that is hardly longer than the one before."""
    following = next_rung(before, left)
    if following is None:
        assert left < LEAST_GROWTH * before
    else:
        assert LEAST_GROWTH * before <= following.epochs <= left
        assert following.is_last == (left < 4 * GROWTH * before - 1e-6)


def _done(*log_losses: float, training_loss: float = 0.2) -> list[RungDone]:
    return [RungDone(3.0**place, 1.0, loss, training_loss) for place, loss in enumerate(log_losses)]


def test_a_longer_training_that_brings_nothing_is_the_last() -> None:
    """Worse, level, or better by less than can be told."""
    assert is_enough(_done(0.50, 0.51), benchmark_loss=0.5)
    assert is_enough(_done(0.50, 0.4999), benchmark_loss=0.5)
    assert not is_enough(_done(0.50, 0.49), benchmark_loss=0.5)


def test_it_is_compared_with_the_best_before_it() -> None:
    """Better than the last one is not enough."""
    assert is_enough(_done(0.40, 0.50, 0.45), benchmark_loss=0.5)


def test_one_training_says_nothing_of_longer_ones() -> None:
    """The second is always begun."""
    assert not is_enough(_done(0.60), benchmark_loss=0.5)


def test_a_network_that_stands_still_gets_more_time() -> None:
    """It has not learned its training texts by heart either: what hangs on word order comes late, and then at once."""
    assert not is_enough(_done(0.50, 0.50, training_loss=0.49), benchmark_loss=0.5)


@given(st.floats(0.5, 60), st.floats(0, 250))
def test_a_curve_gets_its_points_where_time_allows(before: float, left: float) -> None:
    """Where the next training would be the last but two are wanted, both fit, each longer than the one before."""
    following = next_rung(before, left, points_wanted=2)
    if following is None or left < 4 * LEAST_GROWTH * before:
        assert following == next_rung(before, left)
        return
    assert not following.is_last
    last = next_rung(following.epochs, left - following.epochs, points_wanted=1)
    assert last is not None
    assert following.epochs >= (LEAST_GROWTH - 1e-6) * before
    assert last.epochs >= 2 * following.epochs

"""Rows x epochs that fit into the time left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.training.plan import (
    MOST_EPOCHS,
    PROOF_SAFETY,
    PROOF_SPARE_S,
    Measured,
    choose_plan,
    proof_reserve_s,
)

SPEEDS = st.builds(
    Measured,
    rows=st.integers(40, 200_000),
    batch_size=st.sampled_from([16, 64, 256]),
    epoch_s=st.floats(0.01, 2_000),
    score_s=st.floats(0, 20),
)
SECONDS = st.floats(0, 7_200)


@given(SPEEDS, SECONDS)
def test_the_plan_fits_into_the_time(measured: Measured, time_s: float) -> None:
    """Whatever the machine's speed, the predicted training never exceeds the time given."""
    plan = choose_plan(measured, time_s)
    work_s = plan.rows * plan.epochs * measured.epoch_s / measured.rows
    assert plan.train_s <= time_s + 1e-9
    assert work_s <= time_s + 1e-9
    assert 0 <= plan.rows <= measured.rows


@given(SPEEDS, SECONDS, st.floats(0, 600))
def test_more_time_never_means_less_training(measured: Measured, time_s: float, more_s: float) -> None:
    """A longer box trains on at least as many examples."""
    less, more = choose_plan(measured, time_s), choose_plan(measured, time_s + more_s)
    assert more.rows * more.epochs >= less.rows * less.epochs - 1


@given(SPEEDS, SECONDS)
def test_rows_are_cut_only_when_not_even_one_pass_fits(measured: Measured, time_s: float) -> None:
    """Fewer rows than there are means exactly one pass over them."""
    plan = choose_plan(measured, time_s)
    if plan.rows < measured.rows:
        assert plan.epochs == 1.0


@given(SPEEDS, SECONDS, st.integers(1, 60))
def test_epochs_asked_for_are_never_exceeded(measured: Measured, time_s: float, epochs: int) -> None:
    """Six epochs asked for are six or fewer, with the time that is not needed given back."""
    assert choose_plan(measured, time_s, epochs=epochs).epochs <= epochs


def test_a_tiny_table_does_not_train_for_ever() -> None:
    """A hundred rows in an hour are passed over a bounded number of times."""
    plan = choose_plan(Measured(100, 64, 0.1), 3600)
    assert plan.epochs == MOST_EPOCHS
    assert plan.train_s < 60


def test_too_little_time_is_not_worth_a_training() -> None:
    """With a second left no network is trained."""
    assert not choose_plan(Measured(10_000, 64, 20.0), 1.0).is_worth_it
    assert choose_plan(Measured(10_000, 64, 20.0), 30.0).is_worth_it


@given(st.floats(0, 30), st.floats(0, 60), st.floats(0, 30))
def test_the_reserve_covers_the_final_check_with_room(save_s: float, label_s: float, judge_s: float) -> None:
    """What is kept for the end is a third more than was measured, and a second: more would be time not trained."""
    reserve_s = proof_reserve_s(save_s, label_s, judge_s)
    assert reserve_s == pytest.approx(PROOF_SAFETY * (save_s + label_s + judge_s) + PROOF_SPARE_S)

"""Whether more time is worth it, by the last third of the scores; "cannot tell" is an answer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callit.course import Scored, worth_of_more


def course(values: list[float], *, lower: bool = False) -> list[Scored]:
    """A score a minute."""
    return [Scored(60.0 * number, value, lower) for number, value in enumerate(values)]


def test_a_score_that_still_rises_is_worth_more_time_and_says_how_much_a_minute() -> None:
    worth = worth_of_more(course([0.5 + 0.01 * number for number in range(30)]), "val_auc")
    assert worth.verdict == "worth it"
    assert worth.gain_per_minute == pytest.approx(0.01)
    assert "gained 0.01 a minute" in worth.words


def test_a_loss_that_falls_is_a_gain() -> None:
    worth = worth_of_more(course([1.0 - 0.01 * number for number in range(30)], lower=True), "val_loss")
    assert worth.verdict == "worth it"


def test_large_numbers_are_written_out() -> None:
    """Two digits that count say nothing of 853 but 8.5e+02."""
    worth = worth_of_more(course([853.0 * number for number in range(30)], lower=True), "val_cost")
    assert worth.words == "More time is not worth it: val_cost became worse by 853 a minute."


def test_a_score_that_stands_still_or_falls_is_not_worth_more_time() -> None:
    rise = [0.5 + 0.02 * number for number in range(20)]
    for end in ([0.88] * 12, [0.88 - 0.01 * number for number in range(12)]):
        assert worth_of_more(course([*rise, *end]), "val_auc").verdict == "not worth it"


def test_noise_and_few_scores_cannot_tell() -> None:
    lots = random.Random(3)
    assert worth_of_more(course([0.7 + lots.gauss(0, 0.05) for _ in range(30)]), "val_auc").verdict == "cannot tell"
    assert worth_of_more(course([0.1, 0.5, 0.9]), "val_auc").words.endswith("3 scores are too few (8 are needed).")
    assert worth_of_more([Scored(5.0, number / 9) for number in range(9)], "val_auc").verdict == "cannot tell"


@given(st.lists(st.floats(-1e6, 1e6), max_size=40))
def test_any_scores_are_answered(values: list[float]) -> None:
    assert worth_of_more(course(values), "val_auc").words

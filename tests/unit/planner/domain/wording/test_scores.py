"""Scores as people read them: without the zero before the point, with a true minus, and nothing where there is none."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.training import Score
from planner.domain.wording.scores import (
    gain_words,
    plain_score,
    probability_words,
    score_number,
    score_words,
    signed_number,
    told_apart,
    with_interval,
    with_interval_said,
)

NAN = math.nan


@pytest.mark.parametrize(
    ("value", "number", "signed"),
    [
        (0, ".000", "+.000"),
        (0.7312, ".731", "+.731"),
        (0.99951, "1.000", "+1.000"),
        (1, "1.000", "+1.000"),
        (-0.0132, "−.013", "−.013"),
        (-0.0004, ".000", "+.000"),
        (12.5, "12.500", "+12.500"),
        (NAN, "", ""),
    ],
)
def test_a_score_has_three_digits_and_no_zero_before_its_point(value: float, number: str, signed: str) -> None:
    """A difference has its sign; what rounds to nothing is no loss."""
    assert (score_number(value), signed_number(value)) == (number, signed)


@given(st.floats(0, 1), st.floats(0, 1))
def test_two_scores_that_differ_where_it_counts_are_told_apart(value: float, other: float) -> None:
    """With up to six digits."""
    words = told_apart(value, other)
    assert words[0] != words[1] or round(value, 6) == round(other, 6)


def test_scores_above_one_keep_their_digits() -> None:
    """As of metrics of a person's own."""
    assert [score_words(value) for value in (0.8, 1, 31.25, -2)] == [".800", "1", "31.25", "-2"]


@pytest.mark.parametrize(
    ("gain", "words"), [(0, "0"), (0.002, ".002"), (0.00052, ".00052"), (1e-7, ".0000001"), (1.5, "1.5"), (120, "120")]
)
def test_a_gain_has_two_digits_that_count_and_no_exponent(gain: float, words: str) -> None:
    """However small."""
    assert gain_words(gain) == words


def test_a_probability_is_never_certain() -> None:
    """Two digits."""
    assert [probability_words(value) for value in (0, 0.834, 0.9949, 0.995, 1)] == [
        ".00",
        ".83",
        ".99",
        "over .99",
        "over .99",
    ]


def test_an_interval_stands_in_a_cell_and_in_a_sentence() -> None:
    """And the score alone where there is none."""
    score = Score("benchmark", "held-out", "macro_f1", 0.732, 0.718, 0.746)
    bare = Score("outside", "held-out", "macro_f1", 0.732, None, None)
    assert (with_interval(score), with_interval_said(score)) == (
        ".732 (.718–.746)",
        ".732 (95 % interval .718 to .746)",
    )
    assert with_interval(bare) == with_interval_said(bare) == ".732"
    assert plain_score(0.7312) == "0.731"

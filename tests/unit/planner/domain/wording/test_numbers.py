"""Counts, shares, chances, sizes and lists as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import (
    chance_words,
    count_words,
    memory_words,
    percent_words,
    percents_words,
    share_words,
    short_count_words,
    size_words,
    small_share,
    times_words,
)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (51_200, "51,200 entries"), (-1, "-1 entries")],
)
def test_one_is_one_and_all_others_are_many(count: int, words: str) -> None:
    """With the plural that is given, else with an s; thousands with commas."""
    assert count_words(count, "entry", "entries") == words
    assert count_words(3, "session") == "3 sessions"


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_what_was_counted_is_never_hidden_by_rounding(part: int, more: int) -> None:
    """None and all are said only where they are so."""
    assert small_share(part, part + more) not in {"0 %", "100 %"}
    assert (small_share(0, more), small_share(more, more)) == ("0 %", "100 %")


@given(st.floats(0, 1))
def test_a_chance_is_never_nothing_and_never_all(chance: float) -> None:
    """It is about what is still to come."""
    assert chance_words(chance) not in {"0 %", "100 %"}


def test_shares_are_whole_per_cent() -> None:
    """Of one, of a whole, and from one to another."""
    assert [percent_words(share) for share in (0, 0.264, 0.995, 1, 1.5)] == ["0 %", "26 %", "100 %", "100 %", "150 %"]
    assert (share_words(9, 34), percents_words(0.35, 0.6), percents_words(0, 0)) == ("26 %", "35 to 60 %", "0 to 0 %")


@pytest.mark.parametrize(
    ("ratio", "words"), [(0, "0 times"), (0.5, "0.5 times"), (9.94, "9.9 times"), (9.96, "10 times")]
)
def test_a_ratio_has_two_digits(ratio: float, words: str) -> None:
    """And none behind the point from ten on."""
    assert times_words(ratio) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (9_949_999, "9.9 MB"), (9_950_000, "10 MB"),
     (214_000_000, "214 MB"), (5_000_000_000, "5,000 MB")],
)  # fmt: skip
def test_a_size_never_says_a_thousand_of_what_is_one_of_the_next(size: int, words: str) -> None:
    """Nor one digit more at ten than above."""
    assert size_words(size) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0"), (999, "999"), (1000, "1.0k"), (9949, "9.9k"), (9950, "10k"), (999_499, "999k"), (999_500, "1.0M")],
)
def test_a_count_in_a_picture_has_few_letters_and_never_a_thousand_of_what_is_one_of_the_next(
    count: int, words: str
) -> None:
    """Thousands and millions."""
    assert short_count_words(count) == words


def test_memory_is_told_in_one_unit() -> None:
    """So that what a training takes and what there is can be compared."""
    assert [memory_words(size) for size in (0, 850e6, 1.5e9, 64e9)] == ["0.0 GB", "0.8 GB", "1.5 GB", "64.0 GB"]


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_the_last_of_a_list_stands_behind_a_word(words: list[str], said: str) -> None:
    """None where there is one, or nothing."""
    assert list_words(words, "or") == said

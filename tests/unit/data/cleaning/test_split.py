"""Training, validation and held-out rows: every class, its share, the same for the same seed, no row twice."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cleaning.split import split
from data.errors import UnusableLabels


def _frame(**rows_of: int) -> pd.DataFrame:
    return pd.DataFrame({"label": [label for label, rows in rows_of.items() for _ in range(rows)]})


@settings(deadline=None)
@given(st.lists(st.integers(3, 80), min_size=2, max_size=6), st.integers(0, 99))
def test_each_class_is_in_each_part_and_each_row_in_one(sizes: list[int], seed: int) -> None:
    """Whatever the classes' sizes: the parts are the whole table, and no class is missing from any of them."""
    frame = _frame(rest=50, **{f"c{place}": rows for place, rows in enumerate(sizes)})
    parts = split(frame, seed=seed)
    every = np.concatenate([parts.train, parts.validation, parts.held_out])
    assert sorted(every) == list(range(len(frame)))
    for rows in (parts.train, parts.validation, parts.held_out):
        assert set(frame["label"].iloc[rows]) == set(frame["label"])
    assert parts.train_only == ()


def test_each_part_has_the_shares_of_the_classes() -> None:
    """A tenth of each class validates, a tenth is held out."""
    frame = _frame(a=600, b=300, c=100)
    parts = split(frame, seed=7)
    for rows in (parts.validation, parts.held_out):
        assert frame["label"].iloc[rows].value_counts().to_dict() == {"a": 60, "b": 30, "c": 10}
    assert len(parts.train) == 800


def test_the_same_seed_gives_the_same_parts_and_another_seed_others() -> None:
    """A session can be repeated, and another seed is another draw."""
    frame = _frame(a=300, b=300)
    first, again, other = (split(frame, seed=seed) for seed in (1, 1, 2))
    assert (first.held_out == again.held_out).all()
    assert (first.held_out != other.held_out).any()


def test_rows_are_drawn_and_not_cut_off() -> None:
    """Of a table in some order each part holds rows from all over it."""
    parts = split(_frame(a=1_000, b=1_000), seed=3)
    halves = [np.histogram(rows, bins=4, range=(0, 2_000))[0] for rows in (parts.validation, parts.held_out)]
    assert np.min(halves) > 25


def test_validation_and_held_out_are_capped_for_large_tables() -> None:
    """More than five thousand texts make a score no better worth its time."""
    parts = split(_frame(a=60_000, b=40_000), seed=1)
    assert (len(parts.validation), len(parts.held_out), len(parts.train)) == (5_000, 5_000, 90_000)


def test_a_test_file_takes_the_place_of_the_held_out_part() -> None:
    """Without a held-out part its rows go to training."""
    parts = split(_frame(a=100, b=100), seed=1, with_held_out=False)
    assert (len(parts.train), len(parts.validation), len(parts.held_out)) == (180, 20, 0)


def test_a_class_of_two_rows_is_in_training_alone_and_named() -> None:
    """Two rows cannot be in three parts."""
    frame = _frame(a=100, b=100, rare=2)
    parts = split(frame, seed=1)
    assert parts.train_only == ("rare",)
    assert {200, 201} <= set(parts.train)


@pytest.mark.parametrize(("rows_of", "words"), [({"a": 100}, "label 'a'"), ({"a": 20, "b": 20}, "Only 40 usable rows")])
def test_nothing_is_split_that_cannot_be_learned(rows_of: dict[str, int], words: str) -> None:
    """One class, or too few rows, is refused in a sentence."""
    with pytest.raises(UnusableLabels, match=words):
        split(_frame(**rows_of), seed=1)

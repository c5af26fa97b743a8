"""A column that gives the parts of a table: its words, what it lacks, and the split that it makes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cleaning.given_split import (
    LEAST_PART_ROWS,
    MOST_VALIDATION_ROWS,
    GivenPart,
    GivenSplit,
    check_split_column,
    parts_in,
    split_as_given,
    split_column_in,
)
from data.errors import UnusableLabels, WrongColumn

BOTH = (GivenPart.VALIDATION, GivenPart.HELD_OUT)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (GivenPart.TRAIN, ["train", "Training", " TRAIN "]),
        (GivenPart.VALIDATION, ["dev", "valid", "validation", "val", "Dev"]),
        (GivenPart.HELD_OUT, ["test", "held-out", "held_out", "Held out", "heldout", "eval", "TEST"]),
    ],
)
def test_words_that_people_use_are_known(part: GivenPart, words: list[str]) -> None:
    """In any case."""
    assert GivenSplit.of("split", words).rows == {part: len(words)}


@pytest.mark.parametrize(
    ("column", "cells", "rows"),
    [
        ("is_train", ["1", "0", "1"], {GivenPart.TRAIN: 2, GivenPart.HELD_OUT: 1}),
        ("isTrain", ["True", "False"], {GivenPart.TRAIN: 1, GivenPart.HELD_OUT: 1}),
        ("train", ["yes", "no", "1.0"], {GivenPart.TRAIN: 2, GivenPart.HELD_OUT: 1}),
        ("is_test", ["1", "0", "0"], {GivenPart.HELD_OUT: 1, GivenPart.TRAIN: 2}),
        ("is_valid", ["true", "false"], {GivenPart.VALIDATION: 1, GivenPart.TRAIN: 1}),
        ("fold", ["0", "1", "2"], {}),
    ],
)
def test_zero_and_one_mean_what_the_name_says(column: str, cells: list[str], rows: dict[GivenPart, int]) -> None:
    """Numbers of folds are no parts."""
    assert GivenSplit.of(column, cells).rows == rows


def test_a_column_is_offered_by_its_name_and_its_words() -> None:
    """Not a label that is called so, nor numbered folds, nor one that is text or label already."""
    frame = pd.DataFrame(
        {"fold": ["0", "1"], "subset": ["news", "train"], "Split": ["train", "test"], "note": ["train"] * 2}
    )
    assert split_column_in(frame) == "Split"
    assert split_column_in(frame, taken=("text", "Split")) is None
    assert split_column_in(pd.DataFrame({"is_train": ["1", "1"]})) == "is_train"
    assert split_column_in(pd.DataFrame({"is_toxic": ["1", "0"]})) is None


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["a"] * 90 + ["b"], "Column 'split' names no parts of the table: it has 'a', 'b'. Expected are words such as"),
        (["test"] * 90, "gives too few rows to train on (held out 90). At least 50"),
        (["train"] * 90, "gives no part to judge a model by (train 90; a part needs 20 rows)"),
        (["train"] * 90 + ["dev"] * 19, "gives no part to judge a model by (train 90, validation 19;"),
        (["train"] * 90 + ["dev"] * 20, ""),
    ],
)
def test_what_nothing_can_be_split_by_is_a_sentence(cells: list[str], sentence: str) -> None:
    """What was found, what was expected, what to do."""
    problem = GivenSplit.of("split", cells).problem
    assert sentence in problem if sentence else problem == ""


def test_what_is_missing_or_too_small_is_said() -> None:
    """A part that is split off instead; rows of a word that is no part are left out."""
    found = GivenSplit.of("split", ["train"] * 90 + ["dev"] * 30 + ["test"] * 3 + ["unused"] * 4)
    assert found.notes(BOTH) == [
        "Column 'split' has a held-out part of 3 rows only, which are left out: "
        "one is split off from the training rows.",
        "4 rows are left out: column 'split' says 'unused' of them.",
    ]
    assert len(found.notes([GivenPart.VALIDATION])) == 1
    nothing = GivenSplit.of("split", ["train"] * 90 + ["test"] * 30)
    assert nothing.notes(BOTH) == ["Column 'split' gives no validation part: one is split off from the training rows."]
    parts = parts_in(pd.DataFrame({"split": ["train", "test", "unused"]}), found)
    assert parts.tolist() == ["train", "", ""]


@settings(deadline=None)
@given(st.integers(60, 200), st.integers(0, 60), st.booleans(), st.integers(0, 99))
def test_no_row_is_in_two_parts_and_given_ones_stay(train: int, dev: int, with_held_out: bool, seed: int) -> None:
    """Validation is what was given, where that is enough; no given row for validation is ever trained on."""
    is_validation = np.random.default_rng(seed).permutation(np.arange(train + dev) < dev)
    frame = pd.DataFrame({"label": ["a", "b"] * ((train + dev + 1) // 2)}).iloc[: train + dev]
    parts, _ = split_as_given(frame, is_validation, seed=seed, with_held_out=with_held_out)
    every = np.concatenate([parts.train, parts.validation, parts.held_out])
    assert len(set(every)) == len(every)
    assert not is_validation[parts.train].any()
    assert not is_validation[parts.held_out].any()
    assert (len(parts.held_out) > 0) is with_held_out
    if dev >= LEAST_PART_ROWS:
        assert parts.validation.tolist() == np.flatnonzero(is_validation).tolist()
        assert len(every) == train + dev
    else:
        assert len(parts.validation) > 0
        assert not is_validation[parts.validation].any()


def test_validation_is_bounded_and_knows_only_labels_of_training() -> None:
    """A given part of any size steers as quickly as one that is split off; both is said."""
    rows = MOST_VALIDATION_ROWS + 1_000
    frame = pd.DataFrame({"label": ["a", "b"] * 50 + ["a", "b"] * (rows // 2) + ["new"] * 7})
    is_validation = np.arange(len(frame)) >= 100
    parts, notes = split_as_given(frame, is_validation, seed=7, with_held_out=False)
    assert (len(parts.train), len(parts.validation)) == (100, 5_000)
    assert "new" not in set(frame["label"].iloc[parts.validation])
    assert notes == [
        "7 rows for validation have a label that training never saw: left out.",
        "5,000 of 6,000 rows for validation are used.",
    ]


def test_training_rows_need_two_classes() -> None:
    """However many the other parts have."""
    frame = pd.DataFrame({"label": ["a"] * 60 + ["b"] * 40})
    with pytest.raises(UnusableLabels):
        split_as_given(frame, np.arange(100) >= 60, seed=7, with_held_out=False)


def test_a_column_gives_one_thing() -> None:
    """Texts, labels, or parts."""
    with pytest.raises(WrongColumn, match="'label' cannot give the parts and hold texts or labels"):
        check_split_column("label", ("text", "label"))
    check_split_column(None, ("text", "label"))

"""Validation data comes back as it was given, whatever its form; what could run code is never kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest

from callit.keras.kept_data import NotKept, kept_from, read_kept, write_kept

pytestmark = pytest.mark.slow  # to import Keras takes longer than all of this

X, Y = np.arange(12.0).reshape(6, 2), np.arange(6)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    return one is other is None or np.array_equal(one, other)


TWO, NAMED, TEXTS = [X, X + 1], {"title": X, "body": X + 1}, np.array(["ä", "two words", "", "x", "y", "z"])


@pytest.mark.parametrize(
    ("x", "back"),
    [(X, X), (NAMED, NAMED), (TWO, TWO), (tuple(TWO), TWO), (TEXTS, TEXTS), (pd.DataFrame(X), X), (X.tolist(), X)],
)
def test_any_form_comes_back(tmp_path: Path, x: Any, back: Any) -> None:
    write_kept(tmp_path, kept_from((x, {"stars": Y, "tone": Y + 1}, np.ones(6))))
    kept = read_kept(tmp_path)
    assert same(kept.x, back)
    assert same(kept.y, {"stars": Y, "tone": Y + 1})
    assert same(kept.sample_weight, np.ones(6))
    assert (kept.rows, kept.is_whole) == (6, True)


def test_texts_as_objects_are_kept_and_other_objects_are_not() -> None:
    assert kept_from((np.array(["a", "b"], dtype=object), Y[:2])).x.dtype.kind == "U"
    for data in ((np.array([{}, []], dtype=object), Y[:2]), None, iter([(X, Y)])):
        with pytest.raises(NotKept):
            kept_from(data)


def test_more_rows_than_are_worth_keeping_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callit.keras.kept_data.MOST_BYTES", 3 * (16 + 8))
    kept = kept_from((X, Y))
    assert (kept.rows, kept.is_whole) == (3, False)
    assert len(kept.y) == 3


class Loader:
    """Batches that can be gone through again and again, as those of PyTorch's `DataLoader`."""

    def __iter__(self) -> Iterator[Any]:
        return iter([(X[:2], Y[:2]), (X[2:4], Y[2:4]), (X[4:], Y[4:])])


class Indexed(keras.utils.PyDataset):  # type: ignore[misc]
    """Batches by their numbers."""

    def __len__(self) -> int:
        return 3

    def __getitem__(self, number: int) -> tuple[Any, Any]:
        return X[2 * number : 2 * number + 2], Y[2 * number : 2 * number + 2]


@pytest.mark.parametrize("data", [Loader(), Indexed()])
def test_batches_that_can_be_read_beside_fit_are_kept_and_may_be_others_the_next_time(data: Any) -> None:
    kept = kept_from(data)
    assert same([kept.x, kept.y], [X, Y])
    assert (kept.rows, kept.is_whole, kept.all_rows) == (6, False, 6)


def test_reading_ends_when_the_box_cannot_give_it_more_time() -> None:
    """At least one batch is read."""
    kept = kept_from(Indexed(), goes_on=lambda: False)
    assert (kept.rows, kept.is_whole, kept.all_rows) == (2, False, None)


def test_a_generator_is_left_to_fit_and_that_is_said() -> None:
    taken = (batch for batch in Loader())
    with pytest.raises(NotKept, match="generator can be gone through only by fit itself"):
        kept_from(taken)
    assert len(list(taken)) == 3

"""Validation data comes back as it was given, whatever its form; what could run code is never kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from callit.keras.kept_data import NotKept, kept_from, read_kept, write_kept

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

"""The split of rows that have several labels: every label in every part, whole, disjoint and the same for a seed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cleaning.given_split import split_as_given
from data.cleaning.label_split import split_by_labels
from data.cleaning.split import Split, split
from data.errors import UnusableLabels
from data.labels.label_cell import NO_LABEL, join_labels, rows_of_labels


def rows_in(cells: list[str], rows: np.ndarray) -> Counter[str]:
    return rows_of_labels(Counter(cells[row] for row in rows))


def drawn(n_rows: int, rates: list[float], seed: int, bound: bool = False) -> list[str]:
    """Label cells of random rows; `bound`: each label is given only beside the one before it."""
    has = np.random.default_rng(seed).random((n_rows, len(rates))) < np.array(rates)
    if bound:
        has = np.logical_and.accumulate(has, axis=1)
    return [join_labels(f"label {place}" for place in np.flatnonzero(row)) for row in has]


@settings(deadline=None, max_examples=60)
@given(
    st.integers(100, 600),
    st.lists(st.sampled_from([0.01, 0.02, 0.05, 0.1, 0.3, 0.5, 0.9]), min_size=2, max_size=12),
    st.integers(0, 10_000),
    st.booleans(),
    st.booleans(),
)
def test_each_label_of_ten_rows_is_in_every_part_within_its_share(n_rows, rates, seed, bound, with_held_out):
    cells = drawn(n_rows, rates, seed, bound)
    shares = [0.8, 0.1, 0.1] if with_held_out else [0.9, 0.1, 0.0]
    parts = split_by_labels(cells, shares, np.random.default_rng(seed))
    assert sorted(np.concatenate(parts).tolist()) == list(range(n_rows))
    for name, rows in rows_of_labels(Counter(cells)).items():
        for part, share in zip(parts, shares, strict=True):
            found = rows_in(cells, part)[name]
            if rows >= 10 and share:
                assert found >= 1
            if rows >= 10:
                assert abs(found - share * rows) <= 2 + 0.1 * rows
    for part, share in zip(parts, shares, strict=True):
        assert abs(len(part) - share * n_rows) <= 3 + 0.05 * n_rows


def test_a_label_whose_rows_belong_to_labels_too_rare_for_all_parts_is_in_every_part():
    cells = [join_labels(["common", f"rare {number // 2}"]) for number in range(12)] + [NO_LABEL] * 100
    for seed in range(20):
        parts = split_by_labels(cells, [0.8, 0.1, 0.1], np.random.default_rng(seed))
        assert all(rows_in(cells, part)["common"] for part in parts)


def test_the_same_seed_gives_the_same_parts_and_another_one_others():
    frame = pd.DataFrame({"label": drawn(400, [0.3, 0.05, 0.5], 1)})
    first, again, other = (split(frame, seed=seed, several_labels=True) for seed in (7, 7, 8))
    assert all(np.array_equal(getattr(first, part), getattr(again, part)) for part in ("train", "held_out"))
    assert not np.array_equal(first.validation, other.validation)


def test_parts_are_a_tenth_each_and_at_most_so_many_rows():
    frame = pd.DataFrame({"label": drawn(3_000, [0.3, 0.05, 0.5], 1)})
    parts = split(frame, seed=7, most=100, several_labels=True)
    assert [len(part) for part in (parts.validation, parts.held_out)] == [100, 100]
    alone = split(frame, seed=7, with_held_out=False, several_labels=True)
    assert (len(alone.held_out), len(alone.validation)) == (0, 300)


def test_two_labels_that_exclude_each_other_are_in_all_parts():
    cells = ["left", "right"] * 60 + [join_labels(["left", "right"])]
    parts: Split = split(pd.DataFrame({"label": cells}), seed=7, several_labels=True)
    for part in (parts.train, parts.validation, parts.held_out):
        assert set(rows_in(cells, part)) == {"left", "right"}


def test_one_label_alone_is_refused():
    with pytest.raises(UnusableLabels, match="only 'a' is given to some rows"):
        split(pd.DataFrame({"label": ["a"] * 40 + [NO_LABEL] * 40}), seed=7, several_labels=True)
    with pytest.raises(UnusableLabels, match="only 'a' is given to some rows"):
        split(pd.DataFrame({"label": [join_labels("ab")] * 40 + ["b"] * 40}), seed=7, several_labels=True)


def test_given_rows_for_validation_stay_whatever_labels_training_has():
    cells = drawn(300, [0.3, 0.2], 3) + [join_labels(["label 0", "unheard of"])] * 30
    is_validation = np.arange(330) >= 300
    parts, notes = split_as_given(
        pd.DataFrame({"label": cells}), is_validation, seed=7, with_held_out=True, several_labels=True
    )
    assert parts.validation.tolist() == list(range(300, 330))
    assert set(rows_in(cells, parts.held_out)) == {"label 0", "label 1"}
    assert notes == []


def test_many_tags_are_split_too():
    rates = np.minimum(0.3, 0.5 / np.arange(1, 301)).tolist()
    cells = drawn(4_000, rates, 1)
    parts = split_by_labels(cells, [0.8, 0.1, 0.1], np.random.default_rng(7))
    common = [name for name, rows in rows_of_labels(Counter(cells)).items() if rows >= 10]
    assert len(common) > 100
    assert all(rows_in(cells, part)[name] for part in parts for name in common)

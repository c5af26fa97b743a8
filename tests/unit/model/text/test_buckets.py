"""Batches of rows of nearly equal length."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.text.buckets import count_batches, ordered_batches, padded_lengths, shuffled_batches

LENGTHS = st.lists(st.integers(1, 256), min_size=1, max_size=400).map(np.array)
BATCH_SIZES = st.integers(1, 70)


@given(LENGTHS, st.integers(1, 12))
def test_the_lengths_are_enough_for_every_row(lengths: np.ndarray, most: int) -> None:
    """They rise, are multiples of four, no more than asked for, and the last is barely longer than the longest row."""
    buckets = padded_lengths(lengths, most=most)
    assert len(buckets) <= most
    assert all(one < other for one, other in pairwise(buckets))
    assert all(length % 4 == 0 for length in buckets)
    assert lengths.max() <= buckets[-1] < lengths.max() + 4


@given(LENGTHS, BATCH_SIZES, st.integers(0, 1_000))
def test_an_epoch_holds_every_row_exactly_once(lengths: np.ndarray, batch_size: int, seed: int) -> None:
    """In as many batches as predicted, none larger than asked for."""
    batches = list(shuffled_batches(lengths, padded_lengths(lengths), batch_size, np.random.default_rng(seed)))
    rows = np.concatenate([batch.rows for batch in batches])
    assert sorted(rows.tolist()) == list(range(len(lengths)))
    assert len(batches) == count_batches(len(lengths), batch_size)
    assert max(len(batch.rows) for batch in batches) <= batch_size


@given(LENGTHS, BATCH_SIZES)
def test_no_row_of_a_batch_is_cut(lengths: np.ndarray, batch_size: int) -> None:
    """The length of a batch is one of the given ones, is enough for its rows, and the next smaller one is not."""
    buckets = padded_lengths(lengths)
    for batch in shuffled_batches(lengths, buckets, batch_size, np.random.default_rng(0)):
        longest = lengths[batch.rows].max()
        assert batch.length == min(length for length in buckets if length >= longest)


@given(LENGTHS, BATCH_SIZES)
def test_batches_for_scoring_hold_every_row_once_shortest_first(lengths: np.ndarray, batch_size: int) -> None:
    """Nothing is drawn by lot where nothing is learned."""
    batches = list(ordered_batches(lengths, padded_lengths(lengths), batch_size))
    rows = np.concatenate([batch.rows for batch in batches])
    assert sorted(rows.tolist()) == list(range(len(lengths)))
    assert (np.diff(lengths[rows]) >= 0).all()


def test_little_of_a_batch_is_padding() -> None:
    """On lengths as texts have them, nine tenths of all cells hold a word; random batches waste more than half."""
    random = np.random.default_rng(0)
    lengths = np.clip(np.exp(random.normal(3.5, 0.8, 8_000)), 1, 256).astype(np.int64)
    cells = sum(
        batch.length * len(batch.rows) for batch in shuffled_batches(lengths, padded_lengths(lengths), 64, random)
    )
    assert lengths.sum() > 0.9 * cells
    in_random_order = lengths.reshape(-1, 64)
    assert lengths.sum() < 0.5 * (in_random_order.max(axis=1) * 64).sum()


def test_every_epoch_has_another_order_and_other_batches() -> None:
    """Rows of one length meet other rows each time, and short and long batches alternate."""
    lengths = np.arange(640) % 32 + 1
    random = np.random.default_rng(0)
    one, other = (list(shuffled_batches(lengths, padded_lengths(lengths), 64, random)) for _ in range(2))
    assert any(set(a.rows) != set(b.rows) for a, b in zip(one, other, strict=True))
    in_order = [batch.length for batch in one]
    assert in_order != sorted(in_order)


def test_rows_that_have_grown_past_the_last_length_are_cut_to_it() -> None:
    """The longest bucket takes them: no batch has a length that was never traced."""
    (batch,) = ordered_batches(np.array([50]), (8, 16), 4)
    assert batch.length == 16


def test_no_rows_make_no_batches() -> None:
    """An empty part has a length to pad to and nothing to pad."""
    nothing = np.empty(0, np.int64)
    assert len(padded_lengths(nothing)) == 1
    assert list(ordered_batches(nothing, padded_lengths(nothing), 8)) == []

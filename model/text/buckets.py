"""Batches of rows of nearly equal length: a padded batch of random rows wastes half its work or more.

Rows are shuffled, sorted by length inside large pools, cut into batches, and the batches shuffled again. A batch is
padded to the next multiple of four tokens: the fast step is traced once for all lengths, so many of them cost nothing.
Where a step is compiled for each length, few of them are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_LENGTHS = 64
_STEP = 4
_POOL_BATCHES = 64


@dataclass(frozen=True, slots=True)
class Batch:
    """Positions of the rows of one batch, and the length (tokens) that they are padded to."""

    rows: NDArray[np.int64]
    length: int


def padded_lengths(lengths: NDArray[np.integer], *, most: int = MOST_LENGTHS) -> tuple[int, ...]:
    """Lengths to pad to, rising multiples of 4, the last one enough for every row: quantiles if there are too many."""
    if not len(lengths):
        return (_STEP,)
    padded = np.unique(_rounded_up(lengths))
    if len(padded) > most:
        quantiles = np.quantile(lengths, np.linspace(0, 1, most + 1)[1:], method="higher")
        padded = np.unique(_rounded_up(quantiles))
    return tuple(int(length) for length in padded)


def shuffled_batches(
    lengths: NDArray[np.integer], buckets: tuple[int, ...], batch_size: int, random: np.random.Generator
) -> Iterator[Batch]:
    """Every row once, in random batches of nearly equal length; one epoch."""
    order = random.permutation(len(lengths))
    pool = _POOL_BATCHES * batch_size
    for first in range(0, len(order), pool):
        rows = order[first : first + pool]
        batches = list(_cut(rows[np.argsort(lengths[rows], kind="stable")], lengths, buckets, batch_size))
        for place in random.permutation(len(batches)):
            yield batches[place]


def ordered_batches(lengths: NDArray[np.integer], buckets: tuple[int, ...], batch_size: int) -> Iterator[Batch]:
    """Every row once, shortest first: for scoring."""
    return _cut(np.argsort(lengths, kind="stable"), lengths, buckets, batch_size)


def count_batches(rows: int, batch_size: int) -> int:
    """How many batches an epoch has: only the last of the last pool can be smaller than the others."""
    return -(-rows // batch_size)


def _rounded_up(lengths: NDArray[np.integer]) -> NDArray[np.integer]:
    return -(-lengths // _STEP) * _STEP


def _cut(
    rows: NDArray[np.int64], lengths: NDArray[np.integer], buckets: tuple[int, ...], batch_size: int
) -> Iterator[Batch]:
    for first in range(0, len(rows), batch_size):
        chosen = rows[first : first + batch_size]
        bucket = np.searchsorted(buckets, lengths[chosen].max())
        yield Batch(chosen, buckets[min(int(bucket), len(buckets) - 1)])

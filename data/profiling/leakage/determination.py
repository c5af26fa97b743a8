"""Whether groups of rows have one class each, slips apart, and whether chance would do that as well.

The chance is bounded by counting. Of all ways to hand the labels out to the rows, all equally likely where a column has
nothing to do with them, a share of at most `assignments * C(rows, slips) * (classes - 1) ** slips / ways` comes so near
to one class a group, where `assignments` are the ways to give each group a class. So a value of its own in each row,
which always has one class, proves nothing, and five values of four hundred rows each prove all.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

_MOST_SLIPS = 0.02  # of the rows of a sample, where the table has one in a hundred
_MOST_SLIPS_OF_RARE = 0.1  # of the rows that are not of the largest class: guessing that one is no knowledge
_CHANCE = 1e-3  # of a table in which nothing gives the label away

Counts = NDArray[np.int64]  # (groups, classes): rows


@dataclass(frozen=True, slots=True)
class Cuts:
    """Numbers cut into ranges of one class: so many cuts, the numbers below the best one, and rows of other classes."""

    count: int
    below: int
    slips: int


def is_determined(counts: Counts, *, tests: int) -> bool:
    """Whether the group of a row says its class, given rows (groups, classes); `tests` are the columns tried.

    >>> is_determined(np.array([[40, 0], [0, 30], [50, 1]]), tests=10)
    True
    >>> is_determined(np.eye(2, dtype=np.int64)[[0, 1] * 40], tests=1)
    False
    """
    slipped, of_class = slips(counts), counts.sum(axis=0)
    assignments = len(counts) * log(max(2, len(of_class)))
    return slipped <= most_slips(of_class) and _is_beyond_chance(of_class, assignments, slipped, tests)


def slips(counts: Counts) -> int:
    """Rows that are of another class than most of their group."""
    return int(counts.sum() - counts.max(axis=1, initial=0).sum())


def determined_class(counts: Counts, least_rows: int, *, tests: int) -> int | None:
    """The class, of `least_rows` at least, that the group of a row tells from all others; None where none is told."""
    of_class, rows = counts.sum(axis=0), counts.sum()
    beside = counts.sum(axis=1)[:, None] - counts
    slipped = np.minimum(counts, beside).sum(axis=0)
    for place in np.argsort(slipped / np.maximum(1, of_class), kind="stable"):
        if of_class[place] < least_rows or of_class[place] == rows:
            continue
        one = np.stack([counts[:, place], beside[:, place]], axis=1)
        return int(place) if is_determined(one, tests=tests * len(of_class)) else None
    return None


def most_slips(of_class: NDArray[np.int64]) -> int:
    """Rows that may be of another class than their group, given the rows of each class."""
    rows = int(of_class.sum())
    return int(min(_MOST_SLIPS * rows, _MOST_SLIPS_OF_RARE * (rows - int(of_class.max(initial=0)))))


def fewest_cuts(counts: Counts, most_cuts: int, *, tests: int) -> Cuts | None:
    """The fewest cuts between numbers that leave one class a range; None where so many do not do it.

    `counts` (numbers, classes) are the rows of each number, from the least to the largest.

    >>> fewest_cuts(np.array([[9, 0]] * 4 + [[0, 7]] * 6), 3, tests=1)
    Cuts(count=1, below=4, slips=0)
    """
    of_class = counts.sum(axis=0)
    allowed = most_slips(of_class)
    runs = _runs(counts)
    if slips(counts) > allowed or len(runs) > most_cuts + 1 + 4 * allowed:
        return None
    left = _slips_with_cuts(runs, most_cuts)
    cuts = next((cuts for cuts in range(1, most_cuts + 1) if left[cuts] <= allowed), None)
    if cuts is None:
        return None
    assignments = _log_choose(len(counts) - 1, cuts) + (cuts + 1) * log(max(2, len(of_class)))
    is_proven = _is_beyond_chance(of_class, assignments, left[cuts], tests * most_cuts)
    return Cuts(cuts, _best_cut(counts), left[cuts]) if is_proven else None


def _runs(counts: Counts) -> Counts:
    """Neighbours of one and the same class as one group."""
    only = np.where((counts > 0).sum(axis=1) == 1, counts.argmax(axis=1), -1)
    begins = np.flatnonzero(np.r_[True, (only[1:] != only[:-1]) | (only[1:] < 0)][: len(counts)])
    return np.asarray(np.add.reduceat(counts, begins, axis=0), np.int64) if len(counts) else counts


def _slips_with_cuts(runs: Counts, most_cuts: int) -> list[int]:
    """The fewest slips with up to 0, 1, … `most_cuts` cuts: dynamic programming over the runs."""
    least = np.zeros((most_cuts + 1, runs.shape[1]), np.int64)  # after the runs so far, of each last class
    for run in runs:
        with_one_more = least[:-1].min(axis=1, keepdims=True)
        least[1:] = np.minimum(least[1:], with_one_more)
        least += run.sum() - run
    return [int(slipped) for slipped in least.min(axis=1)]


def _best_cut(counts: Counts) -> int:
    """How many of the numbers lie below the cut of the fewest slips."""
    below = counts.cumsum(axis=0)
    right = below.max(axis=1) + (counts.sum(axis=0) - below).max(axis=1)
    return int(right[:-1].argmax()) + 1


def _is_beyond_chance(of_class: NDArray[np.int64], log_assignments: float, slipped: int, tests: int) -> bool:
    rows = int(of_class.sum())
    log_ways = lgamma(rows + 1) - sum(lgamma(int(count) + 1) for count in of_class)
    near = _log_choose(rows, slipped) + slipped * log(max(1, len(of_class) - 1))
    return log_assignments + near + log(tests) - log_ways < log(_CHANCE)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)

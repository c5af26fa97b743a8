"""Folds of the n-gram model: each is fitted on all rows but its own, here or by somebody who has time for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FoldWork:
    """What the folds of one table have in common.

    `table` (rows, columns) float64, sparse, of numbers that float32 holds; `labels` (rows,) or (rows, classes).
    `fold_s`: seconds that one is expected to take here. `time_left_s()`: how many all of them may still take.
    """

    table: Any
    labels: NDArray[np.integer]
    classes: int
    folds: int
    seed: int
    cost: float
    by_ratio: bool
    fold_s: float
    time_left_s: Callable[[], float]

    def rows_of(self, fold: int) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
        """The rows that a fold is fitted on, and those that it has not seen."""
        return fold_rows(len(self.labels), self.folds, fold, self.seed)


def fold_rows(rows: int, folds: int, fold: int, seed: int) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """The rows inside and outside of a fold.

    >>> [len(part) for part in fold_rows(10, 3, 0, seed=1)]
    [6, 4]
    """
    fold_of = np.random.default_rng(seed).permutation(rows) % folds
    return np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)


class FoldHelp(Protocol):
    """Who else may fit folds."""

    def begin(self, work: FoldWork) -> None:
        """Give out what is worth giving out."""
        ...

    def take(self) -> int | None:
        """A fold that is to be fitted here now; None where no more are, or others are at all that are left."""
        ...

    def came(self, fold: int, most_s: float) -> Logits | None:
        """What somebody fitted of a fold (its rows, classes), waited for so long at most; None: it is done here."""
        ...

    def end(self) -> None:
        """Nothing more is wanted."""
        ...


class Alone:
    """All folds are fitted here."""

    def __init__(self) -> None:
        self._left: list[int] = []

    def begin(self, work: FoldWork) -> None:
        """Nothing is given out."""
        self._left = list(range(work.folds))

    def take(self) -> int | None:
        """One after the other."""
        return self._left.pop(0) if self._left else None

    def came(self, fold: int, most_s: float) -> Logits | None:
        """Nothing comes."""
        return None

    def end(self) -> None:
        """There is nothing to be ended."""

"""A split in which rare labels are in every part, where a row may have several labels: iterative stratification.

Rows go to the part that still wants most of their rarest label (Sechidis, Tsoumakas, Vlahavas: On the stratification of
multi-label data, 2011). Two things differ, for speed and for the rare: rows with the same labels are interchangeable,
so that a group of ten or more is divided as a whole and only what is left over goes row by row; and labels that are in
too few rows for every part are looked at last, so that they do not draw others into one part. At the end, rows move
for labels that some part lacks all the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.labels.label_cell import split_labels

LEAST_ROWS_IN_ALL = 10  # a label with so many rows is in every part
_MOST_MOVED = 200  # rows that are weighed for one move

Positions = NDArray[np.int64]
_Set = tuple[int, ...]  # the labels of a row, as positions


class _Parts:
    """What each part still wants: rows, and rows of each label; negative where it has more than its share."""

    def __init__(self, shares: Sequence[float], rows: int, rows_of: Sequence[int]) -> None:
        self.rows = [share * rows for share in shares]
        self.of_label = [[share * count for share in shares] for count in rows_of]

    def take(self, part: int, labels: _Set, rows: int = 1) -> None:
        self.rows[part] -= rows
        for label in labels:
            self.of_label[label][part] -= rows

    def wanting(self, label: int) -> int:
        """The part that wants most rows of a label; of those that want as many, the one that wants most rows."""
        wanted = self.of_label[label]
        return max(range(len(wanted)), key=lambda part: (wanted[part], self.rows[part]))

    def emptiest(self) -> int:
        """The part that wants most rows."""
        return max(range(len(self.rows)), key=self.rows.__getitem__)


def split_by_labels(cells: Sequence[str], shares: Sequence[float], random: np.random.Generator) -> list[Positions]:
    """The rows of each part, ascending; `shares` of all rows, and of each label's rows, go to the parts.

    `cells` are label cells (see `data.labels.label_cell`). A label with ten rows or more is in every part whose share
    is not 0, unless its rows are bound to labels that pull them elsewhere.

    >>> cells = ["a"] * 50 + ["b"] * 30
    >>> [len(part) for part in split_by_labels(cells, [0.8, 0.1, 0.1], np.random.default_rng(7))]
    [64, 8, 8]
    """
    codes, different = pd.factorize(np.array(list(cells), object))
    names = {name: place for place, name in enumerate(sorted({n for cell in different for n in split_labels(cell)}))}
    sets = [tuple(names[name] for name in split_labels(cell)) for cell in different]
    part_of = _Stratifier(codes, sets, len(names), [float(share) for share in shares], random).divided()
    return [np.flatnonzero(part_of == part).astype(np.int64) for part in range(len(shares))]


class _Stratifier:
    """The rows (rows,) as numbers of their sets of labels, on their way into parts."""

    def __init__(
        self,
        codes: NDArray[np.integer],
        sets: Sequence[_Set],
        n_labels: int,
        shares: Sequence[float],
        random: np.random.Generator,
    ) -> None:
        self.sets, self.shares, self.random = sets, shares, random
        self.codes = np.asarray(codes, np.int64)
        self.part_of = np.full(len(codes), -1, np.int64)
        self.rows_of = [0] * n_labels
        for labels, rows in zip(sets, np.bincount(self.codes, minlength=len(sets)).tolist(), strict=True):
            for label in labels:
                self.rows_of[label] += rows
        self.parts = _Parts(shares, len(codes), self.rows_of)

    def divided(self) -> Positions:
        """The part of each row (rows,)."""
        left = self._divide_groups()
        self._place(left)
        self._mend()
        return self.part_of

    def _divide_groups(self) -> Positions:
        """Divide each large group of rows with the same labels by the shares, rounded down; the rest, shuffled."""
        order = self.random.permutation(len(self.codes))
        order = order[np.argsort(self.codes[order], kind="stable")]
        sizes = np.bincount(self.codes, minlength=len(self.sets))
        firsts = np.cumsum(sizes) - sizes
        whole = np.where(sizes >= LEAST_ROWS_IN_ALL, sizes, 0)
        quotas = np.floor(np.outer(whole, self.shares) + 1e-9).astype(np.int64)  # (sets, parts)
        place = np.arange(len(order)) - firsts[self.codes[order]]
        ends = np.cumsum(quotas, axis=1)[self.codes[order]]
        part = (place[:, None] >= ends).sum(axis=1)  # as many parts as there are: left over
        self.part_of[order] = np.where(part < len(self.shares), part, -1)
        for number, quota in enumerate(quotas.tolist()):
            for taker, rows in enumerate(quota):
                self.parts.take(taker, self.sets[number], rows)
        return self.random.permutation(np.flatnonzero(self.part_of < 0))

    def _place(self, left: Positions) -> None:
        """Rows one by one: those of the label with the fewest rows left come first."""
        rows_with: list[list[int]] = [[] for _ in self.rows_of]
        for row in left.tolist():
            for label in self._labels(row):
                rows_with[label].append(row)
        waiting = [len(rows) for rows in rows_with]
        while any(waiting):
            label = min((one for one, rows in enumerate(waiting) if rows), key=lambda one: self._turn(one, waiting))
            self._place_label(label, rows_with[label], waiting)
        for row in left.tolist():
            if self.part_of[row] < 0:
                self._put(row, self.parts.emptiest())

    def _place_label(self, label: int, rows: Sequence[int], waiting: list[int]) -> None:
        for row in rows:
            if self.part_of[row] < 0:
                self._put(row, self.parts.wanting(label))
                for one in self._labels(row):
                    waiting[one] -= 1

    def _labels(self, row: int) -> _Set:
        return self.sets[int(self.codes[row])]

    def _turn(self, label: int, waiting: Sequence[int]) -> tuple[bool, int, int]:
        """When a label is looked at: those that cannot be in every part come last."""
        return self.rows_of[label] < LEAST_ROWS_IN_ALL, waiting[label], label

    def _put(self, row: int, part: int) -> None:
        self.part_of[row] = part
        self.parts.take(part, self._labels(row))

    def _mend(self) -> None:
        """Move a row into each part that lacks a label which has rows enough for all, the rarest label first."""
        enough = [label for label, rows in enumerate(self.rows_of) if rows >= LEAST_ROWS_IN_ALL]
        for label in sorted(enough, key=self.rows_of.__getitem__):
            for part, share in enumerate(self.shares):
                if share > 0 and self._have(label, part) < 1:
                    self._move_into(part, label)

    def _move_into(self, part: int, label: int) -> None:
        has = np.array([label in labels for labels in self.sets])
        rows = self.random.permutation(np.flatnonzero(has[self.codes]))[:_MOST_MOVED].tolist()
        costs = [self._cost(row, part) for row in rows]
        best = int(np.argmin(costs))
        if np.isfinite(costs[best]):
            row = rows[best]
            self.parts.take(int(self.part_of[row]), self._labels(row), -1)
            self._put(row, part)

    def _cost(self, row: int, part: int) -> float:
        """How much farther from their shares the labels of a row are if it moves; inf where its part would lack one."""
        former, labels = int(self.part_of[row]), self._labels(row)
        if former == part or any(self._is_last(label, former) for label in labels):
            return math.inf
        wanted = self.parts.of_label
        return math.fsum((1 + wanted[label][former] - wanted[label][part]) / self.rows_of[label] for label in labels)

    def _is_last(self, label: int, part: int) -> bool:
        return self.rows_of[label] >= LEAST_ROWS_IN_ALL and self._have(label, part) < 2

    def _have(self, label: int, part: int) -> float:
        """Rows of a label in a part."""
        return round(self.shares[part] * self.rows_of[label] - self.parts.of_label[label][part])

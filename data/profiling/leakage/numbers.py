"""Numbers of which one or a few cut points separate the classes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.labels.kind import NUMERIC_SHARE
from data.labels.numbers import numbers_in, shown
from data.profiling.leakage.determination import Counts, Cuts, fewest_cuts
from data.profiling.leakage.leak import Leak
from data.profiling.leakage.sample import LEAST_CLASS_SHARE, Classes, Column

_MOST_CUTS, _MOST_CLASSES = 3, 20
_ID_SHARE = 0.9  # of whole numbers that come once: ids, or seconds since 1970
_DIGITS = 7  # behind the point, of a cut that is said

_Levels = NDArray[np.float64]  # (groups,): different numbers, from the least to the largest


def leak_by_numbers(column: Column, classes: Classes) -> Leak | None:
    """A number that separates the classes, or one from all others; a blank cell stands before all numbers."""
    if len(classes.names) > _MOST_CLASSES:
        return None
    numbers = _numbers(column)
    known = np.isfinite(numbers)
    if known.sum() < max(2, NUMERIC_SHARE * column.filled.sum()) or _are_ids(numbers[known]):
        return None
    everywhere = _leak(column, numbers, np.ones(len(numbers), bool), classes)
    return everywhere or (None if known.all() else _leak(column, numbers, known, classes))


def _leak(column: Column, numbers: _Levels, rows: NDArray[np.bool_], classes: Classes) -> Leak | None:
    levels, groups = np.unique(numbers[rows], return_inverse=True)
    place = np.zeros(len(numbers), np.int64)
    place[rows] = groups
    counts = classes.counts(place, rows)
    cuts = fewest_cuts(counts, max(_MOST_CUTS, len(classes.names) - 1), tests=classes.tests)
    if cuts is None:
        return _leak_of_one(column, counts, levels, classes) if len(classes.names) > 2 and rows.all() else None
    how = ("" if rows.all() else "where it is filled, ") + _cut_words(counts, levels, cuts, classes)
    return Leak.of_label(column.name, classes.label, how, slips=cuts.slips)


def _leak_of_one(column: Column, counts: Counts, levels: _Levels, classes: Classes) -> Leak | None:
    """A number that separates one class from all others, the largest class first."""
    of_class = counts.sum(axis=0)
    for place in np.argsort(-of_class, kind="stable"):
        if of_class[place] < LEAST_CLASS_SHARE * of_class.sum():
            break
        one = np.stack([counts[:, place], counts.sum(axis=1) - counts[:, place]], axis=1)
        cuts = fewest_cuts(one, _MOST_CUTS, tests=classes.tests * len(of_class))
        if cuts is not None:
            is_above = one[cuts.below :, 0].sum() > one[: cuts.below, 0].sum()
            side = f"{'at least' if is_above else 'less than'} {cut_between(levels, cuts.below)}"
            how = side if cuts.count == 1 else "within certain bounds"
            return Leak.of_class(column.name, classes.label, classes.names[place], how)
    return None


def _numbers(column: Column) -> _Levels:
    """The number of each row (rows,), minus infinity where there is none."""
    numbers = pd.to_numeric(pd.Series(column.cells, dtype=object), errors="coerce").to_numpy(np.float64)
    others = {column.cells[row] for row in np.flatnonzero(~np.isfinite(numbers)).tolist()}  # such as 1,5 or 30%
    number_of = numbers_in(others)
    if any("." in cell for cell in number_of):  # 1.250,50 tells of 1.250, too
        number_of = numbers_in(set(column.cells))
        numbers = np.full(len(column.cells), np.nan)
    read = np.array([number_of.get(cell, -np.inf) for cell in column.cells]) if number_of else -np.inf
    return np.where(np.isfinite(numbers), numbers, read)


def _cut_words(counts: Counts, levels: _Levels, cuts: Cuts, classes: Classes) -> str:
    if cuts.count > 1:
        return f"cut in {cuts.count} places, it separates the classes"
    sides = counts[: cuts.below], counts[cuts.below :]
    low, high = (classes.names[int(side.sum(axis=0).argmax())] for side in sides)
    return f"from {cut_between(levels, cuts.below)} on that is '{high}', below '{low}'"


def cut_between(levels: _Levels, below: int) -> str:
    """The number of fewest digits that has so many of the levels below it.

    >>> cut_between(np.array([0.1, 0.4987, 0.5003]), 2), cut_between(np.array([-np.inf, 12.0, 47.0]), 2)
    ('0.5', '40')
    """
    low, high = float(levels[below - 1]), float(levels[below])
    sizes = (10.0**digits for digits in range(int(np.log10(max(1.0, abs(high)))), -_DIGITS, -1))
    rounded = (np.floor(high / size) * size for size in sizes)
    return shown(round(float(next((number for number in rounded if low < number <= high), high)), _DIGITS))


def _are_ids(numbers: _Levels) -> bool:
    """Whole numbers that hardly ever come again: they number the rows, or say when each was written."""
    is_whole = bool((numbers == np.floor(numbers)).all())
    return is_whole and len(np.unique(numbers)) >= _ID_SHARE * len(numbers)

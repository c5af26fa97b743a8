"""Few values that come again and again, or blank and filled cells, of which each stands for a class."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.profiling.leakage.determination import Counts, determined_class, is_determined, slips
from data.profiling.leakage.leak import Leak, listed
from data.profiling.leakage.sample import Classes, Column


def leak_by_filling(column: Column, classes: Classes) -> Leak | None:
    """A column that is filled in the rows of some classes only."""
    if column.filled.all():
        return None
    pattern = classes.counts(column.filled.astype(np.int64))
    if len(classes.names) == 2:
        if not is_determined(pattern, tests=classes.tests):
            return None
        how = f"it is filled where that is '{classes.names[int(pattern[1].argmax())]}', and there alone"
        return Leak.of_label(column.name, classes.label, how, slips=slips(pattern))
    given = determined_class(pattern, classes.least_rows, tests=classes.tests)
    if given is None:
        return None
    how = "filled" if pattern[1, given] > pattern[0, given] else "blank"
    return Leak.of_class(column.name, classes.label, classes.names[given], how)


def leak_by_values(column: Column, classes: Classes) -> Leak | None:
    """A column of few values that say the class, or which rows are of one class."""
    if len(column.rows_of) > classes.few:
        return None
    groups, names = pd.factorize(np.array(column.cells, object))
    every = classes.counts(groups.astype(np.int64))
    if is_determined(every, tests=classes.tests):
        how = _values_words(every, is_filled=bool(column.filled.all()))
        return Leak.of_label(column.name, classes.label, how, slips=slips(every))
    return _where_filled(column, groups.astype(np.int64), classes) or _of_one_class(column, every, names, classes)


def _where_filled(column: Column, groups: np.ndarray[tuple[int], np.dtype[np.int64]], classes: Classes) -> Leak | None:
    """The same, of the rows in which it has a value."""
    if column.filled.all():
        return None
    counts = classes.counts(groups, column.filled)
    counts = counts[counts.any(axis=1)][:, counts.any(axis=0)]
    if counts.shape[1] < 2 or not is_determined(counts, tests=classes.tests):
        return None
    how = "where it is filled, each value goes with one class"
    return Leak.of_label(column.name, classes.label, how, slips=slips(counts))


def _of_one_class(
    column: Column, counts: Counts, names: np.ndarray[tuple[int], np.dtype[np.object_]], classes: Classes
) -> Leak | None:
    given = determined_class(counts, classes.least_rows, tests=classes.tests) if len(classes.names) > 2 else None
    if given is None:
        return None
    there = [str(names[row]) for row in np.flatnonzero(2 * counts[:, given] > counts.sum(axis=1))]
    return Leak.of_class(column.name, classes.label, classes.names[given], listed(there))


def _values_words(counts: Counts, *, is_filled: bool) -> str:
    values = len(counts)
    if values == counts.shape[1] and len(set(counts.argmax(axis=1))) == values:
        return "one value for each class"
    return f"each of its {values} values{'' if is_filled else ' (blank is one)'} goes with one class"

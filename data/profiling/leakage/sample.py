"""What columns are held against: the classes of a sample of rows, and the cells of one column beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import NoClasses
from data.labels.number_classes import unfit
from data.labels.reading import LabelReading
from data.labels.spelling import common_spellings
from data.missing import BLANK_WORDS, PERHAPS_MISSING_WORDS, missing_among
from data.profiling.leakage.determination import Counts

LEAST_ROWS = 20
LEAST_FILLED = 0.1  # of the rows: fewer tell little of the whole
END_CHARACTERS = 120  # of a long text, from either end
LEAST_CLASS_SHARE = 0.05  # of a class that is given away alone
_LEAST_WORDS = 2.0  # of a text
_MOST_COUNTED = 200  # cells whose words are counted
_FEW_VALUES, _VALUES_OF_A_CLASS, _ROWS_OF_A_VALUE = 20, 4, 4
_TESTS_A_COLUMN = 20  # ways in which one is looked at


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """The classes of the rows that have one: `of_row` (rows,) are places in `names`; `tests` are looks at columns."""

    label: str
    names: tuple[str, ...]
    of_row: NDArray[np.int64]
    tests: int

    def counts(self, groups: NDArray[np.int64], rows: NDArray[np.bool_] | None = None) -> Counts:
        """Rows (groups, classes), of all rows or some, given the group of each."""
        of_row, groups = (self.of_row, groups) if rows is None else (self.of_row[rows], groups[rows])
        size = int(groups.max(initial=-1)) + 1
        cells = np.bincount(groups * len(self.names) + of_row, minlength=size * len(self.names))
        return cells.reshape(size, len(self.names))

    @property
    def few(self) -> int:
        """So many different values may stand for the classes."""
        most = max(_FEW_VALUES, _VALUES_OF_A_CLASS * len(self.names))
        return min(most, max(2, len(self.of_row) // _ROWS_OF_A_VALUE))

    @property
    def least_rows(self) -> int:
        """Rows of a class whose being given away alone is worth a word."""
        return max(LEAST_ROWS // 2, int(LEAST_CLASS_SHARE * len(self.of_row)))


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The cells of the same rows in small letters and plain blanks, which of them are filled, and how many are alike.

    Of long texts they have the beginning and the end.
    """

    name: str
    cells: Sequence[str]
    filled: NDArray[np.bool_]
    rows_of: Mapping[str, int]  # of each filled cell

    @classmethod
    def of(cls, name: str, cells: Iterable[str]) -> Column:
        """Fold the cells of a column."""
        folded = [" ".join(_ends(cell).casefold().split()) for cell in cells]
        counts = Counter(folded)
        missing = _missing(counts)
        filled = np.fromiter((cell not in missing for cell in folded), bool, len(folded))
        return cls(name, folded, filled, {cell: rows for cell, rows in counts.items() if cell not in missing})

    @property
    def is_in_words(self) -> bool:
        """Whether most cells are of several words."""
        some = list(islice(self.rows_of, _MOST_COUNTED))
        return sum(map(len, map(str.split, some))) >= _LEAST_WORDS * max(1, len(some))

    @property
    def is_filled_enough(self) -> bool:
        """Whether it tells anything of the whole."""
        return int(self.filled.sum()) >= max(LEAST_ROWS, LEAST_FILLED * len(self.cells))


def classes_in(
    cells: pd.Series[str], label: str, reading: LabelReading, *, columns: int
) -> tuple[Classes, NDArray[np.bool_]] | None:
    """The classes beside so many columns, and which rows (rows,) have one; None where there are none to speak of."""
    rows_of = Counter(cells)
    with suppress(NoClasses):  # `unfit` knows
        reading = reading.fitted(rows_of, label)
    if unfit(rows_of, reading, label) is not None:
        return None
    read = reading.read(cells)
    counts = Counter(read)
    missing = missing_among(counts, reading.classes_named) | {""}
    spelling = common_spellings({name: rows for name, rows in counts.items() if name not in missing})
    labelled = np.fromiter((name not in missing for name in read), bool, len(read))
    of_row, names = pd.factorize(np.array([spelling[name] for name in read if name not in missing], object))
    if len(names) < 2 or len(of_row) < LEAST_ROWS:
        return None
    tests = _TESTS_A_COLUMN * max(1, columns)
    return Classes(reading.label_words(label), tuple(map(str, names)), of_row.astype(np.int64), tests), labelled


def _ends(cell: str) -> str:
    return cell if len(cell) <= 2 * END_CHARACTERS else f"{cell[:END_CHARACTERS]} {cell[-END_CHARACTERS:]}"


def _missing(counts: Mapping[str, int]) -> frozenset[str]:
    """Those cells that stand for nothing; most columns have no word that could."""
    odd = counts.keys() & (BLANK_WORDS | PERHAPS_MISSING_WORDS)
    return missing_among(counts) if odd - BLANK_WORDS else frozenset(odd)

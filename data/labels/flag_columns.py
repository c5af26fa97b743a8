"""Columns that say of a row whether it has one label: 1 and 0, yes and no, marks and blanks, or a number and a line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import NoClasses
from data.labels.label_cell import join_labels
from data.labels.numbers import numbers_in
from data.labels.threshold import Threshold
from data.labels.yes_no import is_positive
from data.missing import BLANK_WORDS, PERHAPS_MISSING_WORDS

YES, NO, BLANK = 1, 0, -1
_NOT_JUDGED = frozenset(["-1", "-1.0"])  # as contests write it of rows that nobody looked at
_MISSING = BLANK_WORDS | (PERHAPS_MISSING_WORDS - {"-", "--", "–", "—"})  # a dash beside marks says no
_NAMED, _SHOWN = 3, 30  # cells in a sentence, and characters of each

Flags = NDArray[np.int8]  # (rows, columns) of YES, NO and BLANK


def read_flags(frame: pd.DataFrame, columns: Sequence[str], line: Threshold | None) -> Flags:
    """What each column says of each row; numbers are on one side of the `line`.

    A cell is BLANK where it is empty, or where it says that nobody judged the row (-1).

    Raises
    ------
    NoClasses
        A cell says neither yes nor no.
    """
    flags = np.empty((len(frame), len(columns)), np.int8)
    for place, column in enumerate(columns):
        codes, different = pd.factorize(frame[column].fillna("").astype(str).to_numpy(object))
        values = _values([str(cell) for cell in different], column, line)
        flags[:, place] = np.array(values, np.int8)[codes] if values else BLANK
    return flags


def label_cells_of(flags: Flags, columns: Sequence[str], is_known: NDArray[np.bool_]) -> NDArray[np.object_]:
    """The label cell of each row (rows,), "" where nothing is known of it."""
    codes = np.zeros(len(flags), np.int64)
    for place in range(len(columns)):  # rows with the same labels get the same number
        codes = pd.factorize(2 * codes + (flags[:, place] == YES))[0].astype(np.int64)
    _, firsts, codes = np.unique(codes, return_index=True, return_inverse=True)
    names = np.array(columns, object)
    cells = np.array([join_labels(names[flags[row] == YES]) for row in firsts], object)
    return np.where(is_known, cells[codes], "") if len(flags) else np.array([], object)


def _values(cells: Sequence[str], column: str, line: Threshold | None) -> list[int]:
    numbers = numbers_in(cells) if line is not None else {}
    if line is not None and numbers:
        return [BLANK if cell not in numbers else int(line.class_of(numbers[cell]) == line.positive) for cell in cells]
    values = [_value(cell) for cell in cells]
    if odd := [cell for cell, value in zip(cells, values, strict=True) if value is None]:
        raise NoClasses(_odd_words(column, odd))
    return [BLANK if value is None else value for value in values]


def _value(cell: str) -> int | None:
    plain = cell.strip().casefold()
    if plain in _MISSING or plain in _NOT_JUDGED:
        return BLANK
    said = is_positive(cell)
    return None if said is None else int(said)


def _odd_words(column: str, odd: Sequence[str]) -> str:
    found = ", ".join(f"'{cell[:_SHOWN]}'" for cell in odd[:_NAMED])
    expected = "One of several label columns says yes or no of each row (1 and 0, true and false, x and blank)"
    if len(numbers_in(odd)) == len(odd):
        return (
            f"Column '{column}' holds {found}. {expected}; of numbers, a line makes them: --positive-if \">=0.5\", or "
            "the line on the Train page."
        )
    return f"Column '{column}' holds {found}. {expected}. Leave it out, or choose it as the only label column."

"""Columns of shares side by side, of each label how many raters gave it: one line makes yes and no of all."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from data.labels.numbers import rows_of_numbers

_LEAST_FILLED = 0.9  # of the rows: a column that is mostly blank was asked of few texts
_LEAST_DIFFERENT = 3  # two are yes and no


def share_columns(columns: Mapping[str, Mapping[str, int]], column: str) -> tuple[str, ...]:
    """The neighbours of a column that hold numbers within 0 and 1 as it does, itself among them; empty where none do.

    `columns` are those of a table that may be labels, in its order, with the rows of each of their cells.

    >>> shares, words = {"0": 5, "0.25": 3, "0.5": 2, "1": 1}, {"a": 6, "b": 5}
    >>> share_columns({"source": words, "toxic": shares, "threat": shares, "age": {"7": 6, "9.5": 5}}, "toxic")
    ('toxic', 'threat')
    >>> share_columns({"toxic": shares, "source": words}, "toxic")
    ()
    """
    runs = (tuple(names) for is_run, names in groupby(columns, key=lambda name: _are_shares(columns[name])) if is_run)
    return next((run for run in runs if column in run and len(run) > 1), ())


def _are_shares(cells: Mapping[str, int]) -> bool:
    numbers = rows_of_numbers(cells)
    is_filled = sum(numbers.values()) >= _LEAST_FILLED * sum(cells.values())
    return is_filled and len(numbers) >= _LEAST_DIFFERENT and min(numbers) >= 0 and max(numbers) <= 1

"""Columns that give the label away, found in a sample of a table's rows, whatever the columns are called.

What nearly each row has of its own (ids, names), dates, and columns that are hardly filled tell nothing, and neither
does what chance would do as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import pandas as pd

from data.labels.kind import NUMERIC_SHARE
from data.labels.reading import AS_WRITTEN, LabelReading
from data.missing import LEAST_ROWS
from data.profiling.leakage.leak import Leak
from data.profiling.leakage.numbers import leak_by_numbers
from data.profiling.leakage.sample import Classes, Column, classes_in
from data.profiling.leakage.texts import leak_in_texts
from data.profiling.leakage.values import leak_by_filling, leak_by_values

MOST_ROWS = 2_000
_MOST_DATES = 200  # cells looked at
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([t ].*)?|\d{1,2}:\d\d(:\d\d.*)?|[a-z]{3},? .*\d\d:\d\d.*")


def find_leaks(frame: pd.DataFrame, label: str, reading: LabelReading = AS_WRITTEN) -> list[Leak]:
    """The columns that give the label away, in the table's order.

    `frame` holds strings, a sample of the table's rows; of more than `MOST_ROWS` the first ones are taken.

    >>> table = pd.DataFrame({"stars": list("12345") * 20, "text": [f"text {n}" for n in range(100)]})
    >>> table["mood"] = ["good" if stars in "45" else "bad" for stars in table["stars"]]
    >>> [leak.sentence for leak in find_leaks(table, "mood")]
    ["'stars' says the same as 'mood': each of its 5 values goes with one class."]
    """
    frame = frame.head(MOST_ROWS).fillna("").astype(str)
    columns = [str(name) for name in frame.columns if name != label]
    known = classes_in(frame[label], label, reading, columns=len(columns))
    if known is None:
        return []
    classes, labelled = known
    frame = frame[labelled]
    found = (_leak(Column.of(name, frame[name].tolist()), classes) for name in columns)
    return [leak for leak in found if leak is not None]


def _leak(column: Column, classes: Classes) -> Leak | None:
    if not column.is_filled_enough:
        return None
    if column.is_in_words and len(column.rows_of) > _most_codes(classes):
        leak = leak_by_filling(column, classes) or leak_in_texts(column, classes)
    elif _are_dates(list(islice(column.rows_of, _MOST_DATES))):
        leak = None
    else:
        by_values = leak_by_filling(column, classes) or leak_by_values(column, classes)
        leak = by_values or leak_by_numbers(column, classes)
    return None if leak is None else replace(leak, is_in_words=column.is_in_words)


def _most_codes(classes: Classes) -> int:
    """So many different cells of several words may be names of classes; more may be what is to be learned from."""
    return max(min(classes.few, LEAST_ROWS - 1), len(classes.names))


def _are_dates(cells: Sequence[str]) -> bool:
    return sum(_DATE.fullmatch(cell) is not None for cell in cells) >= NUMERIC_SHARE * len(cells)

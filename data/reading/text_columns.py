"""Texts that stand in several columns, such as a title and a body: joined into one text a row."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.errors import WrongColumn
from data.missing import is_missing_text
from data.text_mark import MARK, join_parts


def joined_texts(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series[str]:
    """The texts of each row as one, in the order of `columns`; a cell that is missing counts as empty.

    One column stays as it is. A column that the frame lacks is empty: rows of JSON Lines have keys that come and go.

    >>> table = pd.DataFrame({"title": ["Late again", "nan", ""], "body": ["We waited", "Fine", "N/A"]})
    >>> joined_texts(table, ["title", "body"]).tolist()
    ['Late again xxcolumn We waited', 'xxcolumn Fine', '']
    """
    cells = [_cells(frame, column) for column in columns]
    if len(cells) == 1:
        return cells[0]
    parts = zip(*([_part(cell) for cell in column] for column in cells), strict=True)
    return pd.Series([join_parts(row) for row in parts], index=frame.index, dtype="str")


def with_joined_texts(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The table with all texts in the first of `columns`, and without the further ones."""
    if len(columns) == 1:
        return frame
    return frame.assign(**{columns[0]: joined_texts(frame, columns)}).drop(columns=list(columns[1:]))


def check_columns(texts: Sequence[str], label: str | None = None) -> None:
    """Refuse a column that is named twice.

    Raises
    ------
    WrongColumn
        One holds texts twice, or texts and the labels.
    """
    if label in texts:
        raise WrongColumn(f"Text and label are the same column, '{label}'. Choose two different columns.")
    twice = [name for place, name in enumerate(texts) if name in texts[:place]]
    if twice:
        raise WrongColumn(f"Column '{twice[0]}' is named twice for the texts. Name each column once.")


def _cells(frame: pd.DataFrame, column: str) -> pd.Series[str]:
    if column not in frame:
        return pd.Series([""] * len(frame), index=frame.index, dtype="str")
    return frame[column].fillna("").astype(str)


def _part(cell: str) -> str:
    """A cell without what would be taken for the mark."""
    return "" if is_missing_text(cell) else cell.replace(MARK, " ").strip()

"""Texts that no model is fitted to or scored on, and that still tell which words are alike: those without a label.

Rows without a label, the texts of a test file (never its labels), and rows of a large file that there was no time to
clean: they are not mended, as vectors are made from words that the mended training texts have.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data.cleaning.clean import Cleaned
from model.protocol.order import TableOrder

MOST_CHARACTERS = 8_000_000  # more words than vectors are made from


def further_texts(
    learned_from: pd.DataFrame, cleaned: Cleaned, table: TableOrder, test: pd.DataFrame | None
) -> tuple[str, ...]:
    """Those of the rows that were read for training and validation, in their random order, and those of a test file.

    `learned_from` has joined texts and, where a row has several labels, label cells; `test` a column `text`.
    """
    looked_at = learned_from.iloc[: cleaned.rows_before]
    rest = learned_from.iloc[cleaned.rows_before :]
    columns = (_unlabelled(looked_at, cleaned, table), rest[table.text_column])
    given = [] if test is None else test["text"].tolist()
    return _first((*given, *(text for column in columns for text in column.fillna("").astype(str))))


def _unlabelled(looked_at: pd.DataFrame, cleaned: Cleaned, table: TableOrder) -> pd.Series[str]:
    if not cleaned.counts.unlabelled:
        return looked_at[table.text_column].iloc[:0]
    cells = looked_at[table.label_column].fillna("").astype(str)
    labels = cells if table.has_several_labels else pd.Series(table.reading.read(cells), index=cells.index)
    return looked_at[table.text_column][labels == ""]


def _first(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that are not blank, until there are characters enough."""
    chosen, characters = [], 0
    for text in texts:
        if characters > MOST_CHARACTERS:
            break
        if text.strip():
            chosen.append(text)
            characters += len(text)
    return tuple(chosen)

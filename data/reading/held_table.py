"""A table that is small enough to be held whole, because its file cannot be read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class HeldTable:
    """Names of columns, and rows with a cell for each, as text; `has_header`: whether the file names the columns.

    `row_numbers` are those that a spreadsheet shows beside its rows, `column_numbers` those of its columns, the first
    being 1, and `sheet` is the name of the sheet.
    """

    names: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    has_header: bool = True
    remarks: tuple[str, ...] = ()
    row_numbers: Sequence[int] = ()
    column_numbers: Sequence[int] = ()
    sheet: str = ""

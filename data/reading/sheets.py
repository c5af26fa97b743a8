"""Tables in spreadsheets (.xlsx, .xlsb, .xls, .ods): the first sheet that holds one, read whole."""

from __future__ import annotations

import importlib.util
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from data.errors import UnreadableFile
from data.reading.header import OPENING_ROWS, ROWS_LOOKED_AT, OpeningRow, column_names, header_place, numbered_names
from data.reading.held_table import HeldTable
from data.reading.json_values import as_text
from data.reading.layout import said_of_titles
from data.reading.sheet_guard import refuse_huge
from data.reading.table_file import TableFile

if TYPE_CHECKING:
    import pandas as pd

LIBRARY = "python_calamine"
_Rows = list[list[str]]


def load_sheet(file: TableFile, asked: Collection[str] = ()) -> HeldTable:
    """The table in the first sheet that has the names in `asked`, or else in the first that holds a table at all.

    Raises
    ------
    UnreadableFile
        No sheet holds a table; too large, damaged or locked; or the library for spreadsheets is not installed.
    """
    if importlib.util.find_spec(LIBRARY) is None:
        raise UnreadableFile(
            f"{file.name} is a spreadsheet. Install what reads them (pip install 'callit[sheets]'), or save its table "
            "as CSV and choose that."
        )
    refuse_huge(file)
    first: HeldTable | None = None
    for table in _tables(file, asked):
        if set(asked) <= set(table.names):
            return table
        first = first or table
    if first is None:
        raise UnreadableFile(
            f"{file.name} holds no sheet with a table (two rows of two columns at least). Save the table as CSV, then "
            "choose that."
        )
    return first


def _tables(file: TableFile, asked: Collection[str]) -> Iterator[HeldTable]:
    """The tables of all sheets, one at a time."""
    with _opened(file) as book:
        names = [str(name) for name in book.sheet_names]
        for name in names:
            numbers, columns, rows = _rows(_parsed(book, name, file))
            if len(rows) > 1 and len(rows[0]) > 1:
                others = [other for other in names if other != name]
                table = _table(rows, numbers, asked, [_said_of_sheets(name, others)] if others else [])
                yield replace(table, column_numbers=columns, sheet=name)


def _opened(file: TableFile) -> pd.ExcelFile:
    import pandas as pd

    try:
        return pd.ExcelFile(file.path, engine="calamine")
    except OSError as error:
        raise UnreadableFile(f"{file.name} cannot be read ({error.strerror or error}). Check the disk.") from error
    except Exception as error:  # the library has a class of errors for each kind of file
        raise UnreadableFile(_cannot_be_read(file)) from error


def _parsed(book: pd.ExcelFile, sheet: str, file: TableFile) -> Sequence[Sequence[Any]]:
    import pandas as pd

    try:
        frame = pd.read_excel(book, sheet_name=sheet, header=None, dtype=object, na_filter=False)
    except Exception as error:
        raise UnreadableFile(_cannot_be_read(file)) from error
    rows: list[list[Any]] = frame.to_numpy(dtype=object).tolist()
    return rows


def _cannot_be_read(file: TableFile) -> str:
    return (
        f"{file.name} is a spreadsheet or document that cannot be read (it may be damaged, or locked with a password). "
        "Save its table as CSV, then choose that."
    )


def _rows(cells: Sequence[Sequence[Any]]) -> tuple[list[int], list[int], _Rows]:
    """Cells as text, without rows and columns that hold nothing; and the numbers of rows and columns, from 1 on."""
    numbered = [
        (number, texts)
        for number, row in enumerate(cells, start=1)
        if any(texts := [cell_text(value) for value in row])
    ]
    rows = [texts for _, texts in numbered]
    if not rows:
        return [], [], []
    used = [place for place in range(len(rows[0])) if any(row[place].strip() for row in rows)]
    if len(used) < len(rows[0]):
        rows = [[row[place] for place in used] for row in rows]
    return [number for number, _ in numbered], [place + 1 for place in used], rows


def cell_text(value: Any) -> str:
    """A cell as a person reads it: whole numbers without ".0", a date without a clock where that is midnight.

    >>> from datetime import datetime
    >>> [cell_text(value) for value in (1.0, 2.5, True, datetime(2026, 3, 2), datetime(2026, 3, 2, 9, 30), None)]
    ['1', '2.5', 'true', '2026-03-02', '2026-03-02 09:30:00', '']
    """
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else as_text(value)


def _table(rows: _Rows, numbers: Sequence[int], asked: Collection[str], remarks: Sequence[str]) -> HeldTable:
    opening = [OpeningRow(*row) for row in islice(zip(rows, _after_blank(numbers), strict=True), OPENING_ROWS)]
    place = header_place(opening, len(rows[0]), rows[:ROWS_LOOKED_AT], asked)
    if place is None:
        return HeldTable(tuple(numbered_names(len(rows[0]))), rows, False, tuple(remarks), numbers)
    names, below = column_names(rows[place]), place + 1
    return HeldTable(
        tuple(names), rows[below:], remarks=(*remarks, *said_of_titles(place)), row_numbers=numbers[below:]
    )


def _after_blank(numbers: Sequence[int]) -> list[bool]:
    """Whether an empty row stands before each of the rows with these numbers.

    >>> _after_blank([1, 2, 4])
    [False, False, True]
    """
    return [False, *(number - last > 1 for last, number in pairwise(numbers))][: len(numbers)]


def _said_of_sheets(name: str, others: Sequence[str]) -> str:
    shown = ", ".join(f"'{other}'" for other in others[:3])
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return f"Sheet '{name}' was read, not {shown}{more}."

"""Tables that a person opens in a spreadsheet: known by it as UTF-8, and with no cell that it would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from model.whole_file import whole_file

_RUN_BY_SPREADSHEETS = re.compile(r"\s*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file whole; cells that a spreadsheet would run as formulas are made harmless.

    Raises
    ------
    OSError
        No room, or the folder cannot be written.
    """
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    with whole_file(path) as file:
        file.write(table.getvalue().encode("utf-8-sig", "replace"))


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: a quote before what looks like one; plain numbers stay.

    >>> harmless("=1+1"), harmless("@you"), harmless("-1"), harmless("- no")
    ("'=1+1", "'@you", '-1', "'- no")
    """
    is_run = _RUN_BY_SPREADSHEETS.match(cell) and not _PLAIN_NUMBER.fullmatch(cell)
    return f"'{cell}" if is_run else cell

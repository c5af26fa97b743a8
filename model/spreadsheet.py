"""Tables that a person opens in a spreadsheet: known by it as UTF-8, and with no cell that it would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from data.reading.harmless_cells import harmless
from model.protocol.whole_file import whole_file


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

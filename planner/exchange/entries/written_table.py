"""A time log written as a table, no cell of which runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import tzinfo

from data.reading.harmless_cells import harmless
from planner.exchange.entries.written import LogRow


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Names of columns, then a row each."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def clock_cells(row: LogRow, zone: tzinfo) -> list[str]:
    """Date and time of the start, then of the end."""
    start, end = row.entry.started_at.astimezone(zone), row.stopped_at.astimezone(zone)
    return [f"{start:%Y-%m-%d}", f"{start:%H:%M:%S}", f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}"]


def length_cell(row: LogRow) -> str:
    """How long an entry is, as HH:MM:SS."""
    seconds = int((row.stopped_at - row.entry.started_at).total_seconds())
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"

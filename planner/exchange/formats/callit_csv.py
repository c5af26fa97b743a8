"""Our own CSV: project, phase, start, end, attended, note, tags; it is read as any table is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from planner.exchange.entries.cells import tags_cell
from planner.exchange.entries.written import LogRow, iso
from planner.exchange.entries.written_table import csv_text

OWN_COLUMNS = ("project", "phase", "start", "end", "attended", "note", "tags")


def own_csv_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Project, phase, start, end, attended, note, tags; instants with their offset."""
    return csv_text(OWN_COLUMNS, (_own_cells(row, zone) for row in rows))


def _own_cells(row: LogRow, zone: tzinfo) -> list[str]:
    entry = row.entry
    attended = "true" if entry.attended else "false"
    start, end = iso(entry.started_at, zone), iso(row.stopped_at, zone)
    return [row.project, row.phase, start, end, attended, entry.note, tags_cell(entry.tags)]

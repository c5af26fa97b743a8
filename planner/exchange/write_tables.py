"""Tables: our own CSV, and the detailed reports of Toggl and Clockify. No cell of them runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from data.harmless_cells import harmless
from planner.exchange.cells import tags_cell
from planner.exchange.written import LogRow, iso

OWN_COLUMNS = ("project", "phase", "start", "end", "attended", "note", "tags")
_TOGGL_COLUMNS = (
    "User",
    "Email",
    "Client",
    "Project",
    "Task",
    "Description",
    "Billable",
    "Start date",
    "Start time",
    "End date",
    "End time",
    "Duration",
    "Tags",
)
_CLOCKIFY_COLUMNS = (
    "Project",
    "Client",
    "Description",
    "Task",
    "User",
    "Group",
    "Email",
    "Tags",
    "Billable",
    "Start Date",
    "Start Time",
    "End Date",
    "End Time",
    "Duration (h)",
    "Duration (decimal)",
)


def own_csv_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Project, phase, start, end, attended, note, tags; instants with their offset."""
    return _table(OWN_COLUMNS, (_own_cells(row, zone) for row in rows))


def toggl_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Toggl's detailed report; the phase is the task."""
    return _table(_TOGGL_COLUMNS, (_toggl_cells(row, zone) for row in rows))


def clockify_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Clockify's detailed report, dates with the year first and clocks of 24 hours; the phase is the task."""
    return _table(_CLOCKIFY_COLUMNS, (_clockify_cells(row, zone) for row in rows))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _own_cells(row: LogRow, zone: tzinfo) -> list[str]:
    entry = row.entry
    attended = "true" if entry.attended else "false"
    start, end = iso(entry.started_at, zone), iso(row.stopped_at, zone)
    return [row.project, row.phase, start, end, attended, entry.note, tags_cell(entry.tags)]


def _toggl_cells(row: LogRow, zone: tzinfo) -> list[str]:
    named = ["", "", "", row.project, row.phase, row.entry.note, "No"]
    return [*named, *_clock_cells(row, zone), _length(row), tags_cell(row.tags)]


def _clockify_cells(row: LogRow, zone: tzinfo) -> list[str]:
    named = [row.project, "", row.entry.note, row.phase, "", "", "", tags_cell(row.tags), "No"]
    hours = (row.stopped_at - row.entry.started_at).total_seconds() / 3600
    return [*named, *_clock_cells(row, zone), _length(row), f"{hours:.2f}"]


def _clock_cells(row: LogRow, zone: tzinfo) -> list[str]:
    """Date and time of the start, then of the end."""
    start, end = row.entry.started_at.astimezone(zone), row.stopped_at.astimezone(zone)
    return [f"{start:%Y-%m-%d}", f"{start:%H:%M:%S}", f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}"]


def _length(row: LogRow) -> str:
    seconds = int((row.stopped_at - row.entry.started_at).total_seconds())
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"

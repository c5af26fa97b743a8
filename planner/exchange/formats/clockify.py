"""Clockify as its API says it: time entries of a person, and the detailed report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from planner.domain.errors import InvalidImport
from planner.exchange.entries.cells import tags_cell
from planner.exchange.entries.json_entries import (
    JsonLog,
    Object,
    are_objects,
    first_text,
    id_of,
    inner,
    name_of,
    names_of,
    object_of,
    text_or_none,
)
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions, Unreadable
from planner.exchange.entries.written import LogRow
from planner.exchange.entries.written_table import clock_cells, csv_text, length_cell

_BY_NUMBER = "The file has no names of projects; ask Clockify for entries with 'hydrated=true' to have them."


def fits_clockify(document: Any) -> bool:
    """Whether it is what Clockify's API answers."""
    return are_objects(_listed(document), "timeInterval")


def read_clockify(document: Any, options: ReadOptions) -> ReadFile:
    """Time entries; one that runs has no end.

    Raises
    ------
    InvalidImport
        For other JSON.
    """
    listed = _listed(document)
    if not isinstance(listed, list):
        raise InvalidImport(
            "it holds no list of time entries. Give the detailed report, or what Clockify's API answers."
        )
    log = JsonLog(options)
    log.read(listed, "Time entry", lambda record: _entry(record, log))
    return log.content


def _listed(document: Any) -> Any:
    return document.get("timeentries", document.get("timeEntries")) if isinstance(document, dict) else document


def _entry(record: Object, log: JsonLog) -> ReadEntry:
    if record.get("type") == "BREAK":
        raise Unreadable("is a break, no work")
    interval, project = object_of(record.get("timeInterval")), record.get("project")
    start, end = log.instant(interval.get("start")), interval.get("end")
    name = first_text(record, "projectName") or name_of(project, "Project")
    if not name and record.get("projectId"):
        name = f"Project {id_of(record['projectId'])}"
        log.remark_once(_BY_NUMBER)
    of_project = inner(project)
    return ReadEntry(
        None,
        name,
        first_text(record, "taskName") or name_of(record.get("task"), "Task"),
        start,
        log.instant(end, start) if end else None,
        None,
        text_or_none(record.get("description")),
        names_of(record.get("tags")),
        first_text(record, "clientName")
        or first_text(of_project, "clientName")
        or name_of(of_project.get("client"), "Client"),
        id_of(record.get("id", record.get("_id"))),
    )


_COLUMNS = (
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


def clockify_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Clockify's detailed report, dates with the year first and clocks of 24 hours; the phase is the task."""
    return csv_text(_COLUMNS, (_cells(row, zone) for row in rows))


def _cells(row: LogRow, zone: tzinfo) -> list[str]:
    named = [row.project, "", row.entry.note, row.phase, "", "", "", tags_cell(row.tags), "No"]
    hours = (row.stopped_at - row.entry.started_at).total_seconds() / 3600
    return [*named, *clock_cells(row, zone), length_cell(row), f"{hours:.2f}"]

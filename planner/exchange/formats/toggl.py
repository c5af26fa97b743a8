"""Toggl Track as its API says it: time entries (versions 8 and 9), and the detailed reports (versions 2 and 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from planner.domain.errors import InvalidImport
from planner.exchange.entries.cells import tags_cell
from planner.exchange.entries.json_entries import (
    JsonLog,
    Object,
    are_objects,
    first_text,
    id_of,
    name_of,
    names_of,
    seconds_of,
    text_or_none,
)
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions
from planner.exchange.entries.written import LogRow
from planner.exchange.entries.written_table import clock_cells, csv_text, length_cell

_OWN = ("workspace_id", "wid", "duronly", "tag_ids", "server_deleted_at", "project_id", "pid")
_BY_NUMBER = "The file names projects or tasks by number only; give them names where it is said where they go."


def fits_toggl(document: Any) -> bool:
    """Whether it is what Toggl's API answers."""
    entries = _listed(document)
    if are_objects(entries, "time_entries"):
        return True
    is_report = isinstance(document, dict) and are_objects(entries, "start", "dur")
    is_list = are_objects(entries, "start", "duration") and any(key in entries[0] for key in _OWN)
    return is_report or is_list


def read_toggl(document: Any, options: ReadOptions) -> ReadFile:
    """Time entries; one that runs has no end.

    Raises
    ------
    InvalidImport
        For other JSON.
    """
    listed = _listed(document)
    if not isinstance(listed, list):
        raise InvalidImport("it holds no list of time entries. Give the detailed report, or what Toggl's API answers.")
    log = JsonLog(options)
    log.read(_flat(listed), "Time entry", lambda record: _entry(record, log))
    return log.content


def _listed(document: Any) -> Any:
    if not isinstance(document, dict):
        return document
    alone = [document] if {"start", "duration"} <= set(document) else None  # the entry that runs
    return next((document[key] for key in ("time_entries", "data", "items") if key in document), alone)


def _flat(listed: list[Any]) -> Iterator[Any]:
    """The detailed report of version 3 has the entries of a row beside what they have in common."""
    for row in listed:
        inner = row.get("time_entries") if isinstance(row, dict) else None
        if isinstance(inner, list):
            yield from ({**row, **entry} if isinstance(entry, dict) else entry for entry in inner)
        else:
            yield row


def _entry(record: Object, log: JsonLog) -> ReadEntry | None:
    if record.get("server_deleted_at"):
        return None
    start = log.instant(record.get("start"))
    stop = next((record[key] for key in ("stop", "end") if record.get(key)), None)
    length = _length(record)
    stopped_at = log.instant(stop, start) if stop else start + length if length is not None else None
    project, task = first_text(record, "project_name", "project"), first_text(record, "task_name", "task")
    project_id, task_id = record.get("project_id") or record.get("pid"), record.get("task_id") or record.get("tid")
    if (project_id and not project) or (task_id and not task):
        log.remark_once(_BY_NUMBER)
    return ReadEntry(
        None,
        project or name_of(project_id, "Project"),
        task or name_of(task_id, "Task"),
        start,
        stopped_at,
        None,
        text_or_none(record.get("description")),
        names_of(record.get("tags")),
        first_text(record, "client_name", "client"),
        id_of(record.get("id")),
    )


def _length(record: Object) -> timedelta | None:
    """None for an entry that runs: its duration is negative, or missing."""
    milliseconds, seconds = record.get("dur"), record.get("duration", record.get("seconds"))
    if isinstance(milliseconds, int | float):
        return None if milliseconds < 0 else seconds_of(milliseconds / 1000)
    return None if seconds is None or (isinstance(seconds, int | float) and seconds < 0) else seconds_of(seconds)


_COLUMNS = (
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


def toggl_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Toggl's detailed report; the phase is the task."""
    return csv_text(_COLUMNS, (_cells(row, zone) for row in rows))


def _cells(row: LogRow, zone: tzinfo) -> list[str]:
    named = ["", "", "", row.project, row.phase, row.entry.note, "No"]
    return [*named, *clock_cells(row, zone), length_cell(row), tags_cell(row.tags)]

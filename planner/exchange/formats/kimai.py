"""Kimai as its API says it: a list of timesheets, best with `full=true`, which has the names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from planner.domain.errors import InvalidImport
from planner.exchange.entries.json_entries import (
    JsonLog,
    Object,
    are_objects,
    id_of,
    inner,
    name_of,
    names_of,
    seconds_of,
    text_or_none,
)
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions

_BY_NUMBER = "The file names projects and activities by number only; ask Kimai for 'full=true' to have their names."


def fits_kimai(document: Any) -> bool:
    """Whether it is what Kimai's API answers."""
    return are_objects(document, "begin", "activity")


def read_kimai(document: Any, options: ReadOptions) -> ReadFile:
    """Timesheets: the activity is the phase, the customer the client; a break is an interruption.

    Raises
    ------
    InvalidImport
        For other JSON.
    """
    if not isinstance(document, list):
        raise InvalidImport("it holds no list of timesheets. Give Kimai's CSV export, or what its API answers.")
    log = JsonLog(options)
    log.read(document, "Timesheet", lambda timesheet: _entry(timesheet, log))
    return log.content


def _entry(timesheet: Object, log: JsonLog) -> ReadEntry:
    start, end = log.instant(timesheet.get("begin")), timesheet.get("end")
    project, activity = timesheet.get("project"), timesheet.get("activity")
    if isinstance(project, int):
        log.remark_once(_BY_NUMBER)
    pause = timesheet.get("break")
    return ReadEntry(
        None,
        name_of(project, "Project"),
        name_of(activity, "Activity"),
        start,
        log.instant(end, start) if end else None,
        None,
        text_or_none(timesheet.get("description")),
        names_of(timesheet.get("tags")),
        name_of(inner(project).get("customer"), "Customer"),
        id_of(timesheet.get("id")),
        (seconds_of(pause) if pause else timedelta()).total_seconds(),
    )

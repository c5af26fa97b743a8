"""Clockify as its API says it: time entries of a person, and the detailed report."""

from __future__ import annotations

from typing import Any

from planner.domain.errors import InvalidImport
from planner.exchange.json_entries import (
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
from planner.exchange.read_entries import ReadEntry, ReadFile, ReadOptions, Unreadable

_BY_NUMBER = "The file has no names of projects; ask Clockify for entries with 'hydrated=true' to have them."


def fits_clockify(document: Any) -> bool:
    """Whether it is what Clockify's API answers."""
    return are_objects(_listed(document), "timeInterval")


def read_clockify_json(document: Any, options: ReadOptions) -> ReadFile:
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
    log.read(listed, "Time entry", lambda said: _entry(said, log))
    return log.found


def _listed(document: Any) -> Any:
    return document.get("timeentries", document.get("timeEntries")) if isinstance(document, dict) else document


def _entry(said: Object, log: JsonLog) -> ReadEntry:
    if said.get("type") == "BREAK":
        raise Unreadable("is a break, no work")
    interval, project = object_of(said.get("timeInterval")), said.get("project")
    start, end = log.instant(interval.get("start")), interval.get("end")
    name = first_text(said, "projectName") or name_of(project, "Project")
    if not name and said.get("projectId"):
        name = f"Project {id_of(said['projectId'])}"
        log.remark_once(_BY_NUMBER)
    of_project = inner(project)
    return ReadEntry(
        None,
        name,
        first_text(said, "taskName") or name_of(said.get("task"), "Task"),
        start,
        log.instant(end, start) if end else None,
        None,
        text_or_none(said.get("description")),
        names_of(said.get("tags")),
        first_text(said, "clientName")
        or first_text(of_project, "clientName")
        or name_of(of_project.get("client"), "Client"),
        id_of(said.get("id", said.get("_id"))),
    )

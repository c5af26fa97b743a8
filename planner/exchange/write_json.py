"""JSON: our own, what Timewarrior imports, and Watson's frames."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from planner.exchange.own_json import FORMAT_NAME
from planner.exchange.timewarrior import PHASE_TAG, PROJECT_TAG
from planner.exchange.written import LogRow, iso


def own_json_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """All that an entry says, in full."""
    log = {"format": FORMAT_NAME, "version": 1, "entries": [_own_entry(row, zone) for row in rows]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def timewarrior_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Intervals in whole seconds; project and phase are tags that say so, the note is the annotation."""
    return _lines([_interval(number, row) for number, row in zip(range(len(rows), 0, -1), rows, strict=True)])


def watson_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Frames in whole seconds; the phase is the first tag. Watson has no room for notes."""
    return _lines([_frame(row) for row in rows])


def _lines(items: Sequence[Any]) -> str:
    """A list with one item a line."""
    return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]\n"


def _own_entry(row: LogRow, zone: tzinfo) -> dict[str, Any]:
    return {
        "project": row.project,
        "phase": row.phase,
        "start": iso(row.entry.started_at, zone),
        "end": iso(row.stopped_at, zone),
        "attended": row.entry.attended,
        "note": row.entry.note,
        "tags": list(row.entry.tags),
    }


def _interval(number: int, row: LogRow) -> dict[str, Any]:
    interval: dict[str, Any] = {
        "id": number,
        "start": f"{row.entry.started_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "end": f"{row.stopped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "tags": [PROJECT_TAG + row.project, PHASE_TAG + row.phase, *row.tags],
    }
    return {**interval, "annotation": row.entry.note} if row.entry.note else interval


def _frame(row: LogRow) -> list[Any]:
    start, stop = int(row.entry.started_at.timestamp()), int(row.stopped_at.timestamp())
    frame_id = uuid5(NAMESPACE_URL, f"callit:{row.entry.id}:{start}").hex
    return [start, stop, row.project, frame_id, [row.phase, *row.tags], stop]

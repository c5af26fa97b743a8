"""Our own JSON: all that an entry says, written and read again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from planner.domain.errors import InvalidImport
from planner.exchange.entries.json_text import parsed_json, text_of, texts_of
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.entries.table_text import decoded
from planner.exchange.entries.written import LogRow, iso

FORMAT_NAME = "callit time log"


def fits_own_json(document: Any) -> bool:
    """Whether it is our own export."""
    return isinstance(document, dict) and document.get("format") == FORMAT_NAME


def read_own_json(data: bytes, options: ReadOptions) -> ReadFile:
    """Entries of `callit export json`; `InvalidImport` for other JSON."""
    log = parsed_json(decoded(data)[0])
    if not fits_own_json(log) or not isinstance(log.get("entries"), list):
        raise InvalidImport(
            "it is not what 'callit export json' writes. Name the program that wrote it, such as watson."
        )
    content = ReadFile()
    for number, entry in enumerate(log["entries"], start=1):
        try:
            content.entries.append(_entry(entry))
        except Unreadable as error:
            content.troubles.append(Trouble(None, f"Entry {number} {error}"))
    return content


def _entry(record: Any) -> ReadEntry:
    if not isinstance(record, dict):
        raise Unreadable("is not an object")
    end, attended = record.get("end"), record.get("attended")
    if attended is not None and not isinstance(attended, bool):
        raise Unreadable("says neither true nor false for attended")
    project, phase, note = (text_of(record.get(name, "")) for name in ("project", "phase", "note"))
    stopped_at = None if end is None else _instant(end)
    return ReadEntry(
        None,
        project,
        phase,
        _instant(record.get("start")),
        stopped_at,
        attended,
        note,
        tuple(texts_of(record.get("tags", []))),
    )


def _instant(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise Unreadable(f"says '{text}', which is no moment with its offset")


def own_json_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """All that an entry says, in full."""
    log = {"format": FORMAT_NAME, "version": 1, "entries": [_own_entry(row, zone) for row in rows]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


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

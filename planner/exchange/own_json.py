"""Our own export as JSON, read again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from planner.domain.errors import InvalidImport
from planner.exchange.json_text import parsed_json, text_of, texts_of
from planner.exchange.read_entries import ReadEntry, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.table_text import decoded

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
    found = ReadFile()
    for number, entry in enumerate(log["entries"], start=1):
        try:
            found.entries.append(_entry(entry))
        except Unreadable as error:
            found.troubles.append(Trouble(None, f"Entry {number} {error}"))
    return found


def _entry(said: Any) -> ReadEntry:
    if not isinstance(said, dict):
        raise Unreadable("is not an object")
    end, attended = said.get("end"), said.get("attended")
    if attended is not None and not isinstance(attended, bool):
        raise Unreadable("says neither true nor false for attended")
    project, phase, note = (text_of(said.get(name, "")) for name in ("project", "phase", "note"))
    stopped_at = None if end is None else _instant(end)
    return ReadEntry(
        None,
        project,
        phase,
        _instant(said.get("start")),
        stopped_at,
        attended,
        note,
        tuple(texts_of(said.get("tags", []))),
    )


def _instant(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise Unreadable(f"says '{text}', which is no moment with its offset")

"""Watson: its file of frames, and what `watson log --json` prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from planner.domain.errors import InvalidImport
from planner.exchange.entries.json_entries import id_of
from planner.exchange.entries.json_text import parsed_json, text_of, texts_of
from planner.exchange.entries.read_entries import UNATTENDED_TAG, ReadEntry, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.entries.table_text import decoded
from planner.exchange.entries.written import LogRow, json_lines

_FRAME_KEYS = frozenset({"id", "start", "stop", "project", "tags", "updated_at"})


def fits_watson(document: Any) -> bool:
    """Whether it is a list of frames in either shape, or the frame that runs."""
    if isinstance(document, dict):
        return _is_frame(document)
    if not isinstance(document, list):
        return False
    first = document[:20]
    return 2 * sum(_is_frame(frame) for frame in first) >= len(first)


def _is_frame(frame: Any) -> bool:
    if isinstance(frame, dict):
        return {"start", "project"} <= set(frame) <= _FRAME_KEYS and _is_moment(frame["start"])
    return isinstance(frame, list) and len(frame) >= 3 and isinstance(frame[0], int | float)


def _is_moment(value: Any) -> bool:
    try:
        _instant(value)
    except Unreadable:
        return False
    return True


def read_watson(data: bytes, options: ReadOptions) -> ReadFile:
    """Frames; the first tag of a frame is its phase.

    Raises
    ------
    InvalidImport
        For broken JSON, or JSON that is no list of frames.
    """
    frames = parsed_json(decoded(data)[0])
    if isinstance(frames, dict) and "start" in frames:
        frames = [frames]  # the file `state`: the frame that runs
    if not isinstance(frames, list):
        raise InvalidImport(
            "it holds no list of frames. Give Watson's file 'frames', or what 'watson log --json' prints."
        )
    content = ReadFile()
    for number, frame in enumerate(frames, start=1):
        try:
            content.entries.append(_entry(*_parts(frame)))
        except Unreadable as error:
            content.troubles.append(Trouble(None, f"Frame {number} {error}"))
    return content


def _parts(frame: Any) -> tuple[Any, Any, Any, Any, Any]:
    """Start, stop, project, tags and id of a frame in either shape."""
    if isinstance(frame, dict):
        return frame.get("start"), frame.get("stop"), frame.get("project"), frame.get("tags", []), frame.get("id")
    if not isinstance(frame, list) or len(frame) < 3:
        raise Unreadable("is not a list of start, stop, project, id and tags")
    frame_id = frame[3] if len(frame) > 3 else None
    return frame[0], frame[1], frame[2], frame[4] if len(frame) > 4 else [], frame_id


def _entry(start: Any, stop: Any, project: Any, tags: Any, frame_id: Any) -> ReadEntry:
    words = texts_of(tags)
    attended = False if UNATTENDED_TAG in words else None
    rest = tuple(word for word in words if word != UNATTENDED_TAG)
    stopped_at = None if stop is None else _instant(stop)
    return ReadEntry(
        None,
        text_of(project),
        "".join(rest[:1]),
        _instant(start),
        stopped_at,
        attended,
        tags=rest[1:],
        source_id=id_of(frame_id),
    )


def _instant(value: Any) -> datetime:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        pass
    raise Unreadable(f"says '{value}', which is no moment in seconds since 1970 or with an offset")


def watson_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Frames in whole seconds; the phase is the first tag. Watson has no room for notes."""
    return json_lines([_frame(row) for row in rows])


def _frame(row: LogRow) -> list[Any]:
    start, stop = int(row.entry.started_at.timestamp()), int(row.stopped_at.timestamp())
    frame_id = uuid5(NAMESPACE_URL, f"callit:{row.entry.id}:{start}").hex
    return [start, stop, row.project, frame_id, [row.phase, *row.tags], stop]

"""Timewarrior: what `timew export` prints (also as an extension gets it), and data files such as 2026-05.data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from planner.domain.errors import InvalidImport
from planner.exchange.entries.json_text import parsed_json, text_of, texts_of
from planner.exchange.entries.read_entries import UNATTENDED_TAG, ReadEntry, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.entries.table_text import decoded
from planner.exchange.entries.written import LogRow, json_lines

PROJECT_TAG, PHASE_TAG = "project:", "phase:"
_LINE = re.compile(r"inc (\d{8}T\d{6}Z)(?: - (\d{8}T\d{6}Z))?(?: # ?(.*))?")
_MOMENT = re.compile(r"\d{8}T\d{6}Z")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


def fits_timewarrior(document: Any) -> bool:
    """Whether it is a list of intervals, or the list of tags, which is read to be refused."""
    if isinstance(document, dict):
        return bool(document) and all(isinstance(tag, dict) and set(tag) == {"count"} for tag in document.values())
    if not isinstance(document, list):
        return False
    first = document[:20]
    return 2 * sum(isinstance(interval, dict) and _is_interval(interval) for interval in first) >= len(first)


def fits_timewarrior_lines(text: str) -> bool:
    """Whether it is a data file; or settings, then an export, as an extension gets them."""
    return text.lstrip().startswith("inc ") or "[" in map(str.strip, text.split("\n"))


def _is_interval(interval: dict[str, Any]) -> bool:
    moments = [interval[key] for key in ("start", "end") if key in interval]
    return (
        "project" not in interval
        and bool(moments)
        and all(isinstance(moment, str) and _MOMENT.fullmatch(moment) for moment in moments)
    )


def read_timewarrior(data: bytes, options: ReadOptions) -> ReadFile:
    """Intervals of an export or a data file. The first tag is the project, the second the phase, unless they say so.

    Raises
    ------
    InvalidImport
        For a file without intervals, or broken JSON.
    """
    text, _ = decoded(data)
    lines = text.split("\n")  # not at the other ends of lines, which a note may hold
    if any(line.startswith("inc ") for line in lines):
        return _with_remark(_of_lines(lines), text)
    begins = next((number for number, line in enumerate(lines) if line.lstrip().startswith(("[", "{"))), None)
    if begins is None:
        raise InvalidImport("it holds no intervals. Give what 'timew export' prints, or a file such as 2026-05.data.")
    return _with_remark(_of_export(parsed_json("\n".join(lines[begins:]), lines_before=begins)), text)


def _with_remark(content: ReadFile, text: str) -> ReadFile:
    if PROJECT_TAG not in text and any(entry.project for entry in content.entries):
        content.remarks.append("The first tag of an interval is taken as its project, the second as its phase.")
    return content


def _of_lines(lines: Iterable[str]) -> ReadFile:
    content = ReadFile()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            content.entries.append(_of_line(number, line.strip()))
        except Unreadable as error:
            content.troubles.append(Trouble(number, str(error)))
    return content


def _of_line(number: int, line: str) -> ReadEntry:
    match = _LINE.fullmatch(line)
    if match is None:
        raise Unreadable("is no interval; 'inc START - END # tags' was expected")
    words, quoted_note = _words(match[3] or "")
    return _entry(number, _instant(match[1]), _instant(match[2]) if match[2] else None, words, quoted_note)


def _words(text: str) -> tuple[list[str], str]:
    """Tags, and the annotation, which stands behind a second `#`."""
    words = [(match[2] or _unquoted(match[1]), match[1] is None) for match in _WORD.finditer(text)]
    at = next((place for place, (word, bare) in enumerate(words) if bare and word == "#"), len(words))
    return [word for word, _ in words[:at]], " ".join(word for word, _ in words[at + 1 :])


def _unquoted(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


def _of_export(export: Any) -> ReadFile:
    if not isinstance(export, list):
        raise InvalidImport("it holds no intervals, as the list of tags does. Give what 'timew export' prints.")
    content = ReadFile()
    for number, interval in enumerate(export, start=1):
        try:
            content.entries.append(_of_interval(interval))
        except Unreadable as error:
            content.troubles.append(Trouble(None, f"Interval {number} {error}"))
    return content


def _of_interval(interval: Any) -> ReadEntry:
    if not isinstance(interval, dict) or "start" not in interval:
        raise Unreadable("says no start")
    end = interval.get("end")
    tags = texts_of(interval.get("tags", []))
    note = text_of(interval.get("annotation", ""))
    return _entry(None, _instant(interval["start"]), None if end is None else _instant(end), tags, note)


def _instant(text: Any) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        raise Unreadable(f"says '{text}', which is no moment such as 20260508T081500Z") from None


def _entry(
    line: int | None, started_at: datetime, stopped_at: datetime | None, tags: list[str], note: str
) -> ReadEntry:
    attended = False if UNATTENDED_TAG in tags else None
    rest = [tag for tag in tags if tag != UNATTENDED_TAG]
    project, rest = _taken(PROJECT_TAG, rest)
    phase, rest = _taken(PHASE_TAG, rest)
    if project is None and phase is None:
        project, phase, rest = "".join(rest[:1]), "".join(rest[1:2]), rest[2:]
    return ReadEntry(line, project or "", phase or "", started_at, stopped_at, attended, note, tuple(rest))


def _taken(prefix: str, tags: list[str]) -> tuple[str | None, list[str]]:
    """What the first tag with a prefix says, and the other tags."""
    at = next((place for place, tag in enumerate(tags) if tag.startswith(prefix)), None)
    return (None, tags) if at is None else (tags[at].removeprefix(prefix), tags[:at] + tags[at + 1 :])


def timewarrior_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """Intervals in whole seconds; project and phase are tags that say so, the note is the annotation."""
    return json_lines([_interval(number, row) for number, row in zip(range(len(rows), 0, -1), rows, strict=True)])


def _interval(number: int, row: LogRow) -> dict[str, Any]:
    interval: dict[str, Any] = {
        "id": number,
        "start": f"{row.entry.started_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "end": f"{row.stopped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "tags": [PROJECT_TAG + row.project, PHASE_TAG + row.phase, *row.tags],
    }
    return {**interval, "annotation": row.entry.note} if row.entry.note else interval

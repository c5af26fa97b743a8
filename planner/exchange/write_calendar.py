"""The log as a calendar (RFC 5545), one event an entry, in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo

from planner.exchange.written import LogRow

_LONGEST_LINE = 75  # octets, RFC 5545 section 3.1
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """A calendar file; `now` stamps its events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Call It//time log//EN"]
    for row in rows:
        lines += _event(row, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(row: LogRow, now: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:entry-{row.entry.id}@callit",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(row.entry.started_at)}",
        f"DTEND:{_utc(row.stopped_at)}",
        f"SUMMARY:{_escaped(f'{row.phase} ({row.project})')}",
    ]
    if row.entry.note:
        lines.append(f"DESCRIPTION:{_escaped(row.entry.note)}")
    if row.tags:
        lines.append("CATEGORIES:" + ",".join(_escaped(tag) for tag in row.tags))
    return [*lines, "END:VEVENT"]


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\r", "\\n"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return _CONTROL.sub("", text)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, never within a letter; those that go on begin with a blank."""
    piece, length = "", 0
    for letter in line:
        octets = len(letter.encode())
        if length + octets > _LONGEST_LINE:
            yield piece
            piece, length = " ", 1
        piece, length = piece + letter, length + octets
    yield piece

"""The log as a calendar (RFC 5545), one event an entry, in UTC.

The library writes what can go wrong: the frame, the signs of texts, and the folds of long lines. The lines of an event
are put together here, in its order: its own events, with a type for each property, take ten times as long. It is
imported late: no other command waits for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from planner.exchange.entries.written import LogRow

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # what no text of a calendar may hold
_FOLDED_FROM = 75  # bytes
_NAMES_KEPT = 4096  # phases, projects and tags come again and again


def fits_calendar(text: str) -> bool:
    """Whether a text begins as a calendar, or as events that stand in none."""
    first = next((line.strip().upper() for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    return first in ("BEGIN:VCALENDAR", "BEGIN:VEVENT")


def calendar_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """A calendar file; `now` stamps its events."""
    head, end = _frame()
    stamp = _in_utc(now)
    lines = [_folded(line) for row in rows for line in _event(row, stamp)]
    return "\r\n".join([head, *lines, end])


def _frame() -> tuple[str, str]:
    """What stands above the events, and what below them."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Call It//time log//EN")
    calendar.add("version", "2.0")
    head, _, end = str(calendar.to_ical(), "utf-8").partition("\r\nEND:")
    return head, f"END:{end}"


def _event(row: LogRow, stamp: str) -> list[str]:
    """The content lines of an event, not yet folded."""
    entry = row.entry
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(f'{row.phase} ({row.project})')}",
        f"DTSTART:{_in_utc(entry.started_at)}",
        f"DTEND:{_in_utc(row.stopped_at)}",
        f"DTSTAMP:{stamp}",
        f"UID:entry-{entry.id}@callit",
    ]
    if row.tags:
        lines.append(f"CATEGORIES:{','.join(map(_escaped, row.tags))}")
    if entry.note:
        lines.append(f"DESCRIPTION:{_escaped(entry.note)}")
    lines.append("END:VEVENT")
    return lines


def _in_utc(instant: datetime) -> str:
    """An instant as calendars write it.

    >>> from datetime import timedelta, timezone
    >>> _in_utc(datetime(2026, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))))
    '20260228T233000Z'
    """
    seconds = instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    return seconds.replace("-", "").replace(":", "") + "Z"


@lru_cache(maxsize=_NAMES_KEPT)
def _escaped(text: str) -> str:
    from icalendar.prop import vText

    plain = _CONTROL.sub("", re.sub(r"\r\n?", "\n", text))
    return str(vText(plain).to_ical(), "utf-8")


def _folded(line: str) -> str:
    """A content line as it stands in the file; the library looks at each of its characters, so only at long ones."""
    if len(line.encode()) < _FOLDED_FROM:
        return line
    from icalendar.parser import Contentline

    return str(Contentline(line).to_ical(), "utf-8")  # type: ignore[no-untyped-call]

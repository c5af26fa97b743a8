"""The log as a calendar (RFC 5545), one event an entry, in UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from icalendar import Calendar, Event

from planner.exchange.entries.written import LogRow

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # what no text of a calendar may hold


def calendar_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """A calendar file; `now` stamps its events."""
    calendar = Calendar()
    calendar.add("prodid", "-//Call It//time log//EN")
    calendar.add("version", "2.0")
    for row in rows:
        calendar.add_component(_event(row, now))
    return str(calendar.to_ical(), "utf-8")


def _event(row: LogRow, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"entry-{row.entry.id}@callit")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", row.entry.started_at.astimezone(UTC))
    event.add("dtend", row.stopped_at.astimezone(UTC))
    event.add("summary", _text(f"{row.phase} ({row.project})"))
    if row.entry.note:
        event.add("description", _text(row.entry.note))
    if row.tags:
        event.add("categories", [_text(tag) for tag in row.tags])
    return event


def _text(text: str) -> str:
    return _CONTROL.sub("", re.sub(r"\r\n?", "\n", text))

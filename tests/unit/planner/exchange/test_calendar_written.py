"""The log as a calendar: what icalendar itself would write, byte by byte, in a fraction of the time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar, Event

from planner.domain.timelog import TimeEntry
from planner.exchange.entries.written import LogRow
from planner.exchange.formats.calendar import calendar_text

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 29, 5, tzinfo=UTC)
START = datetime(2026, 3, 27, 10, tzinfo=UTC)

# Anything that a log may hold, with what calendars write otherwise more often than chance would have it.
texts = some.text(some.one_of(some.characters(exclude_categories=["Cs"]), some.sampled_from('\\;,\n\r"^:N漢ü ()'))).map(
    lambda text: text.replace("\0", "")
)
instants = some.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=some.sampled_from([UTC, BERLIN]))


@some.composite
def logged(draw: some.DrawFn) -> LogRow:
    """An entry of any names and at any time."""
    entry = TimeEntry(
        id=draw(some.integers(1, 10**12)),
        phase_id=1,
        started_at=draw(instants),
        stopped_at=draw(instants),
        attended=draw(some.booleans()),
        note=draw(texts | texts.map(lambda text: text * 9)),
        tags=tuple(draw(some.lists(texts, max_size=3))),
    )
    return LogRow(draw(texts), draw(texts), entry)


def by_the_library(rows: Sequence[LogRow]) -> str:
    """The same log, each event a component of its own."""
    calendar = Calendar()
    calendar.add("prodid", "-//Call It//time log//EN")
    calendar.add("version", "2.0")
    for row in rows:
        event = Event()
        event.add("uid", f"entry-{row.entry.id}@callit")
        event.add("dtstamp", NOW)
        event.add("dtstart", row.entry.started_at.astimezone(UTC))
        event.add("dtend", row.stopped_at.astimezone(UTC))
        event.add("summary", allowed(f"{row.phase} ({row.project})"))
        if row.entry.note:
            event.add("description", allowed(row.entry.note))
        names = allowed(row.phase), allowed(row.project)
        if " (" in names[0]:
            event.add("x-callit-project", names[1])
        if row.tags:
            event.add("categories", [allowed(tag) for tag in row.tags])
        calendar.add_component(event)
    return calendar.to_ical().decode()


def allowed(text: str) -> str:
    """A text without the signs that a calendar may not hold, its lines ended in one way."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("\r", "\n"))


@given(some.lists(logged(), max_size=4))
def test_the_file_is_what_the_library_writes_of_its_own_events(rows: list[LogRow]) -> None:
    """Order of lines, escapes, folds and instants are the library's, whatever the log holds."""
    assert calendar_text(rows, BERLIN, NOW) == by_the_library(rows)


@given(some.integers(50, 90), some.sampled_from(["x", "ü", "漢", "\\", ";"]))
def test_lines_are_folded_from_the_same_length_on(length: int, sign: str) -> None:
    """One sign more or less about the limit of 75 bytes."""
    row = LogRow("P", "Q", TimeEntry(1, 1, START, START + timedelta(hours=1), note="x" * (length - 12) + sign))
    assert calendar_text([row], UTC, NOW) == by_the_library([row])

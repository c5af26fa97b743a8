"""Calendars as time logs: what has passed, its names, its zones, its repeats, and what is left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar, Event

from planner.domain.errors import InvalidImport
from planner.exchange import (
    EndRule,
    Fate,
    ImportPreview,
    Mapping,
    ReadFile,
    ReadOptions,
    SourceFile,
    import_planned,
    preview_import,
)
from planner.exchange.reading import read_file
from planner.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 5, 8, 14, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def event(*lines: str, start: str = "DTSTART:20260302T090000Z", end: str = "DTEND:20260302T103000Z") -> str:
    return "\r\n".join(["BEGIN:VEVENT", start, *([end] if end else []), *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()


def read(*parts: str, **options: Any) -> ReadFile:
    guessed, found = read_file("log", calendar(*parts), None, ReadOptions(**{"now": NOW, **options}))
    assert guessed == "calendar"
    return found


def sentences(found: ReadFile) -> list[str]:
    return [trouble.sentence for trouble in found.troubles]


def test_an_event_is_an_entry_with_its_title_category_and_description() -> None:
    """Escaped, folded, in quotation marks, with parameters; further categories are tags."""
    (entry,) = read(
        event(
            "UID:1",
            "SUMMARY;LANGUAGE=en:Read\\, then\r\n  write",
            'DESCRIPTION;ALTREP="cid:x:y":one\\ntwo\\; C:\\\\new',
            "CATEGORIES:Alpha,gpu\\,big",
            "CATEGORIES:night",
            "BEGIN:VALARM\r\nDESCRIPTION:wake up\r\nEND:VALARM",
        )
    ).entries
    assert (entry.project, entry.phase, entry.note) == ("Alpha", "Read, then write", "one\ntwo; C:\\new")
    assert (entry.tags, entry.source_id) == (("gpu,big", "night"), "1")
    assert (entry.started_at, entry.stopped_at) == (NINE, NINE + 1.5 * HOUR)


@pytest.mark.parametrize(
    ("lines", "project"),
    [
        (["X-WR-CALNAME:Alpha"], "Alpha"),
        (["NAME:Alpha"], "Alpha"),
        (["X-WR-CALNAME:ann@example.org"], ""),
        ([], ""),
    ],
)
def test_the_name_of_a_calendar_is_the_project_unless_it_is_an_address(lines: list[str], project: str) -> None:
    """Where the events have no category."""
    found = read(*lines, event("SUMMARY:Read"))
    assert [(entry.project, entry.phase) for entry in found.entries] == [(project, "Read")]
    said = "The name of the calendar, 'Alpha', is taken as the project of its events."
    assert found.remarks == ([said] if project else [])


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART;TZID=Europe/Berlin:20260302T100000", "DTEND;TZID=Europe/Berlin:20260302T113000"),
        ("DTSTART;TZID=W. Europe Standard Time:20260302T100000", "DTEND;TZID=W. Europe Standard Time:20260302T113000"),
        ("DTSTART;TZID=Mitteleuropäische Zeit:20260302T100000", "DURATION:PT1H30M"),
        ("DTSTART:20260302T100000", "DTEND:20260302T113000"),
        ("DTSTART:20260302T090000Z", "DURATION:PT90M"),
    ],
)
def test_clocks_are_those_of_their_zone_or_else_the_persons(start: str, end: str) -> None:
    """Zones are read as a calendar of free time reads them; that none is said counts as assumed."""
    found = read(event(start=start, end=end), zone=BERLIN)
    assert [(e.started_at, e.stopped_at) for e in found.entries] == [(NINE, NINE + 1.5 * HOUR)]
    assert found.zone_assumed == (start == "DTSTART:20260302T100000")


def test_what_is_no_log_is_counted_with_the_reason() -> None:
    """Whole days however they are written, what was called off or declined, what lies ahead or has no length."""
    found = read(
        "X-WR-CALNAME:ann@example.org",
        event("SUMMARY:kept"),
        event(start="DTSTART;VALUE=DATE:20260302", end="DTEND;VALUE=DATE:20260303"),
        event(start="DTSTART;VALUE=DATE:20260302", end=""),
        event(start="DTSTART;TZID=Europe/Berlin:20260302T000000", end="DTEND;TZID=Europe/Berlin:20260303T000000"),
        event("STATUS:CANCELLED"),
        event("ATTENDEE;PARTSTAT=DECLINED:mailto:ann@example.org"),
        event("ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@example.org", "SUMMARY:there"),
        event(start="DTSTART:20260508T140000Z", end="DTEND:20260508T150000Z"),
        event(start="DTSTART:20270101T140000Z", end="DTEND:20270101T150000Z"),
        event(start="DTSTART;VALUE=DATE:20260601", end=""),
        event(end=""),
    )
    assert [entry.phase for entry in found.entries] == ["kept", "there"]
    assert sentences(found) == [
        "3 all-day events say no hours.",
        "1 event was cancelled.",
        "1 invitation was declined.",
        "3 events have not ended yet.",
        "1 event has no length.",
    ]


def test_a_calendar_that_takes_events_back_brings_none() -> None:
    """As a mail with METHOD:CANCEL has it."""
    assert sentences(read("METHOD:CANCEL", event(), event())) == ["2 events were cancelled."]


def test_events_that_repeat_are_read_up_to_now() -> None:
    """On the clocks of their zone, without those taken out, with those moved."""
    found = read(
        event(
            "UID:w",
            "SUMMARY:Weekly",
            "RRULE:FREQ=WEEKLY",
            "EXDATE;TZID=Europe/Berlin:20260330T100000",
            start="DTSTART;TZID=Europe/Berlin:20260316T100000",
            end="DTEND;TZID=Europe/Berlin:20260316T110000",
        ),
        event(
            "UID:w",
            "SUMMARY:Moved",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260406T100000",
            start="DTSTART;TZID=Europe/Berlin:20260407T120000",
            end="DTEND;TZID=Europe/Berlin:20260407T140000",
        ),
    )
    assert [
        (f"{e.started_at:%m-%d %H:%M}", e.phase, ((e.stopped_at or NOW) - e.started_at) / HOUR) for e in found.entries
    ] == [
        ("03-16 09:00", "Weekly", 1),
        ("03-23 09:00", "Weekly", 1),
        ("04-07 10:00", "Moved", 2),
        ("04-13 08:00", "Weekly", 1),
        ("04-20 08:00", "Weekly", 1),
        ("04-27 08:00", "Weekly", 1),
        ("05-04 08:00", "Weekly", 1),
    ]
    assert found.entries[0].source_id == "w 20260316T090000Z"
    assert found.entries[2].source_id == "w 20260406T080000Z"
    assert "Events that repeat are read up to now." in found.remarks


def test_what_is_broken_in_an_event_is_said_and_the_others_are_read() -> None:
    """A start that is none leaves an event out; an unknown zone is read on the person's clocks."""
    found = read(
        event("SUMMARY:odd", start="DTSTART:soon"),
        event("SUMMARY:far", start="DTSTART;TZID=Middle Earth:20260302T090000", end="DURATION:PT1H"),
    )
    assert sentences(found) == ["The event 'odd' is left out: its start 'soon' cannot be read."]
    assert [entry.phase for entry in found.entries] == ["far"]
    assert found.remarks == [
        "The time zone 'Middle Earth' is not known, so times in it are read as times on your own clock."
    ]


def test_letters_that_end_lines_elsewhere_or_are_folded_apart_are_text() -> None:
    """A line of a calendar ends at CR and LF alone, and may go on within a letter."""
    content = calendar(event("SUMMARY:a\u2028b\x85c", "CATEGORIES:Übung"))
    content = content.replace("Ü".encode(), b"\xc3\r\n \x9c")
    (entry,) = read_file("log", content, None, ReadOptions(now=NOW))[1].entries
    assert (entry.project, entry.phase) == ("Übung", "a\u2028b\x85c")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hello", "log: it holds no calendar: it has no line BEGIN:VCALENDAR. Export it again as .ics."),
        (calendar("BEGIN:VTODO\r\nEND:VTODO"), "log: it holds no events (VEVENT). Export the calendar with its events"),
    ],
)
def test_a_file_without_events_is_one_sentence(content: bytes, said: str) -> None:
    """It says what to do."""
    with pytest.raises(InvalidImport) as refused:
        read_file("log", content, "calendar", ReadOptions())
    assert str(refused.value).startswith(said)


def planned(store: Store, content: bytes) -> ImportPreview:
    return preview_import(
        store,
        [SourceFile("cal.ics", content)],
        None,
        options=ReadOptions(BERLIN),
        mapping=Mapping(),
        open_ends=EndRule(),
        now=NOW,
    )


def fates(preview: ImportPreview) -> list[Fate]:
    return [entry.fate for file in preview.files for entry in file.entries]


WEEKLY = ("UID:w", "SUMMARY:Call", "RRULE:FREQ=WEEKLY;COUNT=3")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([event("UID:a1", "SUMMARY:Read")], [event("UID:a1", "SUMMARY:Read")], [Fate.KNOWN]),
        ([event("UID:a1", "SUMMARY:Read")], [event("UID:a1", "SUMMARY:Write", "DESCRIPTION:x")], [Fate.CHANGE]),
        (
            [event("UID:a1", "SUMMARY:Read")],
            [event("UID:a1", "SUMMARY:Read", start="DTSTART:20260304T090000Z", end="DTEND:20260304T100000Z")],
            [Fate.CHANGE],
        ),
        (
            [event(*WEEKLY)],
            [
                event(*WEEKLY),
                event(
                    "UID:w",
                    "SUMMARY:Call",
                    "RECURRENCE-ID:20260309T090000Z",
                    start="DTSTART:20260310T120000Z",
                    end="DTEND:20260310T123000Z",
                ),
            ],
            [Fate.KNOWN, Fate.CHANGE, Fate.KNOWN],
        ),
        (
            [event("UID:twin", "SUMMARY:A")],
            [
                event("UID:twin", "SUMMARY:A"),
                event("UID:twin", "SUMMARY:B", start="DTSTART:20260303T090000Z", end="DURATION:PT1H"),
            ],
            [Fate.KNOWN, Fate.ADD],
        ),
    ],
)
def test_an_event_that_is_imported_again_is_updated(
    store: Store, before: Sequence[str], after: Sequence[str], expected: list[Fate]
) -> None:
    """By its id, whatever changed; one occurrence of many by its place in the series."""
    import_planned(store, planned(store, calendar(*before)), now=NOW)
    assert fates(planned(store, calendar(*after))) == expected


texts = some.text(
    some.one_of(some.characters(exclude_categories=["Cs", "Cc"]), some.sampled_from('\\;,"^:N漢ü\n')), max_size=40
).map(lambda text: text.replace("\\N", "\n"))  # as the library writes it: as a line break


@given(
    logged=some.lists(
        some.tuples(some.integers(0, 60 * 24 * 60), some.integers(1, 600), texts, texts, some.lists(texts, max_size=3)),
        min_size=1,
        max_size=5,
    ),
    zone=some.sampled_from([UTC, BERLIN, ZoneInfo("America/St_Johns")]),
    by_length=some.booleans(),
)
def test_what_another_program_wrote_is_read_as_it_was_meant(
    logged: list[tuple[int, int, str, str, list[str]]], zone: Any, by_length: bool
) -> None:
    """Events by the library for calendars, of any title, note and categories, in several zones."""
    made = Calendar()
    wanted = []
    for number, (start, length, title, note, categories) in enumerate(logged):
        started = (NINE + timedelta(minutes=start + 1)).astimezone(zone)
        one = Event()
        one.add("uid", f"e{number}")
        one.add("dtstart", started)
        one.add("duration", timedelta(minutes=length)) if by_length else one.add(
            "dtend", (started.astimezone(UTC) + timedelta(minutes=length)).astimezone(zone)
        )
        one.add("summary", title)
        one.add("description", note)
        if categories:
            one.add("categories", categories)
        made.add_component(one)
        named = list(dict.fromkeys(name for name in categories if name.strip()))
        wanted.append((started.astimezone(UTC), length, title, note, *(named or [""])))
    found = read_file("log", made.to_ical(), "calendar", ReadOptions(now=NOW + timedelta(days=60)))[1]
    got = [
        (
            e.started_at,
            round(((e.stopped_at or NOW) - e.started_at).total_seconds() / 60),
            e.phase,
            e.note,
            e.project,
            *e.tags,
        )
        for e in found.entries
    ]
    assert sorted(got) == sorted(wanted)
    assert found.troubles == []


@pytest.mark.parametrize(
    ("start", "length", "hours"),
    [
        ("DTSTART;TZID=Europe/Berlin:20260328T220000", "DURATION:PT8H", 8),
        ("DTSTART:20260328T220000", "DURATION:PT8H", 8),
        ("DTSTART:20260328T220000Z", "DURATION:PT8H", 8),
        ("DTSTART;TZID=Europe/Berlin:20251025T220000", "DURATION:PT8H", 8),
        ("DTSTART;TZID=Europe/Berlin:20260328T220000", "DURATION:P1D", 23),
        ("DTSTART;TZID=Europe/Berlin:20260328T220000", "DURATION:P1DT1H30M", 24.5),
    ],
)
def test_hours_of_a_length_are_hours_while_clocks_are_put_forward(start: str, length: str, hours: float) -> None:
    """Days are those of the calendar: of 23 hours on such a night."""
    found = read(event(start=start, end=length), zone=BERLIN)
    assert [((e.stopped_at or NOW) - e.started_at).total_seconds() / 3600 for e in found.entries] == [hours]

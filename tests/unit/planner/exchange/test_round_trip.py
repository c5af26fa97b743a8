"""Importing an export gives the same entries, as far as a format can hold them; nothing runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from planner import planning, timelog
from planner.domain.timelog import tidy_tags
from planner.exchange import (
    EXPORT_FORMATS,
    EndRule,
    Exported,
    Mapping,
    ReadOptions,
    SourceFile,
    export_log,
    import_planned,
    preview_import,
)
from planner.planning.names import only_letters
from planner.store import Store, open_store
from tests.unit.planner.exchange.test_calendar_written import allowed

BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")
START, NOW = datetime(2026, 3, 27, 9, tzinfo=UTC), datetime(2026, 5, 8, 14, 30, tzinfo=UTC)
NASTY = [
    "=1+1",
    "'=x",
    "'",
    "+a",
    "@b",
    "-",
    'say "hi", twice',
    "a;b",
    "# x",
    "[1]",
    "Ünï 🔥",
    "two\nlines",
    "a\r\nb",
    "a\rb",
]


class Row(NamedTuple):
    """An entry with its names, as a person would compare two logs."""

    project: str
    phase: str
    start: datetime
    stop: datetime
    attended: bool
    note: str
    tags: tuple[str, ...]


TEXT = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=12))
NOTES = TEXT.map(str.strip)
NAMES = TEXT.map(lambda text: " ".join(only_letters(" ".join(text.split())).split())).filter(bool)
TAGS = st.lists(TEXT, max_size=3).map(tidy_tags).filter(lambda tags: "unattended" not in tags)
SECONDS = st.integers(0, 40 * 86_400)


@st.composite
def logs(draw: st.DrawFn, unit_ms: int) -> list[Row]:
    """A log in which names differ in more than capitals, and starts differ."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=str.casefold))
    rows = []
    for start in draw(st.lists(SECONDS, max_size=6, unique=True)):
        started = START + timedelta(seconds=start, milliseconds=draw(st.integers(0, 999)) // unit_ms * unit_ms)
        length = draw(st.integers(1, 90_000_000 // unit_ms)) * unit_ms
        project, phase = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        stop = started + timedelta(milliseconds=length)
        rows.append(Row(project, phase, started, stop, draw(st.booleans()), draw(NOTES), draw(TAGS)))
    return [row for row in rows if row.stop <= NOW]


def filled(store: Store, rows: list[Row]) -> None:
    """A store with these entries, made as a person would."""
    for name in dict.fromkeys(row.project for row in rows):
        phases = list(dict.fromkeys(row.phase for row in rows if row.project == name))
        planning.create_project(store, name, phases=phases, now=START)
    for row in rows:
        phase = next(
            phase
            for phase in planning.phases(store, planning.project_named(store, row.project).id)
            if phase.name == row.phase
        )
        timelog.add_entry(
            store, phase.id, row.start, row.stop, now=NOW, attended=row.attended, note=row.note, tags=row.tags
        )


def kept(store: Store) -> list[Row]:
    named = store.entries.with_names(None)
    return [
        Row(project, phase, e.started_at, e.stopped_at or NOW, e.attended, e.note, e.tags)
        for project, phase, e in named
    ]


def there_and_back(rows: list[Row], file_format: str, zone: ZoneInfo) -> list[Row]:
    """What an empty store holds after the export of another was imported into it."""
    with TemporaryDirectory() as folder, open_store(Path(folder, "a")) as one, open_store(Path(folder, "b")) as other:
        filled(one, rows)
        text = export_log(one, file_format, zone=zone, now=NOW).text
        planned = preview_import(
            other,
            [SourceFile("log", text.encode())],
            "calendar" if file_format == "ics" else file_format,
            options=ReadOptions(zone),
            mapping=Mapping(),
            open_ends=EndRule(),
            now=NOW,
        )
        assert planned.n_troubles == 0, planned.files[0].troubles
        if planned.to_add:
            import_planned(other, planned, now=NOW)
        return kept(other)


def by_start(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.start)


def nasty_log() -> list[Row]:
    """Each odd text as a name, a note and a tag."""
    return [
        Row(
            " ".join(text.split()),
            " ".join(NASTY[-1 - at].split()),
            START + timedelta(hours=at),
            START + timedelta(hours=at + 2),
            at % 2 == 0,
            text,
            tidy_tags([text, "b"]),
        )
        for at, text in enumerate(NASTY[:-2])
    ]


@pytest.mark.slow
@settings(max_examples=25)
@given(rows=logs(1), file_format=st.sampled_from(["csv", "json"]))
@example(rows=nasty_log(), file_format="csv")
@example(rows=nasty_log(), file_format="json")
def test_our_own_formats_hold_everything(rows: list[Row], file_format: str) -> None:
    """To the millisecond, over the days on which clocks change, in a zone with an odd offset."""
    assert there_and_back(rows, file_format, BERLIN) == by_start(rows)
    assert there_and_back(rows, file_format, KATHMANDU) == by_start(rows)


@settings(max_examples=25)
@given(rows=logs(1000), file_format=st.sampled_from(["toggl", "clockify", "timewarrior"]))
@example(rows=nasty_log(), file_format="toggl")
@example(rows=nasty_log(), file_format="clockify")
@example(rows=nasty_log(), file_format="timewarrior")
def test_other_formats_hold_everything_to_the_second(rows: list[Row], file_format: str) -> None:
    """Being unattended is a tag there."""
    assert there_and_back(rows, file_format, KATHMANDU) == by_start(rows)


@settings(max_examples=25)
@given(rows=logs(1000))
@example(rows=nasty_log())
@example(rows=[Row("c (d)", "a (b) e", START, START + timedelta(days=1), True, r"\n \, \\;", ("x,y", "z;"))])
@example(rows=[Row("p", "q", START.replace(hour=0), START.replace(hour=0) + timedelta(days=1), True, "", ())])
def test_a_calendar_holds_everything_that_calendars_may_hold(rows: list[Row]) -> None:
    """To the second, also a whole day of work; lines are ended in one way, and signs of control are no text."""
    wanted = [
        row._replace(note=allowed(row.note).strip(), tags=tidy_tags(map(allowed, row.tags))) for row in by_start(rows)
    ]
    assert there_and_back(rows, "ics", KATHMANDU) == wanted


@settings(max_examples=15)
@given(rows=logs(1000))
@example(rows=nasty_log())
def test_watson_holds_all_but_notes(rows: list[Row]) -> None:
    """It has no place for them."""
    assert there_and_back(rows, "watson", BERLIN) == [row._replace(note="") for row in by_start(rows)]


@pytest.fixture
def exports(store: Store) -> dict[str, Exported]:
    """A log with odd texts, and a timer that runs, in every format."""
    filled(store, nasty_log())
    phase = planning.phases(store, planning.projects(store)[0].id)[0]
    timelog.start(store, phase.id, now=NOW)
    return {name: export_log(store, name, zone=BERLIN, now=NOW) for name in EXPORT_FORMATS}


@pytest.mark.parametrize("file_format", ["csv", "toggl", "clockify"])
def test_no_cell_runs_in_a_spreadsheet(exports: dict[str, Exported], file_format: str) -> None:
    """Not one begins as a formula does."""
    rows = list(csv.reader(io.StringIO(exports[file_format].text, newline="")))
    assert len(rows) == len(NASTY) - 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_columns_of_our_own_table_are_a_contract(exports: dict[str, Exported]) -> None:
    """Scripts rely on the names, and on instants with their offset."""
    rows = list(csv.DictReader(io.StringIO(exports["csv"].text, newline="")))
    assert list(rows[0]) == ["project", "phase", "start", "end", "attended", "note", "tags"]
    assert rows[0] == {
        "project": "'=1+1",
        "phase": "a b",
        "start": "2026-03-27T10:00:00+01:00",
        "end": "2026-03-27T12:00:00+01:00",
        "attended": "true",
        "note": "'=1+1",
        "tags": "'=1+1, b",
    }


def test_a_running_timer_is_left_out_and_named(exports: dict[str, Exported]) -> None:
    """It has no end yet."""
    for exported in exports.values():
        assert exported.n_entries == len(NASTY) - 2
        assert exported.running is not None


def test_a_calendar_holds_each_entry_as_an_event_in_utc(exports: dict[str, Exported]) -> None:
    """A calendar program reads it back; no line is longer than 75 octets."""
    text = exports["ics"].text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [row.start for row in nasty_log()]
    assert str(events[6]["summary"]) == 'a b (say "hi", twice)'.replace("a b", nasty_log()[6].phase)
    assert str(events[6]["description"]) == 'say "hi", twice'


def test_only_one_project_is_exported_when_asked(store: Store) -> None:
    """By its id; deleted projects never."""
    filled(store, nasty_log()[:2])
    one, other = planning.projects(store)
    assert export_log(store, "csv", project_id=one.id, zone=BERLIN, now=NOW).n_entries == 1
    planning.delete_project(store, other.id, now=NOW)
    assert export_log(store, "csv", zone=BERLIN, now=NOW).n_entries == 1

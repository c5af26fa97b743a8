"""Interruptions in a table: no hours of work, kept in the log, gone with an undo."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from planner import planning, timelog
from planner.domain.errors import InvalidImport
from planner.exchange import (
    EndRule,
    Mapping,
    ReadOptions,
    SourceFile,
    Unanswered,
    Unit,
    import_planned,
    preview_import,
    read_file,
)
from planner.exchange.entries.read_entries import ReadEntry, ReadFile
from planner.store import Store

PSP = (
    "Date,Start,Stop,Interruption,Delta,Project,Activity",
    "2026-03-02,09:00,12:00,30,150,Thesis,Coding",
    "2026-03-02,13:00,17:00,60,180,Thesis,Testing",
)


def table(*lines: str) -> ReadFile:
    return read_file("log.csv", "\n".join(lines).encode(), None, ReadOptions())[1]


def minutes(one: ReadEntry) -> tuple[float, float]:
    """Minutes from start to end, and those of them that were no work."""
    assert one.stopped_at is not None
    return (one.stopped_at - one.started_at).total_seconds() / 60, one.interrupted_s / 60


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Break", "0:30"),
        ("Pause (min)", "30"),
        ("Interruption", "30"),
        ("Pause (h)", "0,5"),
        ("Break hours", "0.5"),
        ("Break (seconds)", "1800"),
        ("Rast", "30 min"),
        ("Przerwa", "00:30:00"),
        ("Tauko", "0.5"),
        ("Mola (dk)", "30"),
    ],
)
def test_a_break_is_taken_off_whatever_it_is_called_and_counted_in(heading: str, cell: str) -> None:
    """Nine to five with half an hour of break."""
    (one,) = table(f"Date;Start;End;{heading};Project", f"2026-03-02;09:00;17:00;{cell};A").entries
    assert minutes(one) == (480, 30)


@pytest.mark.parametrize(
    ("duration", "interrupted"), [("7:30", 30), ("8:00", 30), ("450", 30), ("480", 30), ("7.5", 30), ("7:00", 60)]
)
def test_a_break_that_a_duration_has_taken_off_already_is_never_taken_off_twice(
    duration: str, interrupted: float
) -> None:
    """With it or without it, in any unit; a duration that counts less work than both is believed."""
    row = f"2026-03-02,09:00,17:00,0:30,{duration},A"
    (one,) = table("Date,Start,End,Break,Duration,Project", row).entries
    assert minutes(one) == (480, interrupted)


def test_time_between_start_and_end_that_was_not_worked_is_an_interruption() -> None:
    """As Super Productivity says: worked 5:10 between nine and a quarter to six."""
    (one,) = table("Date;Start;End;Worked;Titles;Projects", "2026-03-02;09:00;17:45;5:10;Clean;Thesis").entries
    assert minutes(one) == (525, 215)


def test_a_number_of_breaks_that_could_be_two_units_is_asked_about() -> None:
    """Two hours or two minutes: nothing in the row tells."""
    with pytest.raises(
        InvalidImport, match=r"'Interruption' does not say what it counts: '2' could be hours or minutes"
    ):
        table("Date,Start,Stop,Interruption,Project", "2026-03-02,09:00,12:00,2,A")


def test_an_interruption_longer_than_its_entry_is_left_out_with_its_line() -> None:
    """Never negative hours."""
    found = table(
        "Date,Start,Stop,Break (min),Project",
        "2026-03-02,09:00,10:00,90,A",
        "2026-03-02,11:00,12:00,30,A",
        *[f"2026-03-{day:02},11:00,12:00,30,A" for day in range(3, 20)],
    )
    assert [one.sentence for one in found.troubles] == [
        "Line 2 says a longer interruption than the time between start and end."
    ]


def test_rows_that_are_breaks_themselves_are_no_work() -> None:
    """Clockify exports them with a type."""
    found = table(
        "Project,Description,Type,Start Date,Start Time,End Date,End Time",
        "A,x,Regular,2026-03-02,09:00,2026-03-02,10:00",
        "A,lunch,Break,2026-03-02,12:00,2026-03-02,12:30",
    )
    assert len(found.entries) == 1
    assert [one.sentence for one in found.troubles] == ["Line 3 is a break, no work."]


def test_the_log_keeps_hours_of_work_and_the_interruption_behind_them(store: Store, now: datetime) -> None:
    """2.5 h and 3 h of work, half an hour and an hour of interruption; the undo takes all of it away."""
    source = SourceFile("psp.csv", "\n".join(PSP).encode())
    planned = preview_import(
        store, [source], None, options=ReadOptions(), mapping=Mapping(), open_ends=EndRule(), now=now
    )
    assert planned.hours == 5.5
    import_planned(store, planned, now=now)
    project = planning.project_named(store, "Thesis")
    assert [one.hours(now) for one in timelog.entries(store, project.id)] == [2.5, 3]
    first, second = store.interruptions.of_project(project.id)
    assert (first.started_at, first.stopped_at) == (
        datetime(2026, 3, 2, 11, 30, tzinfo=UTC),
        datetime(2026, 3, 2, 12, tzinfo=UTC),
    )
    assert second.stopped_at == datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert timelog.interruption(store) is None
    timelog.undo_last(store, now=now)
    assert planning.projects(store) == []


def test_an_undo_leaves_interruptions_that_were_there_before(store: Store, now: datetime) -> None:
    """And those of entries that were changed since."""
    project = planning.create_project(
        store, "Thesis", phases=["Coding", "Testing"], now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    source = SourceFile("psp.csv", "\n".join(PSP).encode())
    planned = preview_import(
        store, [source], None, options=ReadOptions(), mapping=Mapping(), open_ends=EndRule(), now=now
    )
    import_planned(store, planned, now=now)
    again = preview_import(
        store, [source], None, options=ReadOptions(), mapping=Mapping(), open_ends=EndRule(), now=now
    )
    assert again.n_duplicates == 2
    timelog.undo_last(store, now=now)
    assert timelog.entries(store, project.id) == []
    assert store.interruptions.of_project(project.id) == []


def test_an_answer_is_for_the_column_that_was_asked_about() -> None:
    """Minutes of interruption make no minutes of a duration that is clear."""
    lines = (
        "Date,Start,Stop,Interruption,Comment,Project",
        "2026-03-02,09:00,12:00,2,x,A",
        "2026-03-03,09:00,12:00,1,x,A",
    )
    found = read_file("log.csv", "\n".join(lines).encode(), None, ReadOptions(unit=Unit.MINUTES))[1]
    assert [minutes(one) for one in found.entries] == [(180, 2), (180, 1)]
    lines = ("Date,Worked,Interruption,Project", "2026-03-02,2:30,2,A", "2026-03-03,3:00,1,A")
    with pytest.raises(Unanswered, match="'Interruption' does not say what it counts"):
        table(*lines)
    found = read_file("log.csv", "\n".join(lines).encode(), None, ReadOptions(unit=Unit.MINUTES))[1]
    assert [minutes(one) for one in found.entries] == [(152, 2), (181, 1)]

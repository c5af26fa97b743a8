"""Time logs as people have them: seconds, minutes, breaks, odd clocks, other languages; their hours counted apart."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from planner import planning
from planner.exchange import EndRule, Mapping, ReadOptions, SourceFile, import_planned, preview_import, read_file
from planner.exchange.entries.read_entries import ReadEntry, ReadFile
from planner.store import Store
from tests.places import FIXTURES

BERLIN = ZoneInfo("Europe/Berlin")
FOLDER = FIXTURES / "timelogs"


def read(name: str) -> ReadFile:
    """A file of the folder, read on a machine in Berlin."""
    return read_file(name, (FOLDER / name).read_bytes(), None, ReadOptions(BERLIN))[1]


def entries(found: ReadFile) -> list[tuple[str, float]]:
    """Where each entry begins on the clocks of Berlin, and its minutes of work."""
    return [(f"{one.started_at.astimezone(BERLIN):%d %H:%M}", round(_seconds(one) / 60, 2)) for one in found.entries]


def _seconds(one: ReadEntry) -> float:
    assert one.stopped_at is not None
    return (one.stopped_at - one.started_at).total_seconds() - one.interrupted_s


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kimai1_seconds.csv", [("02 09:00", 90), ("03 09:00", 150)]),
        ("rt.csv", [("02 09:00", 30), ("02 09:30", 10), ("02 10:00", 60)]),
        ("minutes2.csv", [("02 09:00", 90)]),
        ("psp.csv", [("02 09:00", 150), ("02 13:00", 180)]),
        ("no_end.csv", [("02 09:00", 18.42), ("02 09:18", 0.7)]),
        ("m.csv", [("02 22:00", 120), ("03 22:00", 120), ("04 09:00", 510)]),
        ("kimai_de.csv", [("02 14:00", 150)]),
        ("worklog_worklog.csv", [("02 09:00", 310), ("02 17:45", 88), ("03 08:30", 185)]),
        ("clickup.csv", [("02 09:00", 90)]),
        ("sep.csv", [("02 09:00", 90)]),
        ("hamster.tsv", [("02 09:00", 90)]),
        ("simpletimetracker.csv", [("02 09:00", 90)]),
        ("atimelogger.csv", [("02 09:00", 90), ("02 23:00", 120)]),
    ],
)
def test_each_file_has_the_hours_that_were_worked(name: str, expected: list[tuple[str, float]]) -> None:
    """At their hours of the day, and nothing left out."""
    found = read(name)
    assert (entries(found), found.troubles) == (expected, [])


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("kimai1_seconds.csv", [("Thesis", "Training", "")] * 2),
        ("psp.csv", [("", "Coding", ""), ("", "Testing", "")]),
        ("no_end.csv", [("Thesis", "", "Clean"), ("Thesis", "", "Train")]),
        ("kimai_de.csv", [("Thesis", "Training", "first run")]),
        (
            "worklog_worklog.csv",
            [("Thesis", "Clean labels", ""), ("Thesis", "Read papers", ""), ("Thesis", "Train model", "")],
        ),
        ("clickup.csv", [("", "Training", "run")]),
        ("hamster.tsv", [("Thesis", "Training", "run 1")]),
        ("simpletimetracker.csv", [("", "Coding", "")]),
        ("atimelogger.csv", [("", "Study", "labels"), ("", "Study", "")]),
        (
            "rt.csv",
            [
                ("Software Development", "editor", ""),
                ("Communication", "mail", ""),
                ("Software Development", "editor", ""),
            ],
        ),
    ],
)
def test_project_task_and_note_are_found(name: str, places: list[tuple[str, str, str]]) -> None:
    """Whatever the columns are called there."""
    assert [(one.project, one.phase, one.note) for one in read(name).entries] == places


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("kimai1_seconds.csv", "'Duration' is read in seconds: '5400' is 1.5 h, the only unit that makes sense"),
        ("psp.csv", "'Interruption' is read in minutes: '30' is 30 min, as the rest of the row tells."),
        ("psp.csv", "2 entries have interruptions of 1.5 h in all: they are kept as interruptions"),
        ("worklog_worklog.csv", "1 entry says no time of day: placed behind the others of the date"),
        ("worklog_worklog.csv", "2 entries have interruptions of 4 h in all"),
        ("rt.csv", "1 entry begins at the same moment as the one before"),
        ("atimelogger.csv", "Line 5 begins a second table (Activity type,Duration,%): its 2 rows are left out."),
        ("rt.csv", "Read as an export of RescueTime."),
        ("kimai_de.csv", "Read as an export of Kimai."),
        ("worklog_worklog.csv", "Read as an export of Super Productivity."),
        ("clickup.csv", "Read as an export of ClickUp."),
        ("hamster.tsv", "Read as an export of Hamster."),
        ("simpletimetracker.csv", "Read as an export of Simple Time Tracker."),
        ("atimelogger.csv", "Read as an export of aTimeLogger."),
    ],
)
def test_what_was_guessed_is_said(name: str, remark: str) -> None:
    """A person can see how the file was read, and by whom it was written."""
    assert any(said.startswith(remark) for said in read(name).remarks), read(name).remarks


def test_a_client_and_the_id_of_an_entry_are_kept() -> None:
    """They tell projects of one name and edited entries apart."""
    assert read("kimai_de.csv").entries[0].client == "Uni"
    assert read("clickup.csv").entries[0].source_id == "11"


def test_a_sign_that_no_text_can_hold_does_not_stop_an_import(store: Store, now: datetime) -> None:
    """The name is taken without it."""
    source = SourceFile("log.csv", b"Date,Hours,Project\n2026-03-02,1.5,The\x1bsis\n")
    planned = preview_import(
        store, [source], None, options=ReadOptions(BERLIN), mapping=Mapping(), open_ends=EndRule(), now=now
    )
    import_planned(store, planned, now=now)
    assert [project.name for project in planning.projects(store)] == ["Thesis"]

"""`callit import` and `callit export` from the terminal."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner import planning, timelog
from planner.domain.project import Project
from planner.store import Store, open_store
from tests.integration.command_line import CommandLine

TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
    "Ann,,,Thesis,Read,papers,No,2026-05-07,09:00:00,2026-05-07,10:30:00,01:30:00,quiet\n"
    "Ann,,,Thesis,Write,,No,2026-05-07,11:00:00,2026-05-07,12:00:00,01:00:00,\n"
    "Ann,,,Thesis,Write,,No,2026-05-07,13:00:00,,,,\n"
)
UNDO = "'callit undo' takes them back, with what was made for them."


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: datetime) -> CommandLine:
    """A terminal on a machine in Berlin, at half past four on Friday 8 May."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setattr("planner.cli.exchange.now", lambda: now)
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report of Toggl, whose last entry has no end."""
    path = tmp_path / "toggl.csv"
    path.write_text(TOGGL, encoding="utf-8")
    return path


def test_a_dry_run_says_all_that_would_happen_and_changes_nothing(
    callit: CommandLine, store: Store, report: Path
) -> None:
    """Rows, hours, what is left out and why, the zone, where entries go."""
    assert callit.done("import", "toggl", str(report), "--dry-run").splitlines() == [
        "toggl.csv (toggl): 2 entries, 2.5 h.",
        "  1 left out:",
        "    Line 4 started 2026-05-07 13:00 and has no end.",
        "Say when entries without an end ended with --open-ends 17:00, or how long they were with --open-ends 1.5h; "
        "--open-ends skip leaves them out.",
        "Clock times are read in the zone Europe/Berlin (that of this machine; --zone names another).",
        "Thesis (new project)",
        "  Read: 1 entry, 1.5 h, new phase",
        "  Write: 1 entry, 1 h, new phase",
        "The first entries:",
        "  2026-05-07 09:00   1.5 h  Thesis / Read  papers",
        "  2026-05-07 11:00     1 h  Thesis / Write",
        "Would import 2 entries, 2.5 h. Nothing was changed.",
    ]
    assert planning.projects(store) == []


def test_a_report_is_imported_once_and_undone_as_a_whole(callit: CommandLine, store: Store, report: Path) -> None:
    """A second time everything is there already; after the undo nothing is."""
    lines = callit.done("import", "toggl", str(report), "--open-ends", "17:00").splitlines()
    assert lines[-1] == f"Imported 3 entries from toggl.csv. {UNDO}"
    project = planning.project_named(store, "Thesis")
    assert sum(entry.hours(entry.started_at) for entry in timelog.entries(store, project.id)) == 6.5
    again = callit.done("import", "toggl", str(report), "--open-ends", "17:00").splitlines()
    assert "  3 in the log already, left out; --again imports them too." in again
    assert again[-1].startswith("Nothing was imported: the log has it all already.")
    gone = "With it went the project Thesis, made for it."
    assert callit.done("undo") == f"Undone: imported 3 entries from toggl.csv. {gone}\n"
    assert planning.projects(store) == []
    assert timelog.running(store) is None


def test_scripts_read_the_preview_as_json(callit: CommandLine, store: Store, report: Path) -> None:
    """In a dry run nothing is imported; each line that is left out has its number."""
    said = callit("import", str(report), "--dry-run", "--json").json
    assert (said["imported"], said["to_import"], said["zone"]) == (0, 2, "Europe/Berlin")
    (file,) = said["files"]
    assert (file["format"], file["entries"], file["hours"], file["duplicates"]) == ("toggl", 2, 2.5, 0)
    assert [left["line"] for left in file["left_out"]] == [4]
    (project,) = said["projects"]
    assert [(phase["name"], phase["new"], phase["hours"]) for phase in project["phases"]] == [
        ("Read", True, 1.5),
        ("Write", True, 1.0),
    ]
    assert planning.projects(store) == []
    assert callit("import", str(report), "--json").json["imported"] == 2


def test_the_format_can_be_left_to_the_file_and_the_zone_be_named(
    callit: CommandLine, store: Store, report: Path
) -> None:
    """The preview says what was guessed."""
    out = callit.done("import", str(report), "--zone", "UTC", "--project", "All")
    assert "toggl.csv (toggl): 2 entries" in out
    assert "the zone UTC (as asked)" in out
    (first, _) = timelog.entries(store, planning.project_named(store, "All").id)
    assert first.started_at.hour == 9


def test_any_table_is_imported_by_its_columns(callit: CommandLine, tmp_path: Path) -> None:
    """Their names are given as options."""
    path = tmp_path / "mine.csv"
    path.write_text("wann;was;std\n2026-05-07;Lesen;1,5\n", encoding="utf-8")
    out = callit.done(
        "import", "csv", str(path), "--date", "wann", "--hours", "std", "--phase-column", "was", "--day-start", "08:00"
    )
    assert "  Lesen: 1 entry, 1.5 h, new phase" in out
    assert "from 08:00 on" in out


def test_a_long_list_of_what_is_left_out_is_cut_and_says_how_to_see_it(callit: CommandLine, tmp_path: Path) -> None:
    """The dry run says every line."""
    path = tmp_path / "log.csv"
    good = "A,B,2026-05-07 09:00,2026-05-07 10:00\n"
    path.write_text("project,phase,start,end\n" + good + "A,B,soon,later\n" * 9, encoding="utf-8")
    assert callit.done("import", "csv", str(path), "--dry-run").count("says 'soon'") == 9
    out = callit.done("import", "csv", str(path))
    assert out.count("says 'soon'") == 5
    assert "and 4 more; --dry-run says them all." in out


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("project,phase,start,end\nA,B,soon,later\n", (), "Nothing in log.csv can be imported. Line 2 says 'soon'"),
        ("project,phase,start,end\n", (), "log.csv holds no entries."),
        ("", (), "log.csv: it is empty."),
        ("a,b\n1,2\n", (), "log.csv: no columns say when entries began and ended. It has: a, b."),
        ("start date,start time,end\n03/04/2026,9:00,x\n", ("--end", "end"), "Say so with --day-order"),
        ("[1,", ("watson",), "log.csv: line 1 is not JSON"),
    ],
)
def test_a_file_without_an_entry_is_one_sentence(
    callit: CommandLine, tmp_path: Path, text: str, words: tuple[str, ...], said: str
) -> None:
    """Exit code 1, and nothing is made."""
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    named = [word for word in words if word == "watson"]
    options = [word for word in words if word != "watson"]
    assert said in callit("import", *named, str(path), *options).sentence
    with open_store() as store:
        assert planning.projects(store) == []


def test_a_file_that_is_not_there_is_one_sentence(callit: CommandLine, tmp_path: Path) -> None:
    """It says what formats there are, for a slip in the first word looks the same."""
    sentence = callit("import", "togl", str(tmp_path / "nope.csv")).sentence
    assert "togl cannot be read (No such file or directory)" in sentence
    assert "toggl, clockify" in sentence


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("import", "toggl"),
        ("import", "x.csv", "--zone", "Mars/Base"),
        ("import", "x.csv", "--open-ends", "late"),
        ("import", "x.csv", "--day-start", "25:00"),
        ("import", "x.csv", "--day-order", "ymd"),
        ("export",),
        ("export", "csv", "--zone", "Mars/Base"),
    ],
)
def test_wrong_usage_ends_with_two(callit: CommandLine, words: tuple[str, ...], tmp_path: Path) -> None:
    """A script can tell it from work that failed."""
    (tmp_path / "x.csv").write_text(TOGGL, encoding="utf-8")
    ran = callit(*[str(tmp_path / word) if word == "x.csv" else word for word in words])
    assert ran.code == 2
    assert "Traceback" not in ran.err


@pytest.fixture
def project(home: Path, now: datetime) -> Project:
    """A project with an entry and a running timer."""
    with open_store(home) as opened:
        made = planning.create_project(opened, "Thesis", now=now - timedelta(days=3))
        clean, explore = (planning.phase_named(opened, made.id, name).id for name in ("Clean", "Explore"))
        timelog.add_entry(opened, clean, now - timedelta(hours=3), now - timedelta(hours=2), now=now, note="=1+1")
        timelog.start(opened, explore, now=now)
    return made


def test_an_export_goes_to_the_terminal_and_says_beside_it_what_is_left_out(
    callit: CommandLine, project: Project
) -> None:
    """What a script reads is the table alone."""
    ran = callit("export", "csv")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "project,phase,start,end,attended,note,tags",
        "Thesis,Clean,2026-05-08T13:30:00+02:00,2026-05-08T14:30:00+02:00,true,'=1+1,",
    ]
    assert ran.err == "The timer that runs on Explore is left out: it has no end yet.\n"


def test_an_export_is_written_to_a_file_and_imported_again(
    callit: CommandLine, store: Store, project: Project, tmp_path: Path
) -> None:
    """What the log has already is no news."""
    out = tmp_path / "log.json"
    ran = callit("export", "json", "--project", "thesis", "--out", str(out))
    assert ran.out == f"Exported 1 entry to {out}.\n"
    assert json.loads(out.read_text(encoding="utf-8"))["entries"][0]["note"] == "=1+1"
    assert "1 in the log already" in callit.done("import", str(out))
    assert callit.done("import", str(out), "--project", "Copy").endswith(f"Imported 1 entry from log.json. {UNDO}\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export", "xml"), "'xml' is no format. Choose csv, json"),
        (("export", "csv", "--project", "Nope"), "There is no project 'Nope'."),
        (("export", "csv", "--out", "/nowhere/at/all.csv"), "/nowhere/at/all.csv cannot be written"),
    ],
)
def test_an_export_that_cannot_be_is_one_sentence(callit: CommandLine, words: tuple[str, ...], said: str) -> None:
    """With what to do instead."""
    assert said in callit(*words).sentence

"""`callit import`: changes before and after, hours claimed twice, and formats that are named or guessed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from planner import timelog
from planner.exchange import FORMATS, IMPORT_FORMATS
from planner.store import Store
from tests.integration.command_line import CommandLine
from tests.places import TIMELOGS


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: datetime) -> CommandLine:
    """A terminal on a machine in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setattr("planner.cli.exchange.now", lambda: now)
    return CommandLine(monkeypatch, capsys)


def case(name: str) -> str:
    return str(TIMELOGS / name)


def test_a_changed_entry_is_said_before_and_after_and_undone(callit: CommandLine, store: Store) -> None:
    """The dry run changes nothing."""
    callit.done("import", case("toggl1.csv"))
    lines = callit.done("import", case("toggl2.csv"), "--dry-run").splitlines()
    assert "  1 entry changed:" in lines
    assert "    2026-03-02 09:00 Thesis / Training: note was 'run', now 'run 1, lr 0.01'" in lines
    assert lines[-1] == "Would import 0 entries, 0 h, and change 1. Nothing was changed."
    said = callit("import", case("toggl2.csv"), "--dry-run", "--json").json
    assert (said["to_import"], said["to_change"], said["changed"]) == (0, 1, 0)
    assert said["files"][0]["changes"][0]["changes"] == {"note": {"before": "run", "after": "run 1, lr 0.01"}}
    assert callit.done("import", case("toggl2.csv")).splitlines()[-1] == (
        "Changed 1 entry as in toggl2.csv. 'callit undo' gives them their former values."
    )
    assert [entry.note for _, _, entry in store.entries.with_names(None)] == ["run 1, lr 0.01"]
    assert callit.done("undo") == "Undone: changed 1 entry as in toggl2.csv.\n"
    assert [entry.note for _, _, entry in store.entries.with_names(None)] == ["run"]


def test_an_entry_changed_here_too_is_asked_about(callit: CommandLine, store: Store, now: datetime) -> None:
    """`--overwrite` is the answer."""
    callit.done("import", case("toggl1.csv"))
    ((_, _, entry),) = store.entries.with_names(None)
    timelog.edit_entry(store, entry.id, now=now, note="by hand")
    lines = callit.done("import", case("toggl2.csv")).splitlines()
    assert (
        "  1 entry changed in the file was changed here, too, and stays as in the log; --overwrite takes what the file "
        "says:" in lines
    )
    assert [entry.note for _, _, entry in store.entries.with_names(None)] == ["by hand"]
    callit.done("import", case("toggl2.csv"), "--overwrite")
    assert [entry.note for _, _, entry in store.entries.with_names(None)] == ["run 1, lr 0.01"]


def test_hours_claimed_twice_are_said_also_to_scripts(callit: CommandLine, store: Store) -> None:
    """Counted by hand: 11.7 h in an interval of 5.35 h."""
    sentence = "4 entries to import overlap one another: 6.3 h would be claimed twice."
    assert sentence in callit.done("import", case("synced_twice.csv"), "--dry-run").splitlines()
    said = callit("import", case("synced_twice.csv"), "--dry-run", "--json").json
    assert said["claimed_twice"] == {
        "entries": 4,
        "hours": pytest.approx(6.35),
        "entries_in_log": 0,
        "hours_in_log": 0,
    }


@pytest.mark.parametrize("how", [("klog",), ("--format", "klog"), ()])
def test_a_format_is_named_before_the_file_by_an_option_or_found(
    callit: CommandLine, store: Store, how: tuple[str, ...]
) -> None:
    """All three read the same."""
    words = [*how, case("klog.klg")] if how[:1] == ("klog",) else [case("klog.klg"), *how]
    assert callit.done("import", *words, "--dry-run").splitlines()[0] == "klog.klg (klog): 1 entry, 1.5 h."


def test_a_wrong_guess_says_what_was_guessed_and_how_to_say_another(
    callit: CommandLine, store: Store, tmp_path: Path
) -> None:
    """For a file as a whole, and where none of its entries can be read."""
    path = tmp_path / "frames"
    path.write_text('[[1772442000, 1772445600, null, "id", []]]', encoding="utf-8")
    assert (
        callit("import", str(path))
        .err.strip()
        .endswith(
            "Nothing in frames can be imported. Frame 1 says null where a text was expected. It was read as Watson. "
            "If another program wrote it, say which, such as --format timewarrior."
        )
    )
    path.write_text('{"buckets": {}}', encoding="utf-8")
    refused = callit("import", str(path)).err
    assert "It was read as ActivityWatch. If another program wrote it, say which, such as --format " in refused
    assert "'nothing' is no format for --format" in " ".join(
        callit("import", str(path), "--format", "nothing").err.split()
    )


def test_the_help_names_every_format(callit: CommandLine) -> None:
    """One list for the command, the page and the reader."""
    shown = " ".join(callit.done("import", "--help").replace("│", " ").split())
    assert not [name for name in IMPORT_FORMATS if name not in shown]
    programs = [each.title for each in FORMATS if each.key not in ("csv", "calendar", "json")]
    assert not [title for title in (*programs, "any table", "calendars") if title not in shown]

"""Names that are no UTF-8, and terminals that are not: a sentence, or it works; never an internal error."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from model.folder.reload import can_fork
from planner import planning, sample_project, timelog
from planner.availability import load_availability
from planner.backup.last import last_backup
from planner.clock import now
from planner.domain.training import SessionState, TrainingSession
from planner.store import open_store
from tests.ready_programs import ready_programs

_BAD = os.fsdecode(b"caf\xe9")  # Latin-1, as an old disk or a zip of another system leaves it
_EMOJI = "Café \U0001f600 “x”"
_TERMINALS = {
    "utf-8": {"LC_ALL": "C.UTF-8"},
    "no locale at all": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ascii output": {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii"},
    "latin-1 output": {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "latin-1"},
    "strict output": {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8:strict"},
}


@dataclass(frozen=True)
class Terminal:
    """A terminal of its own kind, in a folder whose name is no UTF-8; the data folder's is none either."""

    folder: Path
    home: Path
    settings: dict[str, str]

    def __call__(self, *words: str | bytes) -> subprocess.CompletedProcess[bytes]:
        """Type a command: a real process, which must not stop at an internal error."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
        own = {"CALLIT_HOME": str(self.home), "TZ": "Europe/Berlin"}
        ran = self._run([os.fsdecode(word) for word in words], kept | self.settings | own)
        assert b"Something went wrong" not in ran.stderr, (self.home / "callit.log").read_text("utf-8", "replace")
        assert b"Traceback" not in ran.stderr
        return ran

    def _run(self, words: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
        """Where Python has to begin in another way, it does; what its streams are is the same for one that is ready."""
        if can_fork() and self.settings["LC_ALL"] == "C.UTF-8":
            ready = ready_programs().start("callit", words, folder=self.folder, environment=variables)
            out, err = ready.bytes_said(120)
            return subprocess.CompletedProcess(words, ready.returncode or 0, out, err)
        callit = [sys.executable, "-P", "-c", "from planner.cli.main import main; main()"]
        typed = [os.fsencode(word) for word in (*callit, *words)]
        return subprocess.run(
            typed,
            env=variables,
            cwd=self.folder,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=120,
        )

    def done(self, *words: str | bytes) -> bytes:
        """A command that must succeed; what it printed."""
        ran = self(*words)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout


@pytest.fixture(params=_TERMINALS)
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Terminal:
    folder = tmp_path / _BAD
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes no name that is no UTF-8")
    return Terminal(folder, tmp_path / f"home {_BAD}", _TERMINALS[request.param])


def test_a_timer_at_any_terminal(terminal: Terminal) -> None:
    """A project with an emoji and an accent is made, shown in words and in JSON."""
    terminal.done("start", "Model", "--project", _EMOJI, "--new")
    assert b"Model runs since" in terminal.done("status")
    assert json.loads(terminal.done("status", "--json"))["running"]["project"] == _EMOJI


@pytest.mark.parametrize("terminal", ["no locale at all"], indirect=True)
def test_a_day_with_such_names(terminal: Terminal) -> None:
    """An import from a file of such a name, a calendar, an export, a backup and back."""
    (terminal.folder / f"log {_BAD}.csv").write_text(
        "project,phase,start,end\nAlpha,Model,2026-05-08 09:00,2026-05-08 10:00\n", encoding="utf-8"
    )
    event = "BEGIN:VEVENT\nUID:1\nDTSTART:20260601T080000Z\nDTEND:20260601T100000Z\nSUMMARY:x\nEND:VEVENT"
    (terminal.folder / f"{_BAD}.ics").write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}\nEND:VCALENDAR\n", "utf-8")
    terminal.done("import", "csv", f"log {_BAD}.csv")
    week = ("--from", "2026-06-01", "--to", "2026-06-05", "--hours", "Mon-Fri 9-17")
    terminal.done("availability", *week, "--calendar", f"{_BAD}.ics", "--save")
    rows = csv.DictReader(io.StringIO(terminal.done("export", "csv").decode("utf-8")))
    assert [row["project"] for row in rows] == ["Alpha"]
    terminal.done("export", "csv", "--out", f"out {_BAD}.csv")
    assert (terminal.folder / f"out {_BAD}.csv").is_file()
    terminal.done("backup", f"all {_BAD}.zip")
    assert b"1 project" in terminal.done("restore", f"all {_BAD}.zip")
    with open_store(terminal.home) as store:
        kept, last = load_availability(store), last_backup(store)
    assert kept is not None
    assert kept.calendars[0].path.is_file()
    assert last is not None
    assert last.path == terminal.folder / f"all {_BAD}.zip"


@pytest.mark.parametrize("terminal", ["no locale at all"], indirect=True)
def test_what_cannot_be_is_said_in_one_sentence(terminal: Terminal) -> None:
    """Notes, names and tags that are no UTF-8; files of such names that are not there."""
    terminal.done("start", "Model", "--project", "Alpha", "--new")
    for typed in (["--note", b"\xe9"], ["--project", b"\xe9"]):
        ran = terminal("start", "Clean", *typed)
        assert ran.returncode == 2
        assert b"holds bytes that are no UTF-8" in ran.stderr
    for command in (
        ["import", f"{_BAD}.csv"],
        ["train", f"{_BAD}.csv"],
        ["restore", _BAD],
    ):
        assert terminal(*command).returncode in (1, 2)
    assert b"There is no command" in terminal("run", "--phase", "Model", "--timebox", "1m", "--", _BAD).stderr


@pytest.mark.parametrize("terminal", ["utf-8"], indirect=True)
def test_a_command_under_a_box_with_such_a_name_is_logged(terminal: Terminal) -> None:
    """Its hours are not lost for the name of a file."""
    terminal.done("start", "Model", "--project", "Alpha", "--new")
    ran = terminal("run", "--phase", "Model", "--timebox", "1m", "--expect", f"{_BAD}.pt", "--", "touch", f"{_BAD}.pt")
    assert ran.returncode == 0, ran.stderr
    with open_store(terminal.home) as store:
        notes = [entry.note for entry in timelog.entries(store, planning.project_named(store, "Alpha").id)]
    assert any(note.startswith("touch") for note in notes)


def test_the_run_folder_of_a_session_comes_back_as_it_was(home: Path, tmp_path: Path) -> None:
    """A path that no text can hold is the same path again."""
    folder = tmp_path / f"model {_BAD}"
    with open_store(home) as store:
        store.sessions.insert_session(
            TrainingSession("s1", folder, "t.csv", "text", "label", 60.0, now(), SessionState.RUNNING)
        )
        assert store.sessions.running_sessions()[0].run_folder == folder
        store.run_folders.put("s1", folder / "x")
        assert store.run_folders.all() == {"s1": folder / "x"}
        store.drafts.save("k", {"path": str(folder)}, now())
        assert store.drafts.load("k") == {"path": str(folder)}


def test_the_sample_project_comes_also_while_something_is_interrupted(home: Path) -> None:
    """Its interruptions are over; the person's own lasts."""
    with open_store(home) as store:
        project = planning.create_project(store, "Alpha", now=now())
        timelog.start(store, planning.phases(store, project.id)[0].id, now=now() - timedelta(hours=1))
        timelog.interrupt(store, "phone", now=now())
        sample_project.add_sample_project(store, now())
        away = timelog.interruption(store)
    assert away is not None
    assert away.interruption.reason == "phone"

"""The timer from the terminal: what is said, what is logged, and how a mistake ends."""

from __future__ import annotations

import dataclasses
import os
import re
import shlex
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner import planning, timelog
from planner.domain.project import Project
from planner.store import DATABASE_FILE, Store, open_store
from tests.integration.command_line import CommandLine

NOBODY = 65534


def test_a_phase_is_started_seen_and_stopped(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """Each command says in one line what is true after it; times are those of the person's clock."""
    assert callit.done("start", "explore") == "Explore runs since 16:30 (Toxic comments).\n"
    at(timedelta(minutes=48))
    assert callit.done("status") == "Explore runs since 16:30, 48 min so far (Toxic comments).\n"
    at(timedelta(minutes=90))
    assert callit.done("stop") == "Stopped Explore after 1.5 h.\n"
    assert callit.done("status") == "No timer is running.\n"


def test_starting_another_phase_switches_to_it(
    callit: CommandLine, store: Store, project: Project, at: Callable[[timedelta], None]
) -> None:
    """The first is closed at the very moment at which the second starts; both are told."""
    callit.done("start", "Clean")
    at(timedelta(minutes=30))
    assert callit.done("start", "Mod") == "Stopped Clean.\nModel runs since 17:00 (Toxic comments).\n"
    first, second = timelog.entries(store, project.id)
    assert first.stopped_at == second.started_at
    assert second.stopped_at is None


@pytest.mark.parametrize(
    ("words", "started"),
    [("25 min ago", "16:05"), ("14:05", "14:05"), ("yesterday 22:40", "Thu 7 May 22:40"), ("17:00", "Thu 7 May 17:00")],
)
def test_a_timer_can_start_when_it_really_did(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None], words: str, started: str
) -> None:
    """`--at` takes the words a person uses; a clock time that has not come yet is yesterday's."""
    assert callit.done("start", "Clean", "--at", words) == f"Clean runs since {started} (Toxic comments).\n"


def test_a_forgotten_timer_is_stopped_when_it_really_ended(
    callit: CommandLine, store: Store, project: Project, at: Callable[[timedelta], None]
) -> None:
    """`stop --at` closes the entry in the past."""
    callit.done("start", "Clean")
    at(timedelta(hours=5))
    assert callit.done("stop", "--at", "17:15") == "Stopped Clean after 45 min.\n"


def test_a_timer_that_ran_while_the_machine_was_off_is_asked_about_with_a_cut_to_type(
    callit: CommandLine, store: Store, project: Project, at: Callable[[timedelta], None], now: datetime
) -> None:
    """Seen last at 17:10, before a restart; the command that is proposed cuts it there."""
    callit.done("start", "Clean")
    seen = timelog.sighting(now + timedelta(minutes=40))
    store.awake.extend(dataclasses.replace(seen, boot="an earlier start of this machine"))
    at(timedelta(hours=3))
    said = callit.done("status")
    assert "The machine was off or restarted, some time between 17:10 and 19:30, while Clean ran." in said
    (command,) = re.findall(r'"callit (.*?)"', said)
    assert callit.done(*shlex.split(command)) == "Stopped Clean after 40 min.\n"


def test_a_cancelled_timer_logs_nothing_and_undo_brings_it_back(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """Nothing is lost by a slip."""
    callit.done("start", "Clean", "--at", "10 min ago")
    assert "nothing is logged" in callit.done("cancel")
    assert callit.done("log").startswith("Toxic comments: 0 h")
    assert callit.done("undo") == "Undone: cancelled the timer on Clean.\n"
    assert callit.done("status").startswith("Clean runs since 16:20")


def test_the_phase_worked_on_last_is_continued(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """After a break one word is enough."""
    callit.done("add", "Explore", "09:00", "10:30")
    assert callit.done("continue") == "Explore runs since 16:30.\n"


def test_the_log_lists_entries_and_adds_them_up(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """Oldest first, a person's hours and the machine's apart, the running entry open."""
    callit.done("add", "Explore", "09:00", "10:30", "--note", "looked at lengths")
    callit.done("add", "Model", "11:00", "13:00", "--unattended")
    callit.done("start", "Write up", "--at", "30 min ago")
    lines = callit.done("log").splitlines()
    assert [line.split(maxsplit=1)[1] for line in lines[:-1]] == [
        "09:00 - 10:30    1.5 h  Explore  looked at lengths",
        "11:00 - 13:00      2 h  Model  (unattended)",
        "16:00 - now   30 min  Write up",
    ]
    assert lines[-1] == "Toxic comments: 2 h of your own and 2 h of machine time in the last 7 days."


def test_scripts_read_the_state_and_the_log_as_json(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """Instants carry their offset, hours are numbers, nothing running is null."""
    assert callit("status", "--json").json == {
        "running": None,
        "training": [],
        "questions": [],
        "interrupted": None,
        "forgotten": None,
    }
    callit.done("add", "Explore", "09:00", "10:30", "--note", "Längen")
    callit.done("start", "Clean", "--at", "15 min ago")
    running = callit("status", "--json").json["running"]
    assert (running["phase"], running["project"], running["hours"]) == ("Clean", "Toxic comments", 0.25)
    assert running["stopped_at"] is None
    first, second = callit("log", "--json").json
    assert (first["note"], first["attended"], first["hours"]) == ("Längen", True, 1.5)
    assert (first["started_at"], first["stopped_at"]) == ("2026-05-08T07:00:00+00:00", "2026-05-08T08:30:00+00:00")
    assert second == running


def test_the_project_is_named_or_the_one_worked_on_last(
    callit: CommandLine, store: Store, project: Project, now: datetime, at: Callable[[timedelta], None]
) -> None:
    """`--project` chooses one; commands after it need not say it again."""
    planning.create_project(store, "Reviews", now=now)
    callit.done("start", "Clean", "--project", "toxic comments")
    at(timedelta(hours=1))
    callit.done("stop")
    assert callit.done("start", "Model").endswith("(Toxic comments).\n")


def test_a_new_project_can_be_started_on_and_is_made_once(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """`--new` makes the project with the usual phases; a name that is there already is simply taken."""
    assert "Side job" in callit.done("start", "Clean", "--project", "Side job", "--new")
    at(timedelta(minutes=5))
    assert "Side job" in callit.done("start", "Explore", "--project", "side job", "--new")
    with open_store() as store:
        assert sorted(found.name for found in planning.projects(store)) == ["Side job", "Toxic comments"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("stop",), "No timer is running, so there is nothing to stop. Start one first."),
        (("cancel",), "No timer is running"),
        (("undo",), "There is nothing to undo."),
        (("continue",), "There is nothing to continue yet. Start a phase first."),
        (("start", "Nonsense"), "There is no phase 'Nonsense'. Choose 'Clean', 'Explore'"),
        (("start", "Clean", "--project", "Nope"), "There is no project 'Nope'. Choose 'Toxic comments'."),
        (("start", "Clean", "--at", "soon"), "'soon' cannot be read as a time. Use 14:05, '10 min ago'"),
        (("start", "Clean", "--at", "2026-05-09 10:00"), "The timer would start in the future."),
        (("add", "Clean", "09:00", "08:00"), "The entry ends before it starts."),
        (("add", "Clean", "2026-01-01", "2026-05-01"), "days long. Correct its start or its end."),
    ],
)
@pytest.mark.usefixtures("at")
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    callit: CommandLine, store: Store, project: Project, words: tuple[str, ...], said: str
) -> None:
    """Exit code 1; the sentence on stderr says what to do."""
    assert said in callit(*words).sentence
    assert timelog.entries(store, project.id) == []


def test_a_stop_before_the_start_says_both_moments_and_the_timer_runs_on(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """A clock time later than now means yesterday's, so the day is in the sentence."""
    callit.done("start", "Clean")
    at(timedelta(minutes=5))
    sentence = callit("stop", "--at", "23:59").sentence
    assert "Clean runs since 16:30" in sentence
    assert "Thu 7 May 23:59" in sentence
    assert callit.done("status").startswith("Clean runs since 16:30")


def test_a_timer_cannot_be_started_twice(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """A second start of the same phase does not restart its clock."""
    callit.done("start", "Clean")
    at(timedelta(minutes=5))
    assert callit("start", "Clean").sentence == "Clean is running already, since 16:30."


def test_before_the_first_project_the_way_to_one_is_said(callit: CommandLine) -> None:
    """Both ways in are named."""
    sentence = callit("start", "Clean").sentence
    assert "callit app" in sentence
    assert "callit demo" in sentence


@pytest.mark.parametrize(
    "words",
    [
        ("start",),
        ("start", "Clean", "--when", "now"),
        ("add", "Clean", "09:00"),
        ("log", "--days", "many"),
        ("log", "--days", "0"),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_with_two_and_points_to_the_help(callit: CommandLine, words: tuple[str, ...]) -> None:
    """A script can tell a slip of the keys from work that failed."""
    ran = callit(*words)
    assert ran.code == 2
    assert "Usage: callit" in ran.err
    assert "Traceback" not in ran.err + ran.out


@pytest.mark.parametrize("words", [("status",), ("start", "Clean"), ("log", "--json"), ("demo",)])
def test_a_database_from_a_newer_version_is_refused_and_stays_as_it_is(
    callit: CommandLine, home: Path, words: tuple[str, ...]
) -> None:
    """An older program does not touch what it does not understand, and says what to do."""
    open_store(home).close()
    with closing(sqlite3.connect(home / DATABASE_FILE)) as database:
        database.execute("PRAGMA user_version = 999")
    before = (home / DATABASE_FILE).read_bytes()
    sentence = callit(*words).sentence
    assert "newer version of Call It" in sentence
    assert "Update Call It" in sentence
    assert (home / DATABASE_FILE).read_bytes() == before


@pytest.fixture
def read_only_home(home: Path, project: Project) -> Iterator[Path]:
    """A data folder in which this process cannot write, even where the tests run as root."""
    for folder in [home, *home.parents]:
        if folder.name.startswith("pytest-of-"):
            break
        folder.chmod(0o755)
    (home / DATABASE_FILE).chmod(0o444)
    home.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    yield home
    if is_root:
        os.seteuid(0)
    home.chmod(0o755)


def test_a_read_only_data_folder_is_one_sentence(callit: CommandLine, read_only_home: Path) -> None:
    """It names the file, and the way out."""
    sentence = callit("start", "Clean").sentence
    assert str(read_only_home / DATABASE_FILE) in sentence
    assert "Make it writable, or set CALLIT_HOME" in sentence

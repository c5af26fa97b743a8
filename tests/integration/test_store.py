"""The database file: opened, shared by processes, refused, and never half written."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import planning, timelog
from planner.domain.errors import CallItError, StoreUnusable, TimerConflict
from planner.store import DATABASE_FILE, Store, open_store
from planner.store.instants import from_text, to_text
from planner.store.migrations import STEPS

NOW = datetime(2026, 5, 8, 14, 30, tzinfo=UTC)
PROCESSES = multiprocessing.get_context("spawn")  # a fork would share SQLite's state with its parent


def test_an_up_to_date_database_opens_at_once(store: Store, home: Path) -> None:
    """Opening costs less than 20 ms, so that a page can open its own at each run."""
    durations_s = []
    for _ in range(5):
        started_s = time.perf_counter()
        open_store(home).close()
        durations_s.append(time.perf_counter() - started_s)
    assert min(durations_s) < 0.020


def test_the_file_keeps_its_promises(store: Store, home: Path) -> None:
    """Write-ahead log, foreign keys, strict tables; and the steps it has been through, by name."""
    with sqlite3.connect(home / DATABASE_FILE) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        tables = {
            row[1]: row for row in other.execute("PRAGMA table_list") if row[2] == "table" and "sqlite" not in row[1]
        }
        steps = [row[0] for row in other.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert {"projects", "phases", "estimates", "time_entries", "training_sessions", "scores"} <= tables.keys()
    assert all(row[5] == 1 for row in tables.values()), "every table is STRICT"
    assert steps == [step.__name__ for step in STEPS]


def test_a_missing_phase_cannot_have_entries(store: Store) -> None:
    """Foreign keys are on in the store's own connection."""
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), store.writing():
        store.results.add(12345, "macro_f1", 0.7, logged_at=NOW)


def test_one_running_timer_is_a_rule_of_the_file(store: Store, home: Path) -> None:
    """Even plain SQL cannot add a second running timer."""
    project = planning.create_project(store, "Toxic", now=NOW)
    timelog.start(store, planning.phases(store, project.id)[0].id, now=NOW)
    with sqlite3.connect(home / DATABASE_FILE) as other, pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        other.execute("INSERT INTO time_entries (phase_id, started_at) VALUES (2, '2026-05-08T15:00:00.000Z')")


def test_several_writes_are_all_there_or_none(store: Store) -> None:
    """An error in the middle of a transaction leaves nothing of it."""

    def write_half() -> None:
        with store.writing():
            planning.create_project(store, "Half", now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert planning.projects(store) == []


def test_the_views_open_in_a_database_browser(store: Store, home: Path) -> None:
    """Whoever opens the file finds names and hours, not only numbers of rows."""
    project = planning.create_project(store, "Toxic", now=NOW)
    phase = planning.phases(store, project.id)[0]
    timelog.add_entry(store, phase.id, NOW - timedelta(minutes=90), NOW, now=NOW, note="odd rows")
    with sqlite3.connect(home / DATABASE_FILE) as other:
        entries = other.execute("SELECT project, phase, hours, note FROM report_entries").fetchall()
        hours = other.execute("SELECT phase, attended_hours FROM report_phase_hours").fetchall()
    assert entries == [("Toxic", "Clean", 1.5, "odd rows")]
    assert hours[:2] == [("Clean", 1.5), ("Explore", 0)]


@given(instant=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.timezones()))
def test_instants_come_back_in_utc_to_the_millisecond(instant: datetime) -> None:
    """Whatever zone it was said in, the same instant is read; text order is time order."""
    kept = from_text(to_text(instant))
    assert timedelta(0) <= instant - kept < timedelta(milliseconds=1)
    assert kept.utcoffset() == timedelta(0)
    later = instant.astimezone(UTC) + timedelta(milliseconds=1)
    assert to_text(instant) < to_text(later)


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody can know which instant a naive time means."""
    with pytest.raises(ValueError, match="no time zone"):
        to_text(datetime(2026, 5, 8, 14, 30))


# --- several processes ------------------------------------------------------------------------------------------


def _add_entries(home: Path, together: Barrier, count: int) -> None:
    together.wait()
    for _ in range(count):
        with open_store(home) as store:
            phase = planning.phases(store, 1)[0]
            timelog.add_entry(store, phase.id, NOW - timedelta(hours=1), NOW, now=NOW)


def _start_timer(home: Path, together: Barrier, phase_number: int) -> None:
    with open_store(home) as store:
        phase = planning.phases(store, 1)[phase_number]
        together.wait()
        timelog.start(store, phase.id, now=NOW + timedelta(seconds=phase_number))


def _make_project(home: Path, together: Barrier, number: int) -> None:
    together.wait()
    with open_store(home) as store:
        planning.create_project(store, f"Project {number}", now=NOW)


def _in_parallel(target: object, home: Path, arguments: list[int]) -> None:
    together = PROCESSES.Barrier(len(arguments))
    processes = [PROCESSES.Process(target=target, args=(home, together, argument)) for argument in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * len(processes)


def test_two_processes_write_at_once_and_lose_nothing(store: Store, home: Path) -> None:
    """Each reads before it writes; both wait their turn, and every entry is there."""
    planning.create_project(store, "Toxic", now=NOW)
    _in_parallel(_add_entries, home, [40, 40])
    assert len(timelog.entries(store, 1)) == 80


def test_a_new_database_is_made_once_by_many(home: Path) -> None:
    """Processes that meet an empty folder together all find one database."""
    _in_parallel(_make_project, home, [1, 2, 3])
    with open_store(home) as store:
        assert sorted(project.name for project in planning.projects(store)) == ["Project 1", "Project 2", "Project 3"]


def test_two_processes_never_run_two_timers(store: Store, home: Path) -> None:
    """Two clicks at one moment: one timer runs, and the other start is in the log as a switch or was refused."""
    planning.create_project(store, "Toxic", now=NOW)
    together = PROCESSES.Barrier(2)
    clicks = [PROCESSES.Process(target=_start_timer, args=(home, together, number)) for number in (0, 1)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join(timeout=60)
    running = [entry for entry in timelog.entries(store, 1) if entry.stopped_at is None]
    assert len(running) == 1


def test_a_running_timer_survives_kill_9(store: Store, home: Path) -> None:
    """The row was written when the timer started; the process that wrote it does not matter."""
    project = planning.create_project(store, "Toxic", now=NOW)
    script = (
        "from planner import timelog; from planner.store import open_store; from planner.clock import now;"
        "store = open_store(); timelog.start(store, 2, now=now()); print('started', flush=True); input()"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "started\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    running = timelog.running(store)
    assert running is not None
    assert (running.phase.name, running.project) == ("Explore", project)


# --- files that cannot be used ----------------------------------------------------------------------------------


@pytest.fixture
def as_ordinary_user() -> Iterator[None]:
    """Give up the right to write anywhere, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="callit-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_is_said_in_one_sentence(open_folder: Path, as_ordinary_user: None) -> None:
    """A new database cannot be made there, and the sentence says what to do."""
    if os.geteuid() != 65534:
        open_folder.chmod(0o555)
    with pytest.raises(StoreUnusable, match=r"read-only or not yours\. Make it writable, or set CALLIT_HOME"):
        open_store(open_folder / "callit")


def test_writing_into_a_read_only_database_is_said(open_folder: Path, request: pytest.FixtureRequest) -> None:
    """A database that turned read-only refuses a write with the same sentence, not with a traceback."""
    open_store(open_folder).close()
    (open_folder / DATABASE_FILE).chmod(0o444)
    open_folder.chmod(0o555)
    request.getfixturevalue("as_ordinary_user")
    with pytest.raises(StoreUnusable, match=r"Cannot write .*read-only"), open_store(open_folder) as store:
        planning.create_project(store, "Toxic", now=NOW)


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    """CALLIT_HOME may be mistyped as a file."""
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreUnusable, match="Cannot write"):
        open_store(tmp_path / "file")


def test_no_room_is_said_and_nothing_is_half_written(store: Store, home: Path) -> None:
    """A full disk (here: a full file) refuses the whole transaction; what was there stays."""
    project = planning.create_project(store, "Toxic", now=NOW)
    pages = store._connection.rows("PRAGMA page_count")[0][0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")

    def write_too_much() -> None:
        with store.writing():
            for number in range(2000):
                store.results.add(project.id, "macro_f1", 0.7, logged_at=NOW, note=f"{number} " + "x" * 100)

    with pytest.raises(StoreUnusable, match="No room is left"):
        write_too_much()
    assert store.results.of_project(project.id) == []
    with open_store(home) as again:
        assert planning.projects(again) == [project]


@pytest.mark.parametrize("content", [b"this is not a database, but it is long enough to look like one " * 40, b"x"])
def test_a_damaged_file_is_said_and_left_alone(home: Path, content: bytes) -> None:
    """Nothing is repaired or overwritten behind the person's back."""
    home.mkdir()
    (home / DATABASE_FILE).write_bytes(content)
    with pytest.raises(StoreUnusable, match="is damaged, or not a database of Call It"):
        open_store(home)
    assert (home / DATABASE_FILE).read_bytes() == content


def test_a_database_from_a_newer_version_is_refused_and_untouched(store: Store, home: Path) -> None:
    """The sentence says to update; not a byte of the file changes."""
    store.close()
    path = home / DATABASE_FILE
    with sqlite3.connect(path) as newer:
        newer.execute(f"PRAGMA user_version = {len(STEPS) + 3}")
    newer.close()
    before = path.read_bytes()
    with pytest.raises(StoreUnusable, match=r"written by a newer version of Call It.*Update Call It"):
        open_store(home)
    assert path.read_bytes() == before
    assert sorted(p.name for p in home.iterdir()) == [DATABASE_FILE]


def test_another_programs_database_is_refused_and_untouched(home: Path) -> None:
    """A file of that name with foreign tables is not migrated."""
    home.mkdir()
    with sqlite3.connect(home / DATABASE_FILE) as foreign:
        foreign.execute("CREATE TABLE recipes (name TEXT)")
    foreign.close()
    before = (home / DATABASE_FILE).read_bytes()
    with pytest.raises(StoreUnusable, match="database of another program"):
        open_store(home)
    assert (home / DATABASE_FILE).read_bytes() == before


def test_a_step_that_fails_leaves_the_database_as_it_was(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update of the file happens as a whole or not at all, on a filled database."""
    project = planning.create_project(store, "Toxic", now=NOW)
    store.close()

    def add_colour(db: object) -> None:
        db.execute("ALTER TABLE projects ADD COLUMN colour TEXT")  # type: ignore[attr-defined]

    def stumble(db: object) -> None:
        raise RuntimeError("stumbled")

    monkeypatch.setattr("planner.store.migrations.STEPS", (*STEPS, add_colour, stumble))
    with pytest.raises(RuntimeError, match="stumbled"):
        open_store(home)
    monkeypatch.setattr("planner.store.migrations.STEPS", (*STEPS, add_colour))
    with open_store(home) as updated:
        assert planning.projects(updated) == [project]


def test_errors_of_the_store_are_errors_a_person_may_see() -> None:
    """Pages and commands show these sentences as they are."""
    assert issubclass(StoreUnusable, CallItError)
    assert issubclass(TimerConflict, CallItError)

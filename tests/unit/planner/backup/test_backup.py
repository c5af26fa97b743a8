"""Backups: checked to the last byte, restored whole or not at all, and what was there before gone back to."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from model.protocol.config import LOCK_FILE
from model.protocol.locks import take_lock
from planner import backup, planning, timelog
from planner.backup import checked_backup, go_back, last_backup, restore_backup, set_aside, write_backup
from planner.domain.errors import BackupFailed
from planner.domain.holdings import Holdings
from planner.domain.training import SessionState, TrainingSession
from planner.store import DATABASE_FILE, Store, open_store
from planner.store.exclusive import DatabaseInUse

MODEL = b"\x00\x01" * 4000


@pytest.fixture
def filled(home: Path, now: datetime) -> Path:
    """A data folder with a project, an entry, and a session with its model."""
    with open_store(home) as store:
        project = planning.create_project(store, "Comments", now=now)
        model = planning.phase_named(store, project.id, "Model")
        timelog.add_entry(store, model.id, now - timedelta(hours=2), now - timedelta(hours=1), now=now)
        folder = home / "runs" / "a"
        folder.mkdir(parents=True)
        (folder / "network-1.npz").write_bytes(MODEL)
        session = TrainingSession(
            id="a", run_folder=folder, source_name="x.csv", text_column="text", label_column="label", timebox_s=60,
            started_at=now, state=SessionState.RUNNING, project_id=project.id, phase_id=None, metric="macro_f1",
        )  # fmt: skip
        store.sessions.insert_session(session)
        store.sessions.close_session("a", state=SessionState.STOPPED, ended_at=now, used_s=1.0)
    return home


@pytest.fixture
def whole(filled: Path, tmp_path: Path, now: datetime) -> Path:
    """A backup of it."""
    with open_store(filled) as store:
        write_backup(store, tmp_path / "all.zip", now)
    return tmp_path / "all.zip"


def names(home: Path) -> list[str]:
    """The projects of a data folder."""
    with open_store(home) as store:
        return [project.name for project in planning.projects(store)]


def change(home: Path, now: datetime) -> None:
    """Something that the backup does not know."""
    with open_store(home) as store:
        planning.create_project(store, "Later", now=now)


def test_the_check_says_what_a_backup_holds(whole: Path, now: datetime) -> None:
    """Projects, entries and sessions, the end of the last work, when it was made, and whether models are in it."""
    contents = checked_backup(whole)
    assert contents.holdings == Holdings(1, 1, 1, now - timedelta(hours=1))
    assert (contents.files, contents.made_at, contents.with_models) == (2, now, True)
    assert contents.words.startswith("1 project, 1 entry and 1 training session, in 2 files, ")


def test_deleted_projects_are_in_it_and_not_counted(filled: Path, tmp_path: Path, now: datetime) -> None:
    """The numbers are those that the person sees; what can be brought back still can after a restore."""
    with open_store(filled) as store:
        planning.delete_project(store, 1, now=now)
        write_backup(store, tmp_path / "all.zip", now)
    assert checked_backup(tmp_path / "all.zip").holdings == Holdings(0, 0, 0)
    restore_backup(filled, tmp_path / "all.zip", now)
    with open_store(filled) as store:
        assert planning.restore_project(store, 1, now=now).name == "Comments"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=some.floats(0, 0.999))
def test_a_backup_cut_anywhere_is_refused(whole: Path, tmp_path: Path, share: float) -> None:
    """One sentence, whatever is missing at its end."""
    content = whole.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BackupFailed, match=r"^cut.zip is no backup of Call It, or is damaged\. Choose another file\.$"):
        checked_backup(cut)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=some.floats(0, 0.9999), bit=some.integers(0, 7))
def test_a_backup_with_one_bit_changed_is_refused_or_the_same(
    whole: Path, tmp_path: Path, share: float, bit: int
) -> None:
    """Only a bit that says nothing, such as of a time in the zip's own table, may be another."""
    content = bytearray(whole.read_bytes())
    content[int(len(content) * share)] ^= 1 << bit
    changed = tmp_path / "changed.zip"
    changed.write_bytes(content)
    try:
        contents = checked_backup(changed)
    except BackupFailed:
        return
    assert contents.holdings == checked_backup(whole).holdings


def test_half_a_backup_changes_nothing(filled: Path, whole: Path, now: datetime) -> None:
    """The folder stays as it was, and no other appears beside it."""
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    before = sorted(path.name for path in filled.parent.iterdir())
    with pytest.raises(BackupFailed):
        restore_backup(filled, whole, now)
    assert names(filled) == ["Comments"]
    assert (filled / "runs" / "a" / "network-1.npz").read_bytes() == MODEL
    assert sorted(path.name for path in filled.parent.iterdir()) == before


def test_other_files_are_refused_in_one_sentence(tmp_path: Path) -> None:
    """A folder, a text, another program's zip, a list that is none."""
    (tmp_path / "text.zip").write_text("no zip")
    for name, listed in (
        ("list.zip", "[]"),
        ("sums.zip", '{"format": 1, "sha256": 3}'),
        ("odd.zip", '{"format": "x"}'),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("callit-backup.json", listed)
    for name in ("text.zip", "list.zip", "sums.zip", "odd.zip"):
        with pytest.raises(BackupFailed, match="is no backup of Call It"):
            checked_backup(tmp_path / name)
    with pytest.raises(BackupFailed, match="cannot be read or unpacked"):
        checked_backup(tmp_path)


def test_what_was_there_before_is_gone_back_to_and_forth(filled: Path, whole: Path, now: datetime) -> None:
    """Going back sets the restored state aside in turn, so that this can be undone as well."""
    change(filled, now)
    _, aside = restore_backup(filled, whole, now)
    assert names(filled) == ["Comments"]
    with open_store(filled) as store:
        kept = set_aside(store)
    assert kept is not None
    assert (kept.place, kept.came) == (aside, "all.zip")
    place = go_back(filled, now)
    assert names(filled) == ["Later", "Comments"]
    assert names(place) == ["Comments"]
    go_back(filled, now)
    assert names(filled) == ["Comments"]


def test_nothing_is_gone_back_to_where_the_folder_was_removed(filled: Path, whole: Path, now: datetime) -> None:
    """A person who was sure deleted it: that is said, and the page offers nothing."""
    _, aside = restore_backup(filled, whole, now)
    assert aside is not None
    shutil.rmtree(aside)
    with pytest.raises(BackupFailed, match="not there any more"):
        go_back(filled, now)
    assert names(filled) == ["Comments"]


def test_a_backup_without_models_leaves_those_that_are_here(filled: Path, tmp_path: Path, now: datetime) -> None:
    """They stand in both folders, so that going back has them too."""
    with open_store(filled) as store:
        write_backup(store, tmp_path / "small.zip", now, with_models=False)
    assert not checked_backup(tmp_path / "small.zip").with_models
    _, aside = restore_backup(filled, tmp_path / "small.zip", now)
    assert aside is not None
    for folder in (filled, aside):
        assert (folder / "runs" / "a" / "network-1.npz").read_bytes() == MODEL


def test_on_another_machine_sessions_find_their_models(whole: Path, tmp_path: Path, now: datetime) -> None:
    """The run folders lie in the data folder of that machine then."""
    elsewhere = tmp_path / "other machine" / "callit"
    restore_backup(elsewhere, whole, now)
    with open_store(elsewhere) as store:
        assert store.sessions.session("a").run_folder == elsewhere / "runs" / "a"
    assert (elsewhere / "runs" / "a" / "network-1.npz").read_bytes() == MODEL


def test_a_file_that_goes_while_the_backup_is_written_is_left_out(
    filled: Path, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A training that goes on tidies up as it does; the rest is whole."""
    found = backup.contents.own_files(filled, with_models=True)
    monkeypatch.setattr("planner.backup.writing.own_files", lambda *_, **__: [filled / "runs" / "gone", *found])
    with open_store(filled) as store:
        assert write_backup(store, tmp_path / "all.zip", now).files == 2
    assert checked_backup(tmp_path / "all.zip").files == 2


def test_files_are_as_old_as_they_were(filled: Path, tmp_path: Path, now: datetime) -> None:
    """What was not seen to end is told by when it was touched last."""
    file = filled / "runs" / "a" / "network-1.npz"
    os.utime(file, (1_700_000_000, 1_700_000_000))
    with open_store(filled) as store:
        write_backup(store, tmp_path / "all.zip", now)
    restore_backup(filled, tmp_path / "all.zip", now)
    assert file.stat().st_mtime == 1_700_000_000


def test_nothing_is_moved_while_another_page_has_the_data_open(
    store: Store, filled: Path, whole: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is moved while it is written to would be damaged."""
    close = backup.restoring.close_for_all
    monkeypatch.setattr("planner.backup.restoring.close_for_all", lambda folder: close(folder, patience_s=0.0))
    assert planning.projects(store)
    with pytest.raises(BackupFailed, match=r"is in use by another page or command.*Nothing was changed\."):
        restore_backup(filled, whole, now)
    store.close()
    restore_backup(filled, whole, now)


def test_a_page_that_lets_go_is_waited_for(store: Store, filled: Path) -> None:
    """As long as it is patient; afterwards all is in the one file."""
    assert planning.projects(store)
    with pytest.raises(DatabaseInUse):
        backup.restoring.close_for_all(filled, patience_s=0.0)
    store.close()
    backup.restoring.close_for_all(filled, patience_s=0.0)
    assert not (filled / f"{DATABASE_FILE}-wal").exists()


def test_a_folder_that_cannot_come_leaves_the_old_one(filled: Path, tmp_path: Path) -> None:
    """What was moved aside is moved back when nothing takes its place."""
    with pytest.raises(OSError, match="No such file"):
        backup.restoring.swap(filled, tmp_path / "not there", tmp_path / "aside")
    assert names(filled) == ["Comments"]
    assert not (tmp_path / "aside").exists()


def test_nothing_is_restored_while_something_runs(filled: Path, whole: Path, now: datetime) -> None:
    """A training session or a command under a box would log its end into other data."""
    (filled / "boxed").mkdir()
    lock = take_lock(filled / "boxed" / "a.json")
    assert lock is not None
    with pytest.raises(BackupFailed, match="A command under 'callit run' is running"):
        restore_backup(filled, whole, now)
    lock.release()
    with open_store(filled) as store:
        session = dataclasses.replace(store.sessions.session("a"), id="b", state=SessionState.RUNNING, ended_at=None)
        store.sessions.insert_session(session)
    running = take_lock(filled / "runs" / "a" / LOCK_FILE)
    assert running is not None
    with pytest.raises(BackupFailed, match="A training session is running"):
        restore_backup(filled, whole, now)
    running.release()
    restore_backup(filled, whole, now)


def test_a_damaged_database_is_replaced(filled: Path, whole: Path, now: datetime) -> None:
    """That is what a backup is for."""
    (filled / DATABASE_FILE).write_bytes(b"x" * 5000)
    _, aside = restore_backup(filled, whole, now)
    assert names(filled) == ["Comments"]
    assert aside is not None
    assert (aside / DATABASE_FILE).read_bytes() == b"x" * 5000


def test_the_last_backup_is_remembered_also_after_an_earlier_one_came_back(
    filled: Path, whole: Path, tmp_path: Path, now: datetime
) -> None:
    """When it was made, what it held, and where it was written."""
    later = now + timedelta(days=2)
    with open_store(filled) as store:
        write_backup(store, tmp_path / "later.zip", later, with_models=False)
    restore_backup(filled, whole, later)
    with open_store(filled) as store:
        last = last_backup(store)
    assert last is not None
    assert (last.made_at, last.path, last.with_models) == (later, tmp_path / "later.zip", False)
    assert last.holds == "1 project, 1 entry and 1 training session"


def test_how_far_it_is_is_told(filled: Path, tmp_path: Path, now: datetime) -> None:
    """Shares that only grow, up to the whole, for writing, checking and restoring."""
    out = tmp_path / "all.zip"
    told: list[list[float]] = [[], [], []]
    with open_store(filled) as store:
        write_backup(store, out, now, progress=told[0].append)
    checked_backup(out, told[1].append)
    restore_backup(filled, out, now, told[2].append)
    for shares in told:
        assert shares == sorted(shares)
        assert shares[-1] > 0.99


def test_a_backup_of_a_version_without_times_is_read(whole: Path, tmp_path: Path) -> None:
    """The first format listed hashes only."""
    old = tmp_path / "old.zip"
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(old, "w") as written:
        for name in archive.namelist():
            body = archive.read(name)
            if name == "callit-backup.json":
                facts = json.loads(body)
                body = json.dumps({key: facts[key] for key in ("format", "made_at", "sha256")}).encode()
            written.writestr(name, body)
    assert checked_backup(old).with_models

"""`callit backup` and `callit restore`: everything in one file, with a check, and nothing overwritten."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner import planning, timelog
from planner.store import Store, open_store
from tests.integration.command_line import CommandLine


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path) -> CommandLine:
    """A terminal, beside a data folder with a project, an entry, a running timer, a model and a calendar."""
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def filled(home: Path, now: datetime) -> Path:
    """A data folder with a project, a closed entry, a running timer, a model, and a lock of this machine only."""
    with open_store(home) as store:
        made = planning.create_project(store, "Comments", now=now)
        phase = planning.phases(store, made.id)[0]
        timelog.add_entry(store, phase.id, now - timedelta(hours=2), now - timedelta(hours=1), now=now)
        timelog.start(store, phase.id, now=now)
    for name, text in (("runs/a/manifest.json", "{}"), ("calendars/x/work.ics", "BEGIN"), ("session.lock", "1")):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return home


def entries(store: Store) -> int:
    """How many entries there are."""
    return store.holdings.of_all().entries


def test_everything_is_in_one_file_and_comes_back(callit: CommandLine, filled: Path, tmp_path: Path) -> None:
    """Entries, the running timer, models and calendars; what was there before is moved aside."""
    out = tmp_path / "all.zip"
    said = callit.done("backup", str(out))
    assert said.startswith(f"Written and checked: {out} (1 project, 2 entries and 0 training sessions, in 3 files, ")
    assert sorted(zipfile.ZipFile(out).namelist()) == [
        "calendars/x/work.ics", "callit-backup.json", "callit.db", "runs/a/manifest.json",
    ]  # fmt: skip
    with open_store(filled) as store:
        planning.delete_project(store, 1, now=store.projects.require(1).created_at + timedelta(hours=1))
        planning.create_project(store, "Later", now=store.projects.deleted()[0].deleted_at)
    said = callit.done("restore", str(out))
    assert said.startswith("Restored: 1 project, 2 entries and 0 training sessions, in 3 files, ")
    with open_store(filled) as store:
        assert [project.name for project in store.projects.all()] == ["Comments"]
        assert timelog.running(store) is not None
    assert (filled / "runs" / "a" / "manifest.json").read_text() == "{}"
    (aside,) = filled.parent.glob(f"{filled.name}-before-*")
    assert str(aside) in said
    with open_store(aside) as store:
        assert [project.name for project in store.projects.all()] == ["Later"]


def test_models_can_be_left_out(callit: CommandLine, filled: Path, tmp_path: Path) -> None:
    """Run folders are large; calendars stay in."""
    assert filled
    callit.done("backup", str(tmp_path / "small.zip"), "--without-models")
    assert "runs/a/manifest.json" not in zipfile.ZipFile(tmp_path / "small.zip").namelist()
    assert "calendars/x/work.ics" in zipfile.ZipFile(tmp_path / "small.zip").namelist()


@pytest.mark.parametrize("damage", ["cut", "changed", "other", "outside"])
def test_a_damaged_backup_changes_nothing(callit: CommandLine, filled: Path, tmp_path: Path, damage: str) -> None:
    """Cut short, with one file changed, another program's zip, or one that would write elsewhere: one sentence."""
    out = tmp_path / "all.zip"
    callit.done("backup", str(out))
    _damage(out, damage)
    sentence = callit("restore", str(out)).sentence
    assert sentence == "all.zip is no backup of Call It, or is damaged. Choose another file."
    assert callit("restore", "--check", str(out)).sentence == sentence
    assert not (tmp_path / "evil").exists()
    assert not list(filled.parent.glob(f"{filled.name}-before-*"))
    with open_store(filled) as store:
        assert entries(store) == 2


def test_what_is_not_there_is_said(callit: CommandLine, filled: Path) -> None:
    """A wrong path, or a place that cannot be written."""
    assert filled
    assert callit("restore", "nowhere.zip").sentence == "There is no file nowhere.zip. Check its path."
    assert callit("backup", "/proc/none/all.zip").sentence.startswith("/proc/none/all.zip could not be written (")


def test_a_backup_comes_back_where_nothing_was(
    callit: CommandLine, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a new machine the data folder is made."""
    assert filled
    out = tmp_path / "all.zip"
    callit.done("backup", str(out))
    monkeypatch.setenv("CALLIT_HOME", str(tmp_path / "new" / "home"))
    assert len(callit.done("restore", str(out)).splitlines()) == 1
    with open_store(tmp_path / "new" / "home") as store:
        assert entries(store) == 2


def _damage(out: Path, damage: str) -> None:
    content = out.read_bytes()
    if damage == "cut":
        out.write_bytes(content[: len(content) // 2])
        return
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if damage == "changed":
        files["runs/a/manifest.json"] = b"[]"
    if damage == "other":
        del files["callit-backup.json"]
    if damage == "outside":
        files["../evil"] = files["callit.db"]
        listed = files["callit-backup.json"]
        files["callit-backup.json"] = listed.replace(b'"callit.db"', b'"../evil": "x", "callit.db"')
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)

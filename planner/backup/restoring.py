"""Restoring a backup: checked first, then put in place of what is there, which is moved aside and not deleted.

What was moved aside can be gone back to.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from model.protocol.locks import is_held
from planner.backup.checking import unpacked_backup
from planner.backup.contents import BACKUPS, OF_MODELS, Contents
from planner.backup.last import LastBackup, last_backup, note_backup
from planner.backup.previous_data import free_place, note_aside, set_aside
from planner.backup.progress import Progress, silent
from planner.domain.errors import BackupFailed, StoreUnusable
from planner.home import runs_folder
from planner.sessions import running_session
from planner.store import DATABASE_FILE, DatabaseInUse, Store, close_for_all, open_store
from planner.timeboxed_command.journal import FOLDER as BOXED


def restore_backup(home: Path, file: Path, now: datetime, progress: Progress = silent) -> tuple[Contents, Path | None]:
    """Put a backup in place of a data folder; what it holds, and where what was there lies now.

    A backup without models leaves the models and uploads that are here in place.

    Raises
    ------
    BackupFailed
        For a backup that cannot be used, while something runs, or while another page or command has the data open;
        what is there then stays as it was.
    """
    _refuse_running(home)
    with _folder_beside(home, file) as unpacked:
        contents = unpacked_backup(file, unpacked, progress)
        aside = free_place(home, now) if home.exists() else None
        if not contents.with_models:
            _share_models(home, unpacked)
        with open_store(unpacked) as store:
            _move_run_folders(store, unpacked, home)
            _remember_last(store, home, file, contents)
            note_aside(store, aside, file.name, now)
        swap(home, unpacked, aside)
        return contents, aside


def go_back(home: Path, now: datetime) -> Path:
    """Put what the last restore moved aside back to its place; where what was here until now lies.

    That can be gone back to in the same way.

    Raises
    ------
    BackupFailed
        When there is nothing to go back to, or as a restore does; what is there then stays as it was.
    """
    _refuse_running(home)
    with open_store(home) as store:
        before, last = set_aside(store), last_backup(store)
    if before is None:
        raise BackupFailed("What was here before is not there any more. Restore a backup instead.")
    place = free_place(home, now)
    try:
        swap(home, before.place, place)
    except OSError as error:
        raise BackupFailed(f"{before.place} could not be moved ({error.strerror}). Nothing was changed.") from error
    with open_store(home) as store:
        note_aside(store, place, "", now)
        if last is not None:
            note_backup(store, last)
    return place


def swap(home: Path, new: Path, aside: Path | None) -> None:
    """Move a data folder aside and another one to its place, with the backups that the app made.

    Raises
    ------
    BackupFailed
        While another page or command has the data open.
    OSError
        When a folder cannot be moved; the one that was there is then back at its place.
    """
    if aside is None:
        new.rename(home)
        return
    _refuse_in_use(home)
    home.rename(aside)
    try:
        new.rename(home)
    except OSError:
        aside.rename(home)
        raise
    with suppress(OSError):  # at its new place a made backup is found again; where it is left, nothing is lost
        (aside / BACKUPS).rename(home / BACKUPS)


def _refuse_running(home: Path) -> None:
    """Refuse to touch a data folder in which a training session or a command under a box runs (`BackupFailed`)."""
    if not (home / DATABASE_FILE).exists():
        return
    with suppress(StoreUnusable), open_store(home) as store:  # a damaged one is what a backup is for
        if running_session(store):
            raise BackupFailed("A training session is running. Wait for its end or stop it, then restore.")
    if any(is_held(journal) for journal in (home / BOXED).glob("*.json")):
        raise BackupFailed("A command under 'callit run' is running. Wait for its end or stop it, then restore.")


@contextmanager
def _folder_beside(home: Path, file: Path) -> Iterator[Path]:
    """An empty folder on the same disk as the data folder; what cannot be written becomes `BackupFailed`."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=home.parent, prefix=f".{home.name}-restored-"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise BackupFailed(f"{file.name} could not be restored ({error.strerror}). Nothing was changed.") from error


def _remember_last(store: Store, home: Path, file: Path, contents: Contents) -> None:
    """The last backup stays the last one that was made, also where an earlier one is restored."""
    if contents.made_at is not None:
        note_backup(store, LastBackup.of(file, contents, contents.made_at))
    if (home / DATABASE_FILE).exists():
        with suppress(StoreUnusable), open_store(home) as current:
            last = last_backup(current)
            if last is not None:
                note_backup(store, last)


def _refuse_in_use(home: Path) -> None:
    if not (home / DATABASE_FILE).exists():
        return
    try:
        close_for_all(home)
    except DatabaseInUse as error:
        raise BackupFailed(f"{error} Nothing was changed.") from error
    except StoreUnusable:
        return  # a damaged one is what a backup is for


def _share_models(home: Path, unpacked: Path) -> None:
    """Models and uploads stand in both folders, as one file on the disk where it can do that."""
    for name in OF_MODELS:
        if (home / name).is_dir() and not (unpacked / name).exists():
            shutil.copytree(home / name, unpacked / name, symlinks=True, copy_function=_linked)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _move_run_folders(store: Store, unpacked: Path, home: Path) -> None:
    """Sessions of a data folder that lay elsewhere, such as on another machine, find their run folders in this one."""
    for session_id, folder in store.run_folders.all().items():
        own = runs_folder(home) / folder.name
        if folder.parent.name == own.parent.name and folder != own and (runs_folder(unpacked) / folder.name).is_dir():
            store.run_folders.put(session_id, own)

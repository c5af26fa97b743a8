"""Restoring a backup: checked first, then put in place of what is there, which is moved aside and not deleted."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from planner.backup.contents import FORMAT, LIST_NAME, Contents, sha256_of
from planner.domain.errors import BackupFailed, StoreUnusable
from planner.store import DATABASE_FILE, open_store

_MOST_FILES = 200_000


def checked_backup(file: Path) -> Contents:
    """What a backup holds, after every file in it was compared with its hash and the database opened.

    Raises
    ------
    BackupFailed
        For a file that is no backup, is damaged, or comes from a newer version.
    """
    with tempfile.TemporaryDirectory() as folder:
        return _unpacked(file, Path(folder))


def restore_backup(home: Path, file: Path, now: datetime) -> tuple[Contents, Path | None]:
    """Put a backup in place of a data folder; what it holds, and where what was there lies now.

    Raises
    ------
    BackupFailed
        For a backup that cannot be used, or while a training session runs; what is there then stays as it was.
    """
    _refuse_running(home)
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        unpacked = Path(tempfile.mkdtemp(dir=home.parent, prefix=f".{home.name}-restored-"))
        try:
            contents = _unpacked(file, unpacked)
            return contents, _swapped(home, unpacked, now)
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)
    except OSError as error:
        raise BackupFailed(f"{file.name} could not be restored ({error.strerror}). Nothing was changed.") from error


def _swapped(home: Path, unpacked: Path, now: datetime) -> Path | None:
    """The folder that was there, moved beside; back at its place if the new one cannot be moved in."""
    if not home.exists():
        unpacked.rename(home)
        return None
    aside = home.with_name(f"{home.name}-before-{now:%Y%m%d-%H%M%S}")
    home.rename(aside)
    try:
        unpacked.rename(home)
    except OSError:
        aside.rename(home)
        raise
    return aside


def _unpacked(file: Path, folder: Path) -> Contents:
    try:
        with zipfile.ZipFile(file) as archive:
            hashes = _listed(archive, file)
            for name, digest in hashes.items():
                _unpack(archive, name, digest, folder)
    except FileNotFoundError as error:
        raise BackupFailed(f"There is no file {file}. Check its path.") from error
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise BackupFailed(f"{file.name} is no backup of Call It, or is damaged. Choose another file.") from error
    return _counted(folder, len(hashes), file)


def _listed(archive: zipfile.ZipFile, file: Path) -> dict[str, str]:
    body = json.loads(archive.read(LIST_NAME))
    if body["format"] > FORMAT:
        raise BackupFailed(f"{file.name} was written by a newer version of Call It. Update it, then restore.")
    hashes = {str(name): str(digest) for name, digest in body["sha256"].items()}
    if DATABASE_FILE not in hashes or len(hashes) > _MOST_FILES:
        raise ValueError(DATABASE_FILE)
    return hashes


def _unpack(archive: zipfile.ZipFile, name: str, digest: str, folder: Path) -> None:
    """One file, below the folder and nowhere else, with the content that was written."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name:
        raise ValueError(name)
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as kept, target.open("wb") as written:
        shutil.copyfileobj(kept, written)
    with target.open("rb") as written:
        if sha256_of(written) != digest:
            raise ValueError(name)


def _counted(folder: Path, files: int, file: Path) -> Contents:
    try:
        with open_store(folder) as store:
            store.check()
            projects, entries = store.counts()
    except StoreUnusable as error:
        raise BackupFailed(f"The database in {file.name} cannot be used: {error}") from error
    return Contents(files, projects, entries, file.stat().st_size)


def _refuse_running(home: Path) -> None:
    if not (home / DATABASE_FILE).exists():
        return
    with suppress(StoreUnusable), open_store(home) as store:  # a damaged one is what a backup is for
        if store.sessions.running_sessions():
            raise BackupFailed("A training session is running. Wait for its end or stop it, then restore.")

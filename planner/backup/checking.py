"""Checking a backup: every file in it against its hash, and the database opened, before anything is believed."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

import msgspec

from planner.backup.contents import CHUNK_BYTES, LIST_NAME, Contents, NewerBackup, TableOfContents, sha256_of
from planner.backup.progress import Progress, share_teller, silent
from planner.domain.errors import BackupFailed, StoreUnusable
from planner.domain.holdings import Holdings
from planner.store import DATABASE_FILE, open_store

_MOST_LIST_BYTES = 100_000_000
# What `zipfile` and `json` say of a file that is not what it should be.
_DAMAGES = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, NotImplementedError,
            RuntimeError, msgspec.ValidationError)  # fmt: skip


def checked_backup(file: Path, progress: Progress = silent) -> Contents:
    """What a backup holds, after every file in it was compared with its hash and the database opened.

    Only the database is unpacked, into a folder that is removed again.

    Raises
    ------
    BackupFailed
        For a file that is no backup, is damaged, cannot be read, or comes from a newer version.
    """
    with tempfile.TemporaryDirectory(prefix="callit-check-") as folder, _told_as_damage(file):
        with zipfile.ZipFile(file) as archive:
            listed = _listed(archive, file)
            tell = share_teller(_whole_bytes(archive), progress)
            for name, digest in listed.sha256.items():
                if name == DATABASE_FILE:
                    _unpack(archive, name, Path(folder), tell)
                _refuse_other(archive, name, digest, tell)
        return _contents(file, listed, _holdings(Path(folder), file))


def unpacked_backup(file: Path, folder: Path, progress: Progress = silent) -> Contents:
    """Unpack a backup into an empty folder, each file compared with its hash; what it holds. Raises as the check."""
    with _told_as_damage(file):
        with zipfile.ZipFile(file) as archive:
            listed = _listed(archive, file)
            tell = share_teller(_whole_bytes(archive), progress)
            for name, digest in listed.sha256.items():
                target = _unpack(archive, name, folder, tell)
                with target.open("rb") as written:
                    _compare(sha256_of(written), digest, name)
                _date(target, listed.changed_unix.get(name))
        return _contents(file, listed, _holdings(folder, file))


@contextmanager
def _told_as_damage(file: Path) -> Iterator[None]:
    """Say of a file that is no backup that it is none, whatever was found in it."""
    try:
        yield
    except FileNotFoundError as error:
        raise BackupFailed(f"There is no file {file}. Check its path.") from error
    except _DAMAGES as error:
        raise BackupFailed(f"{file.name} is no backup of Call It, or is damaged. Choose another file.") from error
    except OSError as error:
        raise BackupFailed(
            f"{file.name} cannot be read or unpacked ({error.strerror}). Nothing was changed."
        ) from error


def _listed(archive: zipfile.ZipFile, file: Path) -> TableOfContents:
    if archive.getinfo(LIST_NAME).file_size > _MOST_LIST_BYTES:
        raise ValueError(LIST_NAME)
    try:
        return TableOfContents.parse(archive.read(LIST_NAME))
    except NewerBackup as error:
        newer = f"{file.name} was written by a newer version of Call It. Update it, then restore."
        raise BackupFailed(newer) from error


def _whole_bytes(archive: zipfile.ZipFile) -> int:
    return sum(entry.file_size for entry in archive.infolist())


def _unpack(archive: zipfile.ZipFile, name: str, folder: Path, tell: Callable[[int], None]) -> Path:
    target = folder.joinpath(*PurePosixPath(name).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as written:
        shutil.copyfileobj(source, written, CHUNK_BYTES)
    tell(target.stat().st_size)
    return target


def _refuse_other(archive: zipfile.ZipFile, name: str, digest: str, tell: Callable[[int], None]) -> None:
    with archive.open(name) as source:
        _compare(sha256_of(source, tell), digest, name)


def _compare(digest: str, listed_digest: str, name: str) -> None:
    if digest != listed_digest:
        raise ValueError(name)


def _date(target: Path, changed_unix: float | None) -> None:
    """A file is as old as it was: what was not seen to end, for one, is told by when it was touched last."""
    if changed_unix:
        with suppress(OSError, OverflowError):
            os.utime(target, (changed_unix, changed_unix))


def _holdings(folder: Path, file: Path) -> Holdings:
    try:
        with open_store(folder) as store:
            store.check()
            return store.holdings.of_all()
    except StoreUnusable as error:
        raise BackupFailed(f"The database in {file.name} cannot be used: {error}") from error


def _contents(file: Path, listed: TableOfContents, holdings: Holdings) -> Contents:
    return Contents(len(listed.sha256), holdings, listed.made_at, listed.has_models, file.stat().st_size)

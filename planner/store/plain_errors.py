"""What SQLite and the file system complain about, in one sentence with what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.domain.errors import StoreUnusable

_READ_ONLY = (
    "Cannot write {path}: the file or its folder is read-only or not yours. "
    "Make it writable, or set CALLIT_HOME to a folder that is."
)
_NO_ROOM = "No room is left on the disk that holds {path}. Free some space and try again; nothing was changed."
_DAMAGED = (
    "{path} is damaged, or not a database of Call It. Move it away to start afresh, or put a backup in its place."
)
_BUSY = "{path} is kept busy by another program. Close what else has it open, then try again."
_DISK_ERROR = "The disk failed while reading or writing {path}. Check the disk, then try again."

_BY_SQLITE_NAME = {
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CANTOPEN": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_AUTH": _READ_ONLY,
    "SQLITE_FULL": _NO_ROOM,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_IOERR": _DISK_ERROR,
}
_LEAST_DATABASE_BYTES = 100  # its header; SQLite takes what is shorter for an empty file, and writes over it

_BY_ERRNO = {errno.ENOSPC: _NO_ROOM, errno.EDQUOT: _NO_ROOM, errno.EIO: _DISK_ERROR}


@contextmanager
def translate_errors(path: Path) -> Iterator[None]:
    """Turn trouble with the database file into `StoreUnusable`; broken rules (constraints) pass through."""
    try:
        yield
    except sqlite3.Error as error:
        sentence = _sentence_for(error)
        if sentence is None:
            raise
        raise StoreUnusable(sentence.format(path=path)) from error
    except OSError as error:
        sentence = _BY_ERRNO.get(error.errno or 0, _READ_ONLY)
        raise StoreUnusable(sentence.format(path=path)) from error


def refuse_fragment(path: Path) -> None:
    """Refuse a file that is there but too short to be a database (`StoreUnusable`); an empty one is a new one."""
    with translate_errors(path):
        size_bytes = path.stat().st_size if path.exists() else 0
    if 0 < size_bytes < _LEAST_DATABASE_BYTES:
        raise StoreUnusable(_DAMAGED.format(path=path))


def _sentence_for(error: sqlite3.Error) -> str | None:
    name = getattr(error, "sqlite_errorname", "")  # extended names: SQLITE_READONLY_DIRECTORY, SQLITE_IOERR_WRITE
    primary = "_".join(name.split("_")[:2])
    return _BY_SQLITE_NAME.get(primary)

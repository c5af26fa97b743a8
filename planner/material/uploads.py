"""An upload goes to disk at once, named by what is in it: the same file twice is one file."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from planner.domain.errors import CallItError
from planner.home import UPLOADS

_CHUNK_BYTES = 1 << 20
HASH_LETTERS = 16  # 64 bits: enough to tell one person's files apart


class UploadFailed(CallItError):
    """The upload could not be kept: no room on the disk, or a folder that cannot be written."""


def keep_upload(file: BinaryIO, name: str, home: Path) -> Path:
    """Write an upload into `home/uploads/<hash of its content>/<name>` and return that path.

    The file appears whole or not at all. Content that is there already is not written again.

    Raises
    ------
    UploadFailed
        With one sentence, when the disk is full or the folder is read-only.
    """
    uploads = home / UPLOADS
    try:
        uploads.mkdir(parents=True, exist_ok=True)
        return _write_whole(file, safe_name(name), uploads)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UploadFailed(
            f"{safe_name(name)} could not be kept in {uploads}: {reason}. Free some room there, "
            "or choose the file by its path on this machine."
        ) from error


def is_upload(path: Path, home: Path) -> bool:
    """Whether a file was uploaded, rather than chosen by its path."""
    return home / UPLOADS in path.parents


def safe_name(name: str) -> str:
    """The last part of a file name as any file system takes it; folders in it are dropped.

    >>> safe_name("../../etc/my tweets?.csv")
    'my tweets_.csv'
    """
    last = re.split(r"[\\/]", name)[-1]
    kept = re.sub(r"[^\w .()+-]", "_", last).strip(". ")
    return kept[-120:] or "upload"


def _write_whole(file: BinaryIO, name: str, uploads: Path) -> Path:
    digest = hashlib.sha256()
    file.seek(0)
    with tempfile.NamedTemporaryFile(dir=uploads, prefix=".incoming-", delete=False) as incoming:
        try:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                incoming.write(chunk)
        except BaseException:
            os.unlink(incoming.name)
            raise
    return _move_into_place(Path(incoming.name), uploads / digest.hexdigest()[:HASH_LETTERS] / name)


def _move_into_place(incoming: Path, place: Path) -> Path:
    if place.exists():
        incoming.unlink()
        return place
    place.parent.mkdir(exist_ok=True)
    shutil.move(incoming, place)
    return place

"""Files and folders that appear only when they are whole: written under another name, flushed, moved into place."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HALF = ".half"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; what stood there stays until then."""
    half = path.with_name(path.name + HALF)
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        flush_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to fill, which stands at `path` when all in it is on the disk; a failure leaves nothing behind."""
    half = path.with_name(path.name + HALF)
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    try:
        yield half
        for file in files_below(half):
            _flush(file)
        flush_folder(half)
        half.replace(path)
        flush_folder(path.parent)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def link_whole(source: Path, target: Path) -> None:
    """Have `target` be the same file as `source`; a copy where the disk knows no links."""
    half = target.with_name(target.name + HALF)
    half.unlink(missing_ok=True)
    try:
        os.link(source, half)
    except OSError:
        shutil.copyfile(source, half)
    half.replace(target)
    flush_folder(target.parent)


def files_below(folder: Path) -> list[Path]:
    """All files in a folder and those below it, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; a system that cannot flush folders does so by itself."""
    with suppress(OSError):
        _flush(folder)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


Save = Callable[[Path], object]

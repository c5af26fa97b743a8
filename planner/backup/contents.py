"""What a backup holds: a list of files with their hashes, which is read first and believed last."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LIST_NAME = "callit-backup.json"
FORMAT = 1
LEFT_OUT = (".lock", ".log", ".db", ".db-wal", ".db-shm", ".db-journal")  # of a machine, or copied as a snapshot
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a backup holds."""

    files: int
    projects: int
    entries: int
    size_bytes: int

    @property
    def words(self) -> str:
        """Such as `2 projects, 120 entries, 14 files, 3.2 MB`."""
        size = f"{self.size_bytes / 1e6:.1f} MB"
        return f"projects: {self.projects}, entries: {self.entries}, files: {self.files}, {size}"


def sha256_of(file: IO[bytes]) -> str:
    """The hash of what is left to read in a file."""
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def own_files(home: Path, *, with_models: bool) -> list[Path]:
    """The files of a data folder that belong into a backup, without the database, in order of their names."""
    skipped = set() if with_models else {"runs", "uploads", "samples", "sample"}
    found = (path for path in home.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(
        path
        for path in found
        if not path.name.endswith(LEFT_OUT)
        and not path.name.startswith(".incoming-")
        and path.relative_to(home).parts[0] not in skipped
    )

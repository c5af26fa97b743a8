"""What a backup holds: a list of files with their hashes, which is read first and believed last."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from planner.domain.holdings import Holdings
from planner.domain.wording.numbers import count_words, size_words
from planner.home import RUNS, SAMPLES, UPLOADS
from planner.store import Store

LIST_NAME = "callit-backup.json"
FORMAT = 1
BACKUPS = "backups"  # the folder of those that the app makes, below the data folder: no part of a backup
LEFT_OUT = (".lock", ".log", ".db", ".db-wal", ".db-shm", ".db-journal")  # of a machine, or copied as a snapshot
OF_MODELS = frozenset({RUNS, UPLOADS, SAMPLES, "sample"})  # the last: where `callit train` once wrote the sample
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a backup holds, when it was made (UTC), and whether run folders and uploads are in it."""

    files: int
    holdings: Holdings
    made_at: datetime | None
    with_models: bool
    size_bytes: int

    @property
    def words(self) -> str:
        """Such as `2 projects, 120 entries and 1 training session, in 14 files, 3.2 MB`."""
        files = count_words(self.files, "file")
        return f"{self.holdings.words}, in {files}, {size_words(self.size_bytes)}"


def sha256_of(file: IO[bytes], tell: Callable[[int], None] = lambda _bytes: None) -> str:
    """The hash of what is left to read in a file; `tell` is told the bytes of each piece."""
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
        tell(len(chunk))
    return digest.hexdigest()


def own_files(home: Path, *, with_models: bool) -> list[Path]:
    """The files of a data folder that belong into a backup, without the database, in order of their names."""
    return sorted(path for path in _files(home) if with_models or not _is_of_models(home, path))


def model_bytes(home: Path) -> int:
    """The size of the run folders and uploads of a data folder."""
    return sum(size_of(path) for path in _files(home) if _is_of_models(home, path))


def holdings(store: Store) -> Holdings:
    """What there is here to back up, or to be put away by a restore: projects, entries, sessions, the last work."""
    return store.holdings.of_all()


def size_of(path: Path) -> int:
    """The bytes of a file; none where it has gone meanwhile, as those of a training that goes on do."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _files(home: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(home):  # unlike a glob, it does not mind a folder that goes meanwhile
        for path in (Path(folder) / name for name in names if _belongs(name)):
            if path.relative_to(home).parts[0] != BACKUPS and path.is_file() and not path.is_symlink():
                yield path


def _belongs(name: str) -> bool:
    return not name.endswith(LEFT_OUT) and not name.startswith(".incoming-")


def _is_of_models(home: Path, path: Path) -> bool:
    return path.relative_to(home).parts[0] in OF_MODELS

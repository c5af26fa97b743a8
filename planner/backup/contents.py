"""What a backup holds: a list of files with their hashes, which is read first and believed last.

That list, `callit-backup.json`, is written from `TableOfContents` and parsed into one, here alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from planner.domain.holdings import Holdings
from planner.domain.wording.numbers import count_words, size_words
from planner.home import RUNS, SAMPLES, UPLOADS, WORD_VECTORS
from planner.store import DATABASE_FILE, Store

LIST_NAME = "callit-backup.json"
FORMAT = 1
BACKUPS = "backups"  # the folder of those that the app makes, below the data folder
NO_PART = frozenset({BACKUPS, WORD_VECTORS})  # of a backup; the second is read again from the files of vectors
LEFT_OUT = (".lock", ".log", ".db", ".db-wal", ".db-shm", ".db-journal")  # of a machine, or copied as a snapshot
OF_MODELS = frozenset({RUNS, UPLOADS, SAMPLES, "sample"})  # the last: where `callit train` once wrote the sample
CHUNK_BYTES = 1 << 20
_MOST_FILES = 200_000


class NewerBackup(Exception):
    """The backup was written by a newer version, whose words may mean something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOfContents:
    """The list in a backup: `sha256` and `changed_unix` (when it was changed last, wall clock) of each file, by name.

    Names are paths below the data folder. A field with a default may be missing: earlier versions did not write it.
    """

    format: int
    made_at: datetime | None = None
    with_models: bool | None = None
    sha256: Mapping[str, str]
    changed_unix: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: bytes) -> TableOfContents:
        """Read what `to_json` wrote, or an earlier version did; keys that are not known are passed over.

        Raises
        ------
        NewerBackup
            It comes from a newer version.
        ValueError, KeyError, TypeError, msgspec.ValidationError
            It is no such list, has no database, or names files outside of the data folder.
        """
        document = json.loads(text)
        if document["format"] > FORMAT:
            raise NewerBackup
        listed = msgspec.convert(document, cls)
        if DATABASE_FILE not in listed.sha256 or len(listed.sha256) > _MOST_FILES:
            raise ValueError(DATABASE_FILE)
        for name in listed.sha256:
            _refuse_elsewhere(name)
        return listed

    def to_json(self) -> str:
        """The whole list, in a form that people can read as well."""
        return json.dumps(asdict(self) | {"made_at": self.made_at and self.made_at.isoformat()}, indent=1)

    @property
    def has_models(self) -> bool:
        """Whether run folders and uploads are in it."""
        if self.with_models is None:
            return any(name.startswith("runs/") for name in self.sha256)
        return self.with_models


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


def _refuse_elsewhere(name: str) -> None:
    """Refuse a name that would lead out of the folder."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name:
        raise ValueError(name)


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
            if path.relative_to(home).parts[0] not in NO_PART and path.is_file() and not path.is_symlink():
                yield path


def _belongs(name: str) -> bool:
    return not name.endswith(LEFT_OUT) and not name.startswith(".incoming-")


def _is_of_models(home: Path, path: Path) -> bool:
    return path.relative_to(home).parts[0] in OF_MODELS

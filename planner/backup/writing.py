"""Writing a backup: a snapshot of the database and the files beside it, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from planner.backup.contents import (
    CHUNK_BYTES,
    FORMAT,
    LIST_NAME,
    Contents,
    TableOfContents,
    own_files,
    size_of,
)
from planner.backup.last import LastBackup, note_backup
from planner.backup.progress import Progress, share_teller, silent
from planner.domain.errors import BackupFailed
from planner.store import DATABASE_FILE, Store

_AS_IT_IS = frozenset({".npz", ".npy", ".keras", ".zip", ".gz", ".parquet"})  # no smaller when packed, only slower


def backup_name(instant: datetime, zone: tzinfo) -> str:
    """The name of a backup made at an instant, on the clocks of a zone: `callit-2026-06-12-1432.zip`."""
    return f"callit-{instant.astimezone(zone):%Y-%m-%d-%H%M}.zip"


def write_backup(
    store: Store, out: Path, now: datetime, *, with_models: bool = True, progress: Progress = silent
) -> Contents:
    """Write everything into one zip file, and remember when.

    The database is a snapshot of one moment, also while a timer or a training runs. The file appears at its place when
    it is complete. Without models, run folders and uploads stay out. No file is held in memory as a whole.

    Raises
    ------
    BackupFailed
        When the file cannot be written.
    """
    home = store.path.parent
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".callit-backup-") as folder:
            snapshot, unfinished = Path(folder) / DATABASE_FILE, Path(folder) / "backup.zip"
            store.copy_to(snapshot)
            files = {DATABASE_FILE: snapshot}
            files |= {path.relative_to(home).as_posix(): path for path in own_files(home, with_models=with_models)}
            written = _write(unfinished, {n: p for n, p in files.items() if p != out}, now, with_models, progress)
            size_bytes = unfinished.stat().st_size
            os.replace(unfinished, out)
    except OSError as error:
        raise BackupFailed(f"{out} could not be written ({error.strerror}). Choose another place.") from error
    contents = Contents(written, store.holdings.of_all(), now, with_models, size_bytes)
    note_backup(store, LastBackup.of(out, contents, now))
    return contents


def _write(unfinished: Path, files: dict[str, Path], now: datetime, with_models: bool, progress: Progress) -> int:
    """Write the files and their list; how many they were."""
    whole_bytes = sum(size_of(path) for path in files.values())
    tell = share_teller(whole_bytes, progress)
    hashes, changed_unix = {}, {}
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files.items():
            with suppress(FileNotFoundError):  # a training that goes on tidies up as it does
                hashes[name], changed_unix[name] = _add(archive, name, path, tell)
        made_at = now.astimezone(UTC)
        listed = TableOfContents(
            format=FORMAT, made_at=made_at, with_models=with_models, sha256=hashes, changed_unix=changed_unix
        )
        archive.writestr(LIST_NAME, listed.to_json())
    return len(hashes)


def _add(archive: zipfile.ZipFile, name: str, path: Path, tell: Callable[[int], None]) -> tuple[str, float]:
    """Copy one file; the hash of what was written (a file may grow meanwhile), and when it was changed last."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        changed_unix = os.fstat(file.fileno()).st_mtime
        entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
        entry.compress_type = zipfile.ZIP_STORED if path.suffix in _AS_IT_IS else zipfile.ZIP_DEFLATED
        with archive.open(entry, "w", force_zip64=True) as target:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                target.write(chunk)
                tell(len(chunk))
    return digest.hexdigest(), changed_unix

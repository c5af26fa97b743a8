"""Writing a backup: a snapshot of the database and the files beside it, whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from planner.backup.contents import FORMAT, LIST_NAME, Contents, own_files, sha256_of
from planner.domain.errors import BackupFailed
from planner.store import DATABASE_FILE, Store


def write_backup(store: Store, out: Path, now: datetime, *, with_models: bool = True) -> Contents:
    """Write everything into one zip file.

    The database is a snapshot of one moment, also while a timer or a training runs. The file appears at its place when
    it is complete. Without models, run folders and uploads stay out.

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
            files = [(DATABASE_FILE, snapshot)]
            files += [(path.relative_to(home).as_posix(), path) for path in own_files(home, with_models=with_models)]
            _write(unfinished, [(name, path) for name, path in files if path != out], now)
            contents = Contents(len(files), *store.counts(), unfinished.stat().st_size)
            os.replace(unfinished, out)
    except OSError as error:
        raise BackupFailed(f"{out} could not be written ({error.strerror}). Choose another place.") from error
    return contents


def _write(unfinished: Path, files: list[tuple[str, Path]], now: datetime) -> None:
    hashes = {}
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files:
            archive.write(path, name)
            with archive.open(name) as kept:  # of what was written: a file may grow while it is read
                hashes[name] = sha256_of(kept)
        body = {"format": FORMAT, "made_at": now.astimezone(UTC).isoformat(), "sha256": hashes}
        archive.writestr(LIST_NAME, json.dumps(body, indent=1))

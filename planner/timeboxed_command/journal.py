"""A small file beside the database for each command under a box, so that its hours outlive `kill -9` of Call It.

While the command is watched its file is locked, and touched every few seconds. A file that nobody holds tells of a run
whose end nobody saw: it is logged up to the last touch, by whoever finds it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from model.protocol.locks import HeldLock, take_lock
from planner import timelog
from planner.domain.errors import CallItError, NotFound
from planner.domain.timelog import LONGEST_ENTRY_HOURS
from planner.store import Store
from planner.store.instants import from_text, to_text

FOLDER = "boxed"
_ENDING = ".json"
_ASIDE = ".not-logged"
_TOUCH_EVERY_S = 5.0
_UNSEEN = "its end was not seen, for Call It itself was ended"


class Journal:
    """The file of one run."""

    def __init__(self, lock: HeldLock, phase_id: int, started_at: datetime, command: str) -> None:
        self._lock = lock
        self._touched_s = 0.0
        self.phase_id = phase_id
        self.started_at = started_at
        self.command = command
        lock.write(json.dumps({"phase_id": phase_id, "started_at": to_text(started_at), "command": command}))

    def touch(self, elapsed_s: float) -> None:
        """Say that the command still runs; cheap when that was said a moment ago."""
        if elapsed_s - self._touched_s >= _TOUCH_EVERY_S:
            self._touched_s = elapsed_s
            seen = self.started_at.timestamp() + elapsed_s
            with suppress(OSError):
                os.utime(self._lock.path, (seen, seen))

    def close(self, store: Store, stopped_at: datetime) -> None:
        """Log the run, and drop the file."""
        _log(store, self.phase_id, self.started_at, stopped_at, self.command)
        self.drop()

    def drop(self) -> None:
        """Drop the file."""
        self._lock.path.unlink(missing_ok=True)

    def withdraw(self) -> None:
        """Leave nothing behind, as nothing ran: neither the file nor a folder that holds no other."""
        self.drop()
        with suppress(OSError):
            self._lock.path.parent.rmdir()


@contextmanager
def journal(home: Path, phase_id: int, started_at: datetime, command: str) -> Iterator[Journal]:
    """Begin the file of a run; it is let go at the end, whatever happens."""
    lock = _own_lock(home / FOLDER / f"{started_at:%Y%m%dT%H%M%S}-{os.getpid()}{_ENDING}")
    try:
        yield Journal(lock, phase_id, started_at, command)
    finally:
        lock.release()


def _own_lock(path: Path) -> HeldLock:
    """Take the lock of a file in a folder that the end of another run may take away in the same moment."""
    lock = None
    while lock is None:  # the name holds this process's id: nobody else holds it
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            lock = take_lock(path)
    return lock


def close_ended(store: Store, home: Path) -> int:
    """Log the runs that ended unseen; how many. Cheap where there are none: one look into a folder."""
    files = sorted((home / FOLDER).glob(f"*{_ENDING}")) if (home / FOLDER).is_dir() else []
    return sum(_close(store, path) for path in files)


def _close(store: Store, path: Path) -> bool:
    seen_at = _seen_at(path)
    lock = take_lock(path)
    if lock is None:  # it still runs
        return False
    try:
        return _log_unseen(store, path, seen_at)
    finally:
        lock.release()


def _log_unseen(store: Store, path: Path, seen_at: datetime | None) -> bool:
    try:
        facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        phase_id, started_at = int(facts["phase_id"]), from_text(str(facts["started_at"]))
    except (OSError, ValueError, KeyError, TypeError):  # ended before its first line was written: nothing had run
        path.unlink(missing_ok=True)
        return False
    try:
        is_new = seen_at is not None and not _is_logged(store, phase_id, started_at)
        if is_new and seen_at is not None:
            _log(store, phase_id, started_at, seen_at, f"{facts.get('command', '')} ({_UNSEEN})")
    except CallItError:  # its project was deleted meanwhile
        path.replace(path.with_suffix(_ASIDE))
        return False
    path.unlink(missing_ok=True)
    return is_new


def _seen_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(round(path.stat().st_mtime, 3), UTC)
    except OSError:
        return None


def _is_logged(store: Store, phase_id: int, started_at: datetime) -> bool:
    project_id = store.phases.require(phase_id).project_id
    since = timelog.entries(store, project_id, since=started_at)
    return any((entry.phase_id, entry.started_at) == (phase_id, started_at) for entry in since)


def _log(store: Store, phase_id: int, started_at: datetime, stopped_at: datetime, note: str) -> None:
    """Add the entry: at least a moment, at most the longest that the log takes."""
    latest = started_at + timedelta(hours=LONGEST_ENTRY_HOURS)
    stopped_at = min(max(stopped_at, started_at + timedelta(milliseconds=1)), latest)
    with store.writing():
        with suppress(NotFound):
            store.phases.restore(phase_id)  # taken out of the plan while the command ran
        timelog.add_entry(
            store, phase_id, started_at, stopped_at, now=stopped_at, attended=False, note=" ".join(note.split())
        )

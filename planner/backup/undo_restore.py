"""Going back to what was there before a restore."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from planner.backup.last import last_backup, note_backup
from planner.backup.previous_data import free_place, note_aside, set_aside
from planner.backup.restoring import refuse_running, swap
from planner.domain.errors import BackupFailed
from planner.store import open_store


def go_back(home: Path, now: datetime) -> Path:
    """Put what the last restore moved aside back to its place; where what was here until now lies.

    That can be gone back to in the same way.

    Raises
    ------
    BackupFailed
        When there is nothing to go back to, or as a restore does; what is there then stays as it was.
    """
    refuse_running(home)
    with open_store(home) as store:
        before, last = set_aside(store), last_backup(store)
    if before is None:
        raise BackupFailed("What was here before is not there any more. Restore a backup instead.")
    place = free_place(home, now)
    try:
        swap(home, before.place, place)
    except OSError as error:
        raise BackupFailed(f"{before.place} could not be moved ({error.strerror}). Nothing was changed.") from error
    with open_store(home) as store:
        note_aside(store, place, "", now)
        if last is not None:
            note_backup(store, last)
    return place

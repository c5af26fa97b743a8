"""When the last backup was made, what it held, and where it was written."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from planner.backup.contents import BACKUPS, Contents
from planner.domain.wording.numbers import size_words
from planner.store import Store
from planner.store.instants import from_text, to_text

_NAME = "last backup"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """A backup as it was when it was made: its file may have been moved since."""

    made_at: datetime
    path: Path
    holds: str
    with_models: bool
    size_bytes: int

    @classmethod
    def of(cls, path: Path, contents: Contents, made_at: datetime) -> LastBackup:
        """The backup with these contents at this place."""
        return cls(made_at, path, contents.holdings.words, contents.with_models, contents.size_bytes)

    @property
    def size(self) -> str:
        """Its size in words."""
        return size_words(self.size_bytes)


def last_backup(store: Store) -> LastBackup | None:
    """The backup that was made last, from the app or by the command; None before the first."""
    text = store.settings.get(_NAME)
    if text is None:
        return None
    facts = json.loads(text)
    return LastBackup(**facts | {"made_at": from_text(facts["made_at"]), "path": Path(facts["path"])})


def note_backup(store: Store, last: LastBackup) -> None:
    """Remember a backup as the last one, unless a later one is known."""
    former = last_backup(store)
    if former is not None and former.made_at > last.made_at:
        return
    facts = dataclasses.asdict(last) | {"made_at": to_text(last.made_at), "path": str(last.path)}
    store.settings.put(_NAME, json.dumps(facts))


def backups_folder(home: Path) -> Path:
    """Where the app writes backups, below the data folder; no backup holds another."""
    return home / BACKUPS

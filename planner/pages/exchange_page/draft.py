"""The import that is being prepared: its files and what was said about them, kept in the store until it is done."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from planner import drafts
from planner.clock import now
from planner.domain.errors import CallItError
from planner.pages.failure import plain_failures
from planner.pages.notice import flash
from planner.store import Store, open_store

_KEY = "import"
_FOLDER = "imports"  # in the data folder: apart from other uploads, so that they can go when the import is done


@dataclass
class DraftFile:
    """An upload on disk. Without `file_format` that is found; `columns` has names by role, "" for none."""

    path: str
    name: str
    file_format: str | None = None
    columns: dict[str, str] = field(default_factory=dict)


@dataclass
class ImportDraft:
    """Files and answers; None where nothing was said. `turn` counts imports: widgets of the last one are others.

    `projects` and `phases` have names here by the names in the files; see `exchange.Mapping`.
    """

    turn: int = 0
    files: list[DraftFile] = field(default_factory=list)
    zone: str | None = None
    day_order: str | None = None
    unit: str | None = None
    week: str | None = None
    day_hours: float | None = None
    day_start: str = "09:00"
    open_ends: str | None = None
    open_at: str = "17:00"
    open_hours: float = 1.0
    project: str | None = None
    phase_from: str | None = None
    projects: dict[str, str] = field(default_factory=dict)
    phases: dict[str, dict[str, str]] = field(default_factory=dict)
    again: bool = False
    overwrite: bool = False

    def file(self, path: str) -> DraftFile | None:
        """The file at a path."""
        return next((file for file in self.files if file.path == path), None)


def uploads_home(store: Store) -> Path:
    """The folder below which uploads for imports are kept."""
    return store.path.parent / _FOLDER


def load_draft(store: Store) -> ImportDraft:
    """The draft as it stands, without files that are gone from the disk."""
    body = drafts.draft(store, _KEY) or {}
    try:
        files = [DraftFile(**file) for file in body.pop("files", [])]
        draft = ImportDraft(files=files, **body)
    except TypeError:  # of another version
        return ImportDraft()
    draft.files = [file for file in draft.files if Path(file.path).is_file()]
    return draft


def save_draft(store: Store, draft: ImportDraft) -> None:
    """Keep it."""
    drafts.keep_draft(store, _KEY, dataclasses.asdict(draft), now())


def start_over(store: Store) -> None:
    """Forget files and answers, and remove the uploads."""
    save_draft(store, ImportDraft(turn=load_draft(store).turn + 1))
    shutil.rmtree(uploads_home(store), ignore_errors=True)


def close_imported(store: Store, paths: Iterable[str]) -> None:
    """Remove files that were imported; those that wait for an answer, or cannot be read, stay with their columns."""
    before, done = load_draft(store), set(paths)
    left = [file for file in before.files if file.path not in done]
    if not left:
        start_over(store)
        return
    save_draft(store, ImportDraft(turn=before.turn + 1, files=left))
    for path in done:
        Path(path).unlink(missing_ok=True)


def keep(change: Callable[[ImportDraft], None]) -> None:
    """Change the draft in a store of its own, as a click does before the page is drawn again."""
    with plain_failures():
        try:
            with open_store() as store:
                draft = load_draft(store)
                change(draft)
                save_draft(store, draft)
        except CallItError as error:
            flash(str(error), problem=True)


def answer(name: str, key: str) -> None:
    """Keep what a widget says as the answer of that name."""
    answer_with(name, st.session_state.get(key))


def answer_with(name: str, value: object) -> None:
    """Keep a value as the answer of that name."""
    keep(lambda draft: setattr(draft, name, value))

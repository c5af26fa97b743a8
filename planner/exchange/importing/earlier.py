"""Imports of the past, each of which can be taken back as a whole."""

from __future__ import annotations

from datetime import datetime

from planner import timelog
from planner.domain.errors import NotFound
from planner.store import Store
from planner.store.imports import EarlierImport


def earlier_imports(store: Store) -> list[EarlierImport]:
    """Imports that are not taken back and have entries in the log, the newest first."""
    return store.imports.earlier()


def undo_earlier(store: Store, operation_id: int, *, now: datetime) -> str:
    """Take back an import, also one that is not the last change; what was undone, sentences.

    Raises
    ------
    NotFound
        When it was taken back already.
    """
    with store.writing():
        earlier = next(
            (candidate for candidate in earlier_imports(store) if candidate.operation_id == operation_id), None
        )
        if earlier is None:
            raise NotFound("That import is taken back already. Reload the page to see what is left.")
        return timelog.undo_import(store, operation_id, earlier.summary, now=now)

"""Taking back the newest change to the log, as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from planner.domain.errors import NotFound, TimerConflict
from planner.domain.timelog import TimeEntry
from planner.store import Store
from planner.timelog.undo_import import undo_import


def undo_last(store: Store, *, now: datetime, project_id: int | None = None) -> str:
    """Take back the newest change to the log, as a whole: of one project, or of all. What was undone, a sentence.

    Raises
    ------
    NotFound
        When there is nothing to undo.
    TimerConflict
        When a later change, in another project, touched the same entry or has the timer running.
    """
    with store.writing():
        operation = store.operations.last(project_id)
        if operation is None:
            raise NotFound("There is nothing to undo.")
        if store.imports.is_import(operation.id):
            return undo_import(store, operation.id, operation.summary, now=now)
        if store.operations.changed_since(operation.id):
            raise TimerConflict(
                f"Cannot undo '{operation.summary}': a later change touched the same entry. Undo that first."
            )
        former = store.operations.former_values(operation.id)
        _refuse_second_timer(store, former)
        for entry_id, before in former:
            _put_back(store, entry_id, before)
        store.operations.mark_undone(operation.id, now)
    return f"Undone: {operation.summary}."


def last_change(store: Store, *, project_id: int | None = None) -> str | None:
    """What `undo_last` would take back, such as `stopped Explore`; None for nothing."""
    operation = store.operations.last(project_id)
    return operation.summary if operation else None


def _refuse_second_timer(store: Store, former: Sequence[tuple[int, TimeEntry | None]]) -> None:
    entry = store.entries.running()
    touched = {entry_id for entry_id, _ in former}
    would_run = any(before is not None and before.stopped_at is None for _, before in former)
    if entry is not None and would_run and entry.id not in touched:
        raise TimerConflict("A timer is running now, so the earlier one cannot run again. Stop it first, then undo.")


def _put_back(store: Store, entry_id: int, before: TimeEntry | None) -> None:
    if before is None:
        store.entries.remove(entry_id)
        return
    store.phases.restore(before.phase_id)
    store.entries.restore(before)
    lasting = store.interruptions.open_one()
    if before.stopped_at is None and lasting is not None:  # who works is not interrupted
        store.interruptions.remove(lasting.id)

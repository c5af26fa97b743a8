"""Changes to entries that keep the former values, inside a transaction that the caller has begun."""

from __future__ import annotations

from planner.domain.timelog import TimeEntry
from planner.store import Store


def add(store: Store, operation: int, entry: TimeEntry) -> TimeEntry:
    """Add an entry (its `id` is not looked at), and keep that there was none; the entry as kept."""
    added = store.entries.add(entry)
    store.operations.keep_former(operation, added, existed=False)
    return added


def replace(store: Store, operation: int, before: TimeEntry, after: TimeEntry) -> TimeEntry:
    """Write an entry in its new form, and keep the former; the entry as kept."""
    store.operations.keep_former(operation, before)
    store.entries.restore(after)
    return store.entries.require(before.id)


def remove(store: Store, operation: int, entry: TimeEntry) -> None:
    """Take an entry away, and keep how it was."""
    store.operations.keep_former(operation, entry)
    store.entries.remove(entry.id)

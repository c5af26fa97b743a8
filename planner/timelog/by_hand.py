"""Entries by hand: added, changed, deleted, listed, and seen to overlap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from planner.domain.errors import InvalidEntry, NotFound
from planner.domain.project import NEW
from planner.domain.timelog import (
    EntryRevision,
    PhaseHours,
    TimeEntry,
    check_interval,
    check_length,
    check_start,
    tidy_tags,
)
from planner.store import Store
from planner.timelog.recording import add, remove, replace

_T = TypeVar("_T")


def add_entry(
    store: Store,
    phase_id: int,
    started_at: datetime,
    stopped_at: datetime,
    *,
    now: datetime,
    attended: bool | None = None,
    note: str = "",
    tags: Iterable[str] = (),
) -> TimeEntry:
    """Log time that has passed. `attended` None takes the phase's flag. Overlaps are allowed; `overlaps` reports them.

    Raises
    ------
    InvalidEntry
        When it ends before it starts, in the future, or after weeks.
    NotFound
        When the phase is not there any more.
    """
    check_interval(started_at, stopped_at, now)
    check_length(started_at, stopped_at)
    with store.writing():
        phase = store.phases.require(phase_id)
        operation = store.operations.add(phase.project_id, now, f"added an entry on {phase.name}")
        is_attended = phase.attended if attended is None else attended
        logged = TimeEntry(NEW, phase_id, started_at, stopped_at, is_attended, note.strip(), tags=tidy_tags(tags))
        return add(store, operation, logged)


def edit_entry(
    store: Store,
    entry_id: int,
    *,
    now: datetime,
    phase_id: int | None = None,
    started_at: datetime | None = None,
    stopped_at: datetime | None = None,
    attended: bool | None = None,
    note: str | None = None,
    tags: Iterable[str] | None = None,
) -> TimeEntry:
    """Change an entry; what is None stays as it was. The former values are kept.

    Raises
    ------
    InvalidEntry
        When it would end before it starts, in the future, or after weeks.
    NotFound
        When the entry, or the phase it should move to, is not there any more.
    """
    with store.writing():
        before = entry(store, entry_id)
        after = TimeEntry(
            id=before.id,
            phase_id=_given(phase_id, before.phase_id),
            started_at=started_at or before.started_at,
            stopped_at=stopped_at or before.stopped_at,
            attended=_given(attended, before.attended),
            note=_given(note, before.note).strip(),
            session_id=before.session_id,
            tags=before.tags if tags is None else tidy_tags(tags),
        )
        phase = store.phases.require(after.phase_id)
        _check_times(before, after, now)
        operation = store.operations.add(phase.project_id, now, f"changed an entry on {phase.name}")
        return replace(store, operation, before, after)


def delete_entry(store: Store, entry_id: int, *, now: datetime) -> TimeEntry:
    """Take an entry away; `undo_last` brings it back."""
    with store.writing():
        gone = entry(store, entry_id)
        phase = store.phases.require(gone.phase_id)
        operation = store.operations.add(phase.project_id, now, f"deleted an entry on {phase.name}")
        remove(store, operation, gone)
    return gone


def entry(store: Store, entry_id: int) -> TimeEntry:
    """An entry by its id; `NotFound` where there is none (any more)."""
    time_entry = find_entry(store, entry_id)
    if time_entry is None:
        raise NotFound("That entry is not there any more. Reload to see the log as it is.")
    return time_entry


def find_entry(store: Store, entry_id: int) -> TimeEntry | None:
    """An entry as it is now; None where it is not in the log (any more)."""
    return store.entries.get(entry_id)


def last_started(store: Store, project_id: int) -> TimeEntry | None:
    """A project's newest entry by its start, the running one included; None before any."""
    return store.entries.last_started(project_id)


def last_entry(store: Store) -> TimeEntry | None:
    """The entry whose timer runs, else that of a person that stopped last; None before any."""
    return store.entries.running() or store.entries.last_stopped()


def entry_history(store: Store, entry_id: int) -> list[EntryRevision]:
    """All that happened to an entry, the oldest first; also after it was deleted."""
    return store.operations.history_of_entry(entry_id)


def entries(store: Store, project_id: int, *, since: datetime | None = None) -> list[TimeEntry]:
    """A project's entries, the oldest first, the running one included; with `since`, those that end after it."""
    return store.entries.of_project(project_id, since)


def restore_entry(store: Store, entry_id: int, former: TimeEntry, *, now: datetime) -> TimeEntry:
    """Make an entry what it once was, also one that was deleted; the way back is kept as for any change.

    Raises
    ------
    InvalidEntry
        When its timer ran then: a timer is brought back by `undo_last` only.
    NotFound
        When the project it was in is not there any more.
    """
    if former.stopped_at is None:
        raise InvalidEntry("Its timer ran then. Undo the stop instead, or start the timer anew.")
    with store.writing():
        store.phases.restore(former.phase_id)
        phase = store.phases.require(former.phase_id)
        operation = store.operations.add(phase.project_id, now, f"put back an entry on {phase.name}")
        before = store.entries.get(entry_id)
        store.operations.keep_former(operation, before or former, existed=before is not None)
        store.entries.restore(former)
    return former


def hours_by_phase(store: Store, project_id: int, now: datetime) -> dict[int, PhaseHours]:
    """Attended and unattended hours on each phase of the plan, zeros included; a running timer counts until `now`."""
    logged = store.entries.hours_by_phase(project_id, now)
    return {phase.id: logged.get(phase.id, PhaseHours(0.0, 0.0)) for phase in store.phases.of_project(project_id)}


def _given(new: _T | None, old: _T) -> _T:
    return old if new is None else new


def _check_times(before: TimeEntry, after: TimeEntry, now: datetime) -> None:
    if (before.started_at, before.stopped_at) == (after.started_at, after.stopped_at):
        return
    if after.stopped_at is None:
        check_start(after.started_at, now)
        return
    check_interval(after.started_at, after.stopped_at, now)
    check_length(after.started_at, after.stopped_at)

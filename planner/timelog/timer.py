"""The one running timer: a row without a stop, so it outlives pages, servers and `kill -9`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from planner.domain.errors import InvalidEntry, NotFound, TimerConflict
from planner.domain.project import Phase
from planner.domain.timelog import RunningTimer, TimeEntry, check_interval, check_start, tidy_tags
from planner.store import Store
from planner.timelog.recording import NEW, add, clock_words, day_and_clock_words, remove, replace

ANY: Final = -1  # `expected=ANY`: whatever runs, as from the command line; a page says what it shows


def start(
    store: Store,
    phase_id: int,
    *,
    now: datetime,
    at: datetime | None = None,
    note: str = "",
    tags: Iterable[str] = (),
    attended: bool | None = None,
    expected: int | None = ANY,
) -> TimeEntry:
    """Start the timer on a phase, at `now` or an earlier instant; the one that runs is closed at that instant.

    An interruption that lasts ends there too.

    `expected` is the id of the entry that the person sees running (None: none), so that two tabs cannot disagree.

    Raises
    ------
    TimerConflict
        When this phase's timer runs already, or another tab has changed the timer meanwhile.
    InvalidEntry
        When it would start in the future, or before the running one did.
    NotFound
        When the phase is not there any more.
    """
    at = at or now
    check_start(at, now)
    with store.writing():
        phase = store.phases.needed(phase_id)
        before = store.entries.running()
        _refuse_unexpected(store, before, expected)
        _refuse_same(before, phase)
        operation = store.operations.add(phase.project_id, now, f"started {phase.name}")
        if before is not None:
            _close(store, operation, before, at)
        lasting = store.interruptions.open_one()
        if lasting is not None:
            store.interruptions.close(lasting, at)
        is_attended = phase.attended if attended is None else attended
        entry = TimeEntry(NEW, phase_id, at, None, is_attended, note.strip(), tags=tidy_tags(tags))
        return add(store, operation, entry)


def stop(
    store: Store,
    *,
    now: datetime,
    at: datetime | None = None,
    expected: int | None = ANY,
    what: str = "stopped",
    why: str = "",
) -> TimeEntry:
    """Stop the timer, at `now` or an earlier instant; the closed entry. Its history says `what` happened, and `why`.

    Raises
    ------
    TimerConflict
        When no timer runs, or another tab has changed it meanwhile.
    InvalidEntry
        When it would end before it started, or in the future.
    """
    at = at or now
    with store.writing():
        entry = _needed_running(store, expected)
        phase = store.phases.needed(entry.phase_id)
        _refuse_end_before_start(phase, entry, at)
        check_interval(entry.started_at, at, now)
        summary = f"{what} {phase.name} ({why})" if why else f"{what} {phase.name}"
        operation = store.operations.add(phase.project_id, now, summary)
        return replace(store, operation, entry, dataclasses.replace(entry, stopped_at=at))


def cancel(store: Store, *, now: datetime, expected: int | None = ANY) -> TimeEntry:
    """Drop the running timer as if it had not been started; `undo_last` brings it back.

    Raises
    ------
    TimerConflict
        When no timer runs, or another tab has changed it meanwhile.
    """
    with store.writing():
        entry = _needed_running(store, expected)
        phase = store.phases.needed(entry.phase_id)
        operation = store.operations.add(phase.project_id, now, f"cancelled the timer on {phase.name}")
        remove(store, operation, entry)
    return entry


def continue_last(
    store: Store, *, now: datetime, at: datetime | None = None, project_id: int | None = None
) -> TimeEntry:
    """Start the timer on the phase that was interrupted, else worked on last, of one project or of all.

    `NotFound` before any.
    """
    phase_id = _interrupted_phase(store, project_id)
    if phase_id is None:
        last = store.entries.last_stopped(project_id)
        if last is None:
            raise NotFound("There is nothing to continue yet. Start a phase first.")
        phase_id = last.phase_id
    return start(store, phase_id, now=now, at=at)


def _interrupted_phase(store: Store, project_id: int | None) -> int | None:
    """The phase of the interruption that lasts, where it is one of the project (None: of any)."""
    lasting = store.interruptions.open_one()
    phase = store.phases.get(lasting.phase_id) if lasting else None
    return phase.id if phase and project_id in (None, phase.project_id) else None


def running(store: Store) -> RunningTimer | None:
    """The timer that runs, with its phase and project; None when none does."""
    entry = store.entries.running()
    if entry is None:
        return None
    phase = store.phases.get(entry.phase_id)
    project = store.projects.get(phase.project_id) if phase else None
    return RunningTimer(entry, phase, project) if phase and project else None


def _needed_running(store: Store, expected: int | None) -> TimeEntry:
    entry = store.entries.running()
    _refuse_unexpected(store, entry, expected)
    if entry is None:
        raise TimerConflict("No timer is running, so there is nothing to stop. Start one first.")
    return entry


def _refuse_unexpected(store: Store, entry: TimeEntry | None, expected: int | None) -> None:
    if expected in {ANY, entry.id if entry else None}:
        return
    if entry is None:
        raise TimerConflict("The timer was stopped elsewhere, perhaps in another tab. The page now shows it as it is.")
    name = store.phases.needed(entry.phase_id).name
    raise TimerConflict(
        f"{name} runs since {clock_words(entry.started_at)}, started elsewhere, perhaps in another tab. "
        "The page now shows it; choose again."
    )


def _refuse_same(entry: TimeEntry | None, phase: Phase) -> None:
    if entry is not None and entry.phase_id == phase.id:
        raise TimerConflict(f"{phase.name} is running already, since {clock_words(entry.started_at)}.")


def _refuse_end_before_start(phase: Phase, entry: TimeEntry, at: datetime) -> None:
    if at <= entry.started_at:
        raise InvalidEntry(
            f"{phase.name} runs since {clock_words(entry.started_at)}, so with a stop at {day_and_clock_words(at)} "
            "it ends before it starts. Choose a later stop, or cancel the timer."
        )


def _close(store: Store, operation: int, entry: TimeEntry, at: datetime) -> None:
    """Close the running entry because another starts; one that was switched away at once leaves no entry."""
    if at < entry.started_at:
        raise InvalidEntry(
            f"A timer runs since {clock_words(entry.started_at)}; another cannot start before it. "
            "Choose a later start, or cancel that one."
        )
    if at == entry.started_at:
        remove(store, operation, entry)
    else:
        replace(store, operation, entry, dataclasses.replace(entry, stopped_at=at))

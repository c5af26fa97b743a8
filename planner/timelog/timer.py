"""The one running timer: a row without a stop, so it outlives pages, servers and `kill -9`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from planner.domain.errors import InvalidEntry, NotFound, TimerConflict
from planner.domain.project import NEW, Phase
from planner.domain.timelog import RunningTimer, TimeEntry, check_interval, check_start, tidy_tags
from planner.domain.training import TrainingSession
from planner.domain.wording.days import clock_words, day_and_clock_words
from planner.store import Store
from planner.timelog.recording import add, remove, replace

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
    ran: timedelta | None = None,
    zone: tzinfo = UTC,
) -> TimeEntry:
    """Start the timer on a phase, at `now` or an earlier instant; the one that runs is closed at that instant.

    An interruption that lasts ends there too.

    `expected` is the id of the entry that the person sees running (None: none), so that two tabs cannot disagree. `ran`
    is how long the one that runs has run until `now`, where its start lies ahead of a clock that was set back. Where it
    is refused, the sentence speaks of the clocks of `zone`.

    Raises
    ------
    TimerConflict
        When this phase's timer runs already, or another tab has changed the timer meanwhile; or when the start of the
        one that runs lies ahead of the clock, and nothing says how long it ran.
    InvalidEntry
        When it would start in the future, or before the running one did.
    NotFound
        When the phase is not there any more.
    """
    at = at or now
    check_start(at, now)
    with store.writing():
        phase = store.phases.require(phase_id)
        before = store.entries.running()
        _refuse_unexpected(store, before, expected, zone)
        _refuse_same(before, phase, zone)
        operation = store.operations.add(phase.project_id, now, f"started {phase.name}")
        if before is not None:
            _close(store, operation, before, _on_the_clock(store, before, ran, now, zone), at=at, zone=zone)
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
    ran: timedelta | None = None,
    zone: tzinfo = UTC,
) -> TimeEntry:
    """Stop the timer, at `now` or an earlier instant; the closed entry. Its history says `what` happened, and `why`.

    `ran` is how long it has run until `now`, where its start lies ahead of a clock that was set back: the entry is then
    that long, and ends on the clock as it is. Where it is refused, the sentence speaks of the clocks of `zone`.

    Raises
    ------
    TimerConflict
        When no timer runs, or another tab has changed it meanwhile; or when its start lies ahead, without `ran`.
    InvalidEntry
        When it would end before it started, or in the future.
    """
    at = at or now
    with store.writing():
        entry = _needed_running(store, expected, zone)
        phase = store.phases.require(entry.phase_id)
        begun = _on_the_clock(store, entry, ran, now, zone)
        _refuse_end_before_start(phase, begun, at, zone)
        check_interval(begun.started_at, at, now)
        summary = f"{what} {phase.name} ({why})" if why else f"{what} {phase.name}"
        operation = store.operations.add(phase.project_id, now, summary)
        return replace(store, operation, entry, dataclasses.replace(begun, stopped_at=at))


def cancel(store: Store, *, now: datetime, expected: int | None = ANY, zone: tzinfo = UTC) -> TimeEntry:
    """Drop the running timer as if it had not been started; `undo_last` brings it back. `zone` as in `start`.

    Raises
    ------
    TimerConflict
        When no timer runs, or another tab has changed it meanwhile.
    """
    with store.writing():
        entry = _needed_running(store, expected, zone)
        phase = store.phases.require(entry.phase_id)
        operation = store.operations.add(phase.project_id, now, f"cancelled the timer on {phase.name}")
        remove(store, operation, entry)
    return entry


def continue_last(
    store: Store,
    *,
    now: datetime,
    at: datetime | None = None,
    project_id: int | None = None,
    ran: timedelta | None = None,
    zone: tzinfo = UTC,
) -> TimeEntry:
    """Start the timer on the phase that was interrupted, else worked on last, of one project or of all; see `start`.

    `NotFound` before any.
    """
    phase_id = _interrupted_phase(store, project_id)
    if phase_id is None:
        last = store.entries.last_stopped(project_id)
        if last is None:
            raise NotFound("There is nothing to continue yet. Start a phase first.")
        phase_id = last.phase_id
    return start(store, phase_id, now=now, at=at, ran=ran, zone=zone)


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


def running_entry(store: Store, entry_id: int) -> TimeEntry:
    """The entry whose timer runs, where it is still this one.

    Raises
    ------
    TimerConflict
        When that timer does not run any more.
    """
    entry = store.entries.running()
    if entry is None or entry.id != entry_id:
        raise TimerConflict("That timer does not run any more, perhaps since another tab stopped it.")
    return entry


def open_sessions(store: Store) -> list[TrainingSession]:
    """Training sessions that nobody has closed; whether their processes live is for `sessions.recover_sessions`."""
    return store.sessions.running_sessions()


def _needed_running(store: Store, expected: int | None, zone: tzinfo) -> TimeEntry:
    entry = store.entries.running()
    _refuse_unexpected(store, entry, expected, zone)
    if entry is None:
        raise TimerConflict("No timer is running, so there is nothing to stop. Start one first.")
    return entry


def _refuse_unexpected(store: Store, entry: TimeEntry | None, expected: int | None, zone: tzinfo) -> None:
    if expected in {ANY, entry.id if entry else None}:
        return
    if entry is None:
        raise TimerConflict("The timer was stopped elsewhere, perhaps in another tab. The page now shows it as it is.")
    name = store.phases.require(entry.phase_id).name
    raise TimerConflict(
        f"{name} runs since {clock_words(entry.started_at, zone)}, started elsewhere, perhaps in another tab. "
        "The page now shows it; choose again."
    )


def _refuse_same(entry: TimeEntry | None, phase: Phase, zone: tzinfo) -> None:
    if entry is not None and entry.phase_id == phase.id:
        raise TimerConflict(f"{phase.name} is running already, since {clock_words(entry.started_at, zone)}.")


def _refuse_end_before_start(phase: Phase, entry: TimeEntry, at: datetime, zone: tzinfo) -> None:
    if at <= entry.started_at:
        raise InvalidEntry(
            f"{phase.name} runs since {clock_words(entry.started_at, zone)}, so with a stop at "
            f"{day_and_clock_words(at, zone)} it ends before it starts. Choose a later stop, or cancel the timer."
        )


def _close(store: Store, operation: int, entry: TimeEntry, begun: TimeEntry, *, at: datetime, zone: tzinfo) -> None:
    """Close the running entry because another starts; one that was switched away at once leaves no entry.

    `begun` is the entry with its start on the clock as it is.
    """
    if at < begun.started_at:
        raise InvalidEntry(
            f"A timer runs since {clock_words(begun.started_at, zone)}; another cannot start before it. "
            "Choose a later start, or cancel that one."
        )
    if at == begun.started_at:
        remove(store, operation, entry)
    else:
        replace(store, operation, entry, dataclasses.replace(begun, stopped_at=at))


def _on_the_clock(store: Store, entry: TimeEntry, ran: timedelta | None, now: datetime, zone: tzinfo) -> TimeEntry:
    """The running entry; where its start lies ahead of a clock that was set back, with one as long ago as it ran."""
    if entry.started_at <= now:
        return entry
    if ran is None:
        name, since = store.phases.require(entry.phase_id).name, day_and_clock_words(entry.started_at, zone)
        raise TimerConflict(
            f"The machine's clock was set back: {name} runs since {since}, which is still to come. "
            "Say how long it ran, on the Work page or with 'callit stop --after 1h30m'."
        )
    return dataclasses.replace(entry, started_at=now - ran)

"""Interrupted: the timer stops, and what took the person away is kept apart from work until they go on."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta, tzinfo

from planner.domain.errors import InvalidEntry, TimerConflict
from planner.domain.interruptions import Interruption, OpenInterruption
from planner.domain.timelog import TimeEntry
from planner.store import Store
from planner.timelog.timer import ANY, stop

LONGEST_REASON = 200  # letters


def interrupt(
    store: Store,
    reason: str,
    *,
    now: datetime,
    at: datetime | None = None,
    expected: int | None = ANY,
    ran: timedelta | None = None,
    zone: tzinfo = UTC,
) -> tuple[TimeEntry, Interruption]:
    """Stop the timer (see `stop`), at `now` or an earlier instant, and begin an interruption there; both of them.

    `start` and `continue_last` end it; no hours of it count anywhere. `undo_last` has the timer running again and
    drops the interruption.

    Raises
    ------
    TimerConflict
        When no timer runs, or another tab has changed it meanwhile.
    InvalidEntry
        When it would end before it started, or in the future; or when the reason is too long to read.
    """
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise InvalidEntry(f"The reason has {len(reason)} letters, more than {LONGEST_REASON}. Say it shorter.")
    with store.writing():
        entry = stop(store, now=now, at=at, expected=expected, what="interrupted", why=reason, ran=ran, zone=zone)
        return entry, store.interruptions.add(entry.phase_id, at or now, reason)


def interruption(store: Store) -> OpenInterruption | None:
    """The interruption that lasts, with what it took the person away from; None while there is none."""
    open_interruption = store.interruptions.open_one()
    if open_interruption is None:
        return None
    phase = store.phases.get(open_interruption.phase_id)
    project = store.projects.get(phase.project_id) if phase else None
    return OpenInterruption(open_interruption, phase, project) if phase and project else None


def end_interruption(store: Store, *, now: datetime) -> Interruption:
    """End the interruption without going on, as at the end of a day; `TimerConflict` where there is none."""
    with store.writing():
        open_interruption = store.interruptions.open_one()
        if open_interruption is None:
            raise TimerConflict("Nothing is interrupted now, perhaps since another tab went on. Reload to see.")
        store.interruptions.close(open_interruption, now)
    return dataclasses.replace(open_interruption, stopped_at=now)

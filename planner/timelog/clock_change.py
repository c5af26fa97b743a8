"""A clock of the machine that was set while a timer ran: how long it really ran, by a count that nobody sets.

With each timer the machine's own count of seconds since its start is kept. Where the clock says something else about
the length of the running entry, or its start even lies ahead of the clock, the person is asked; no time is lost.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo

from planner.domain.awake import SHORTEST_GAP, Sighting
from planner.domain.errors import InvalidEntry
from planner.domain.timelog import RunningTimer, TimeEntry, check_length
from planner.domain.wording.days import day_and_clock_words
from planner.domain.wording.durations import length_words
from planner.store import Store
from planner.timelog.recording import replace
from planner.timelog.timer import running, running_entry


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A running timer about whose length the clock is wrong.

    by_clock: from its start to now, below zero where the start lies ahead. by_count: by the machine's own count; None
    where that is not known, as after a restart. zone: on whose clocks it is said.
    """

    timer: RunningTimer
    by_clock: timedelta
    by_count: timedelta | None
    zone: tzinfo

    @property
    def is_ahead(self) -> bool:
        """Whether the start lies ahead of the clock."""
        return self.by_clock < timedelta(0)

    @property
    def sentences(self) -> str:
        """What was found, and what is known of the true length."""
        name = self.timer.phase.name
        if self.is_ahead:
            observation = (
                f"The machine's clock was set back: {name} started at "
                f"{day_and_clock_words(self.timer.entry.started_at, self.zone)}, which is still to come."
            )
        else:
            is_forward = self.by_count is not None and self.by_clock > self.by_count
            what = "set forward, or the machine was halted," if is_forward else "set back"
            passed = length_words(self.by_clock.total_seconds())
            observation = f"The machine's clock was {what} while {name} ran: by it, {passed} have passed."
        if self.by_count is None:
            return f"{observation} How long it has run is not known."
        return f"{observation} By the machine's own count it has run for {length_words(self.by_count.total_seconds())}."


def clock_change(store: Store, seen: Sighting, *, zone: tzinfo = UTC) -> ClockChange | None:
    """The running timer about whose length the clock is wrong by minutes; None where all is well."""
    timer = running(store)
    if timer is None:
        return None
    by_clock, by_count = seen.at - timer.entry.started_at, _by_count(store, timer.entry, seen)
    is_wrong = by_count is not None and abs(by_clock - by_count) > SHORTEST_GAP
    return ClockChange(timer, by_clock, by_count, zone) if is_wrong or by_clock < timedelta(0) else None


def true_length(store: Store, seen: Sighting) -> timedelta | None:
    """How long the running timer ran, where its start lies ahead of the clock and the machine's count is known."""
    change = clock_change(store, seen, zone=UTC)
    return change.by_count if change and change.is_ahead else None


def note_count(store: Store, seen: Sighting) -> None:
    """Keep the machine's count with the running timer, once; nothing where its start lies ahead of the clock."""
    entry = store.entries.running()
    if entry is not None and entry.started_at <= seen.at and _kept(store, entry) is None:
        _keep(store, entry, seen)


def believe_clock(store: Store, entry_id: int, seen: Sighting) -> None:
    """Take the clock as right about the running timer from now on; `TimerConflict` where that runs no more."""
    with store.writing():
        _keep(store, running_entry(store, entry_id), seen)


def put_right(store: Store, entry_id: int, ran: timedelta, seen: Sighting) -> TimeEntry:
    """Let the timer run on, with a start as long ago as it really ran.

    Raises
    ------
    InvalidEntry
        For a length that is none, or weeks.
    TimerConflict
        When that timer does not run any more.
    """
    if ran <= timedelta(0):
        raise InvalidEntry("A timer that runs has run for some time. Say for how long, such as 1h30m.")
    check_length(seen.at - ran, seen.at)
    with store.writing():
        before = running_entry(store, entry_id)
        phase = store.phases.require(before.phase_id)
        operation = store.operations.add(phase.project_id, seen.at, f"put the start of {phase.name} right")
        after = replace(store, operation, before, dataclasses.replace(before, started_at=seen.at - ran))
        _keep(store, after, seen)
    return after


def _keep(store: Store, entry: TimeEntry, seen: Sighting) -> None:
    began_s = seen.up_s - (seen.at - entry.started_at).total_seconds()
    document = {"started_at": entry.started_at.isoformat(), "boot": seen.boot, "began_s": began_s}
    store.drafts.save(_key(entry), document, seen.at)


def _kept(store: Store, entry: TimeEntry) -> tuple[str, float] | None:
    """The start of the machine, and its count at the start of the entry."""
    document = store.drafts.load(_key(entry))
    is_of_start = document is not None and document["started_at"] == entry.started_at.isoformat()
    return (str(document["boot"]), float(document["began_s"])) if document and is_of_start else None


def _by_count(store: Store, entry: TimeEntry, seen: Sighting) -> timedelta | None:
    """None where the machine was started anew since, or its starts have no name."""
    boot, began_s = _kept(store, entry) or ("", 0.0)
    return timedelta(seconds=round(seen.up_s - began_s, 3)) if boot and boot == seen.boot else None


def _key(entry: TimeEntry) -> str:
    return f"count of timer {entry.id}"

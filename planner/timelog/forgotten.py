"""Timers that look forgotten: asked about, never decided here. The person keeps, cuts or drops the entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from planner.domain.days import day_of, day_start
from planner.domain.errors import TimerConflict
from planner.domain.timelog import RunningTimer, TimeEntry
from planner.domain.wording import hours_words
from planner.store import Store
from planner.timelog.recording import clock_words
from planner.timelog.timer import ANY, running, stop

LONG_HOURS = 10.0
LONG_ALONE_HOURS = 24.0  # of a machine, which may well work through a night
NIGHT_HOUR = 3  # on the person's clock: who works then has begun a new day, or is asleep
LEAST_NIGHT_HOURS = 1.0  # who starts at ten to three is awake at three
PAST_CAP_HOURS = 0.5  # one may be in the middle of something, and the plan asks at the cap itself


class Reason(StrEnum):
    """Why a timer looks forgotten."""

    NIGHT = "over night"
    LONG = "for long"
    CAP = "past its cap"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A running timer that may be forgotten. reached_cap_at: when the phase's cap was full, where that is known."""

    timer: RunningTimer
    reason: Reason
    hours: float
    reached_cap_at: datetime | None = None

    @property
    def question(self) -> str:
        """What a person is asked."""
        name, hours = self.timer.phase.name, hours_words(self.hours)
        match self.reason:
            case Reason.NIGHT:
                return f"{name} ran over night, {hours} so far. Was that work?"
            case Reason.LONG:
                return f"{name} has run for {hours} without a break. Was all of that work?"
            case Reason.CAP:
                cap = hours_words(self.timer.phase.cap_hours or 0)
                full = f", full since {clock_words(self.reached_cap_at)}" if self.reached_cap_at else ""
                return f"{name} runs past its cap of {cap}{full}. Is it forgotten?"


def forgotten(store: Store, now: datetime, zone: tzinfo) -> Forgotten | None:
    """The running timer where it looks forgotten and was not kept since; None where all is well.

    An attended timer does when it ran past 3:00 on the clocks of `zone` (for an hour at least), for more than 10 hours,
    or half an hour past the cap of its phase without an answer to that. An unattended one does after a day.
    """
    timer = running(store)
    if timer is None:
        return None
    kept_at = _kept_at(store, timer.entry)
    full_at = _reached_cap_at(store, timer, now)
    for reason, since in _suspicions(store, timer, full_at, kept_at or timer.entry.started_at, zone):
        if since <= now and (kept_at is None or since > kept_at):
            return Forgotten(timer, reason, timer.entry.hours(now), full_at)
    return None


def keep(store: Store, entry_id: int, *, now: datetime) -> None:
    """Say that the running timer is right: it is asked about again after another night, or another 10 hours.

    `TimerConflict` where that timer does not run any more.
    """
    with store.writing():
        entry = store.entries.running()
        if entry is None or entry.id != entry_id:
            raise TimerConflict("That timer does not run any more, perhaps since another tab stopped it.")
        store.drafts.save(_key(entry_id), {"kept_at": now.isoformat()}, now)


def cut(store: Store, at: datetime, *, now: datetime, expected: int | None = ANY) -> TimeEntry:
    """End the running entry at the earlier instant at which work really ended; errors as `stop`."""
    return stop(store, now=now, at=at, expected=expected, what="cut", why="it was forgotten")


def _suspicions(
    store: Store, timer: RunningTimer, full_at: datetime | None, since: datetime, zone: tzinfo
) -> Iterator[tuple[Reason, datetime]]:
    """Each reason with the instant from which it holds."""
    if not timer.entry.attended:
        yield Reason.LONG, since + timedelta(hours=LONG_ALONE_HOURS)
        return
    next_day = day_of(since, zone, NIGHT_HOUR) + timedelta(days=1)
    yield Reason.NIGHT, max(day_start(next_day, zone, NIGHT_HOUR), since + timedelta(hours=LEAST_NIGHT_HOURS))
    yield Reason.LONG, since + timedelta(hours=LONG_HOURS)
    if full_at is not None and not _answered(store, timer):
        yield Reason.CAP, full_at + timedelta(hours=PAST_CAP_HOURS)


def _reached_cap_at(store: Store, timer: RunningTimer, now: datetime) -> datetime | None:
    """When this entry filled the cap; None without a cap, or where it was full before, which was a decision."""
    if timer.phase.cap_hours is None or not timer.entry.attended:
        return None
    with_this = store.entries.hours_by_phase(timer.project.id, now)[timer.phase.id].attended
    left_hours = timer.phase.cap_hours - (with_this - timer.entry.hours(now))
    full_at = timer.entry.started_at + timedelta(hours=left_hours)
    return full_at if timer.entry.started_at < full_at <= now else None


def _answered(store: Store, timer: RunningTimer) -> bool:
    """Whether something was decided about the phase while the timer ran: then somebody was there."""
    decisions = store.decisions.of_project(timer.project.id)
    return any(
        decision.phase_id == timer.phase.id and decision.decided_at >= timer.entry.started_at for decision in decisions
    )


def _kept_at(store: Store, entry: TimeEntry) -> datetime | None:
    draft = store.drafts.load(_key(entry.id))
    return datetime.fromisoformat(draft["kept_at"]) if draft else None


def _key(entry_id: int) -> str:
    return f"kept timer {entry_id}"

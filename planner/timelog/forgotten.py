"""Timers that look forgotten: asked about, never decided here. The person keeps, cuts or drops the entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from planner import preferences
from planner.domain.awake import Gap
from planner.domain.days import day_of, day_start
from planner.domain.timelog import RunningTimer, TimeEntry
from planner.domain.wording.caps import cap_words
from planner.domain.wording.days import clock_words, day_and_clock_words, days_until
from planner.domain.wording.durations import hours_words
from planner.store import Store
from planner.timelog.signs_of_life import first_gap
from planner.timelog.timer import ANY, running, running_entry, stop

LONG_ALONE_HOURS = 24.0  # of a machine, which may well work through a night
NIGHT_HOUR = 3  # on the person's clock: who works then has begun a new day, or is asleep; later where days start so
LEAST_NIGHT_HOURS = 1.0  # who starts at ten to three is awake at three
_AT_ONCE = timedelta(minutes=1)  # nobody starts a timer for less
PAST_CAP_HOURS = 0.5  # one may be in the middle of something, and the plan asks at the cap itself


class Reason(StrEnum):
    """Why a timer looks forgotten."""

    ASLEEP = "machine asleep"
    NIGHT = "over night"
    LONG = "for long"
    CAP = "past its cap"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A running timer that may be forgotten.

    zone: on whose clocks it is asked. reached_cap_at: when the phase's cap was full, where that is known. gap: when the
    machine slept or was off.
    """

    timer: RunningTimer
    reason: Reason
    hours: float
    zone: tzinfo
    reached_cap_at: datetime | None = None
    gap: Gap | None = None

    @property
    def question(self) -> str:
        """What a person is asked."""
        name, hours = self.timer.phase.name, hours_words(self.hours)
        match self.reason:
            case Reason.ASLEEP:
                return f"{_away_words(self.gap, self.zone)} while {name} ran. Was all of that work?"
            case Reason.NIGHT:
                return f"{name} ran over night, {hours} so far. Was that work?"
            case Reason.LONG:
                return f"{name} has run for {hours} without a break. Was all of that work?"
            case Reason.CAP:
                cap = cap_words(self.timer.phase.cap_hours or 0)
                full = f", full since {clock_words(self.reached_cap_at, self.zone)}" if self.reached_cap_at else ""
                return f"{name} runs past {cap}{full}. Is it forgotten?"

    @property
    def proposed_end(self) -> datetime | None:
        """When work may have ended: the last sign of life before a gap, else the full cap; None for no idea."""
        if self.gap is None:
            return self.reached_cap_at
        return self.gap.last_seen_at if self.gap.last_seen_at > self.timer.entry.started_at + _AT_ONCE else None


def forgotten(store: Store, now: datetime, zone: tzinfo) -> Forgotten | None:
    """The running timer where it looks forgotten and was not kept since; None where all is well.

    An attended timer does when it ran past the start of the day on the clocks of `zone` (3:00 at the earliest, and for
    an hour at least), for more than the hours of the settings, or half an hour past the cap of its phase without an
    answer to that. An unattended one does after a day. Each does when the machine slept or was off meanwhile.
    """
    timer = running(store)
    if timer is None:
        return None
    kept_at = _kept_at(store, timer.entry)
    since = kept_at or timer.entry.started_at
    gap, full_at = first_gap(store, since), _reached_cap_at(store, timer, now)
    for reason, holds_from in _suspicions(store, timer, gap, full_at, since=since, zone=zone):
        if holds_from <= now and (kept_at is None or holds_from > kept_at):
            of_sleep = gap if reason is Reason.ASLEEP else None
            return Forgotten(timer, reason, timer.entry.hours(now), zone, full_at, of_sleep)
    return None


def keep(store: Store, entry_id: int, *, now: datetime) -> None:
    """Say that the running timer is right: it is asked about again after another night, or as many hours again.

    `TimerConflict` where that timer does not run any more.
    """
    with store.writing():
        running_entry(store, entry_id)
        store.drafts.save(_key(entry_id), {"kept_at": now.isoformat()}, now)


def cut(store: Store, at: datetime, *, now: datetime, expected: int | None = ANY, zone: tzinfo = UTC) -> TimeEntry:
    """End the running entry at the earlier instant at which work really ended; errors, and `zone`, as in `stop`."""
    return stop(store, now=now, at=at, expected=expected, what="cut", why="it was forgotten", zone=zone)


def _suspicions(
    store: Store, timer: RunningTimer, gap: Gap | None, full_at: datetime | None, *, since: datetime, zone: tzinfo
) -> Iterator[tuple[Reason, datetime]]:
    """Each reason with the instant from which it holds; the first one knows best when work ended."""
    if gap is not None:
        yield Reason.ASLEEP, gap.seen_again_at
    if not timer.entry.attended:
        yield Reason.LONG, since + timedelta(hours=LONG_ALONE_HOURS)
        return
    night_hour = max(NIGHT_HOUR, preferences.day_starts_hour(store))
    next_day = day_of(since, zone, night_hour) + timedelta(days=1)
    yield Reason.NIGHT, max(day_start(next_day, zone, night_hour), since + timedelta(hours=LEAST_NIGHT_HOURS))
    yield Reason.LONG, since + timedelta(hours=preferences.ask_after_hours(store))
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


def _away_words(gap: Gap | None, zone: tzinfo) -> str:
    if gap is None:
        return "The machine slept"
    what = "was off or restarted" if gap.asleep_s is None else f"slept for {hours_words(gap.asleep_s / 3600)}"
    words = day_and_clock_words if days_until(gap.seen_again_at, gap.last_seen_at, zone) else clock_words
    first, last = words(gap.last_seen_at, zone), words(gap.seen_again_at, zone)
    return f"The machine {what}, some time between {first} and {last},"


def _key(entry_id: int) -> str:
    return f"kept timer {entry_id}"

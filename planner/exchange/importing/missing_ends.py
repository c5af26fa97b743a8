"""Entries without an end, and others that no log can hold: asked about or left out, with the reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo

from planner.domain.wording.days import moment_words
from planner.exchange.entries.read_entries import DayOrder, ReadEntry, Trouble, Unreadable
from planner.exchange.entries.wall_clock import WallClock

FIRST_YEAR = 1970  # earlier, no tracker ran


@dataclass(frozen=True, slots=True)
class EndRule:
    """What to do with an entry that says no end: `at` ends it at that time of the day it began on, `hours` after so
    long; `skip` leaves it out. None of them: the person is asked, and it is left out until they have answered.
    """

    at: time | None = None
    hours: float | None = None
    skip: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether the person has said what to do."""
        return self.skip or self.at is not None or self.hours is not None


@dataclass(slots=True)
class Settled:
    """Entries as the log can keep them, in whole milliseconds, and those that it cannot, with the reason.

    An entry that was interrupted stops where the work would have, had the interruption come last, which no file tells:
    its hours are the hours worked, and its `interrupted_s` come behind its end. `n_open` of all said no end.
    """

    entries: list[ReadEntry] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    n_open: int = 0


def settled(entries: Iterable[ReadEntry], open_ends: EndRule, *, zone: tzinfo, now: datetime) -> Settled:
    """Entries for the log; the clocks of `zone` say when a day's time was."""
    outcome = Settled()
    for entry in entries:
        outcome.n_open += entry.stopped_at is None
        try:
            outcome.entries.append(_settled(entry, open_ends, zone, now))
        except Unreadable as error:
            outcome.troubles.append(_trouble(entry, str(error)))
    return outcome


def _settled(entry: ReadEntry, open_ends: EndRule, zone: tzinfo, now: datetime) -> ReadEntry:
    if not FIRST_YEAR <= entry.started_at.year <= now.year:
        raise Unreadable(f"starts in the year {entry.started_at.year}; {FIRST_YEAR} to {now.year} was expected")
    start = _whole_ms(entry.started_at)
    stop = _whole_ms(_end(entry, open_ends, zone) if entry.stopped_at is None else entry.stopped_at)
    if stop == start:
        raise Unreadable("has no length: it ends as it starts")
    if stop < start:
        raise Unreadable("ends before it starts")
    if stop > now:
        raise Unreadable("ends in the future")
    stop = _whole_ms(stop - timedelta(seconds=entry.interrupted_s))
    if stop <= start:
        raise Unreadable("has no length: it was interrupted all the time")
    if (start, stop) == (entry.started_at, entry.stopped_at):
        return entry
    return dataclasses.replace(entry, started_at=start, stopped_at=stop)


def _end(entry: ReadEntry, open_ends: EndRule, zone: tzinfo) -> datetime:
    if open_ends.skip:
        raise Unreadable("has no end, and is left out as asked")
    if open_ends.hours is not None:
        return entry.started_at + timedelta(hours=open_ends.hours)
    local = entry.started_at.astimezone(zone)
    if open_ends.at is None:
        raise Unreadable(f"started {moment_words(local)} and has no end")
    clock = WallClock(zone, DayOrder.DAY_FIRST)
    end = clock.of_local(datetime.combine(local.date(), open_ends.at), after=entry.started_at)
    if end <= entry.started_at:
        raise Unreadable(f"started at {local:%H:%M} and has no end, so it cannot have ended at {open_ends.at:%H:%M}")
    return end


def _whole_ms(instant: datetime) -> datetime:
    """As exactly as the store keeps an instant."""
    beyond = instant.microsecond % 1000
    return instant - timedelta(microseconds=beyond) if beyond else instant


def _trouble(entry: ReadEntry, reason: str) -> Trouble:
    if entry.line is not None:
        return Trouble(entry.line, reason)
    names = " ".join(name for name in (entry.project, entry.phase) if name)
    what = f"The entry on {names}" if names else "The entry"
    return Trouble(None, f"{what} of {moment_words(entry.started_at)} UTC {reason}")

"""Time entries: started and stopped intervals on a phase, as UTC instants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from planner.domain.errors import InvalidEntry
from planner.domain.project import Phase, Project

LONGEST_ENTRY_HOURS = 14 * 24  # two weeks; longer is a wrong date far more often than one stretch of work


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """An interval on a phase. `stopped_at` is None while its timer runs. Both instants are aware, in UTC."""

    id: int
    phase_id: int
    started_at: datetime
    stopped_at: datetime | None
    attended: bool = True
    note: str = ""
    session_id: str | None = None
    tags: tuple[str, ...] = ()

    def hours(self, now: datetime) -> float:
        """Hours from start to stop, or to `now` while running: none where the clock was set back before the start."""
        return max(0.0, ((self.stopped_at or now) - self.started_at).total_seconds() / 3600)


class PhaseHours(NamedTuple):
    """Hours on a phase: a person's, and those that a machine worked alone."""

    attended: float
    unattended: float


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """The one timer that runs, and what it runs on."""

    entry: TimeEntry
    phase: Phase
    project: Project


@dataclass(frozen=True, slots=True)
class EntryRevision:
    """What once happened to an entry; `former` is how it was before, None when this added it."""

    happened_at: datetime
    summary: str
    former: TimeEntry | None
    undone: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two attended entries that claim the same hours of one person."""

    first: TimeEntry
    second: TimeEntry
    hours: float


def check_interval(started_at: datetime, stopped_at: datetime, now: datetime) -> None:
    """Refuse an interval that ends before it starts, or in the future.

    Raises
    ------
    InvalidEntry
        With one sentence that says which end is wrong.
    """
    if stopped_at <= started_at:
        raise InvalidEntry("The entry ends before it starts. Move its end after its start.")
    if stopped_at > now:
        raise InvalidEntry("The entry ends in the future. Log time once it has passed.")


def check_length(started_at: datetime, stopped_at: datetime) -> None:
    """Refuse an interval typed by hand that is weeks long (`InvalidEntry`): a date in it is wrong."""
    days = (stopped_at - started_at).total_seconds() / 86_400
    if days * 24 > LONGEST_ENTRY_HOURS:
        raise InvalidEntry(f"The entry would be {days:.0f} days long. Correct its start or its end.")


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags without stray blanks, each once, in the order given.

    >>> tidy_tags([" gpu ", "night run", "", "gpu"])
    ('gpu', 'night run')
    """
    tidy = (" ".join(tag.split()) for tag in tags)
    return tuple(dict.fromkeys(tag for tag in tidy if tag))


def check_start(started_at: datetime, now: datetime) -> None:
    """Refuse a timer that starts in the future (`InvalidEntry`)."""
    if started_at > now:
        raise InvalidEntry("The timer would start in the future. Choose a start that has passed.")


def overlaps_of(entries: Iterable[TimeEntry]) -> list[Overlap]:
    """Every pair of closed, attended entries with time in common, by start. Unattended ones may overlap anything.

    One pass over the entries by start, beside those that are still open there: close to linear for a real log.
    """
    overlaps: list[Overlap] = []
    open_before: list[tuple[datetime, TimeEntry]] = []
    for entry in sorted(entries, key=lambda e: (e.started_at, e.id)):
        if entry.stopped_at is None or not entry.attended:
            continue
        open_before = [(stop, earlier) for stop, earlier in open_before if stop > entry.started_at]
        for stop, earlier in open_before:
            common = min(stop, entry.stopped_at) - entry.started_at
            overlaps.append(Overlap(earlier, entry, common.total_seconds() / 3600))
        open_before.append((entry.stopped_at, entry))
    return overlaps

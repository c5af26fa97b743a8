"""The entries of some days, and their parts on each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from planner import preferences
from planner.domain.days import DayPart, DayStarts, day_of, day_start
from planner.domain.timelog import TimeEntry
from planner.store import Store


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row, as the person's settings cut them: from the first to the last, both included."""

    first: date
    last: date
    zone: tzinfo
    starts_hour: int = 0

    @property
    def begin(self) -> datetime:
        """The instant at which the first day begins."""
        return day_start(self.first, self.zone, self.starts_hour)

    @property
    def end(self) -> datetime:
        """The instant at which the last day is over."""
        return day_start(self.last + timedelta(days=1), self.zone, self.starts_hour)

    def parts(self, entries: Iterable[TimeEntry], now: datetime) -> list[tuple[TimeEntry, DayPart]]:
        """What of the entries lies on these days, cut where days begin; a running one reaches to `now`."""
        cut = DayStarts(self.zone, self.starts_hour)
        return [
            (entry, part)
            for entry in entries
            for part in cut.parts(entry.started_at, entry.stopped_at or now)
            if self.first <= part.day <= self.last
        ]


def today(store: Store, now: datetime, zone: tzinfo) -> date:
    """The day that it is for the person: at two in the night still yesterday, where days start at four."""
    return day_of(now, zone, preferences.day_starts_hour(store))


def days_between(store: Store, first: date, last: date, zone: tzinfo) -> Days:
    """Days in a row, beginning at the hour of the settings."""
    return Days(first, last, zone, preferences.day_starts_hour(store))


def entries_of_days(store: Store, project_id: int, days: Days) -> list[TimeEntry]:
    """A project's entries with time on these days, the oldest first; whole, also where they reach over an end."""
    return store.entries.of_project(project_id, days.begin, days.end)

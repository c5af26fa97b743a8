"""A stretch of time that is looked back on: from one instant up to, and without, another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from planner.domain.days import day_start
from planner.domain.timelog import TimeEntry


@dataclass(frozen=True, slots=True)
class Period:
    """UTC instants, the start within and the end without; None leaves a side open."""

    start: datetime | None = None
    end: datetime | None = None

    @property
    def is_all_time(self) -> bool:
        """Whether neither side is closed."""
        return self.start is None and self.end is None

    def holds(self, instant: datetime) -> bool:
        """Whether an instant lies within.

        >>> from datetime import UTC
        >>> Period(datetime(2026, 5, 1, tzinfo=UTC)).holds(datetime(2026, 4, 30, tzinfo=UTC))
        False
        """
        return (self.start is None or self.start <= instant) and (self.end is None or instant < self.end)

    def of_entries(self, entries: Iterable[TimeEntry], now: datetime) -> Iterator[TimeEntry]:
        """The part of each entry that lies within; one that still runs reaches to `now`, and runs on unless cut."""
        for entry in entries:
            start = entry.started_at if self.start is None else max(entry.started_at, self.start)
            until = entry.stopped_at or now
            is_cut = self.end is not None and until > self.end
            stop = self.end if is_cut else entry.stopped_at
            if start < (stop or now):
                yield replace(entry, started_at=start, stopped_at=stop)


ALWAYS = Period()


def period_of_days(first: date | None, last: date | None, zone: tzinfo, day_starts_hour: int = 0) -> Period:
    """The period of whole days, both within; None leaves a side open."""
    return Period(
        None if first is None else day_start(first, zone, day_starts_hour),
        None if last is None else day_start(last + timedelta(days=1), zone, day_starts_hour),
    )

"""Days as a person lives them: cut in a time zone, at a start of one's own, 23 or 25 hours long when clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from planner.domain.local_time import first_instant

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayPart:
    """The part of an interval that lies on one day. Hours count from the instant at which that day began."""

    day: date
    started_at: datetime
    stopped_at: datetime
    start_hour: float
    end_hour: float

    @property
    def hours(self) -> float:
        """How long the part is."""
        return (self.stopped_at - self.started_at).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class DayStarts:
    """When days begin in a zone, at a start of one's own; each is looked up once, however many intervals are cut."""

    zone: tzinfo
    starts_hour: int = 0
    _known: dict[date, datetime] = field(default_factory=dict, repr=False, compare=False)

    def of(self, day: date) -> datetime:
        """The UTC instant at which a day begins."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = day_start(day, self.zone, self.starts_hour)
        return known

    def day_of(self, instant: datetime) -> date:
        """The day on which an instant lies."""
        day = instant.astimezone(self.zone).date()
        return day - _ONE_DAY if instant < self.of(day) else day

    def between(self, first: datetime, last: datetime) -> tuple[list[date], list[datetime]]:
        """The days from that of one instant to that of another, and when each begins."""
        day, last_day = self.day_of(first), self.day_of(last)
        days = [day + number * _ONE_DAY for number in range((last_day - day).days + 1)]
        return days, [self.of(one) for one in days]

    def parts(self, started_at: datetime, stopped_at: datetime) -> Iterator[DayPart]:
        """Cut an interval: see `day_parts`."""
        day = self.day_of(started_at)
        while started_at < stopped_at:
            begins, ends = self.of(day), min(stopped_at, self.of(day + _ONE_DAY))
            if ends > started_at:
                yield DayPart(day, started_at, ends, _hours_between(begins, started_at), _hours_between(begins, ends))
                started_at = ends
            day += _ONE_DAY


def day_start(day: date, zone: tzinfo, day_starts_hour: int = 0) -> datetime:
    """The UTC instant at which a day begins; where clocks skip that hour, the instant at which they do.

    >>> from zoneinfo import ZoneInfo
    >>> day_start(date(2026, 6, 12), ZoneInfo("Europe/Berlin"))
    datetime.datetime(2026, 6, 11, 22, 0, tzinfo=datetime.timezone.utc)
    """
    return first_instant(datetime.combine(day, time(day_starts_hour)), zone)


def day_of(instant: datetime, zone: tzinfo, day_starts_hour: int = 0) -> date:
    """The day on which an instant lies."""
    return DayStarts(zone, day_starts_hour).day_of(instant)


def day_parts(started_at: datetime, stopped_at: datetime, zone: tzinfo, day_starts_hour: int = 0) -> Iterator[DayPart]:
    """Cut an interval at the starts of days: its parts, in order, add up to it exactly.

    >>> from datetime import UTC
    >>> night = datetime(2026, 5, 8, 22, tzinfo=UTC), datetime(2026, 5, 9, 1, tzinfo=UTC)
    >>> [(part.day.day, part.start_hour, part.end_hour) for part in day_parts(*night, UTC)]
    [(8, 22.0, 24.0), (9, 0.0, 1.0)]
    """
    return DayStarts(zone, day_starts_hour).parts(started_at, stopped_at)


def _hours_between(start: datetime, stop: datetime) -> float:
    return (stop - start).total_seconds() / 3600

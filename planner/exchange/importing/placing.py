"""Entries whose file says no time of day: moved within their date to where nobody's hours are yet."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

Span = tuple[datetime, datetime]


class FreeHours:
    """The hours of each date that are taken, and the first free ones.

    `taken` are spans in UTC; a day is that of `zone`, and what is placed on it ends before the day does, and before
    `now`.
    """

    def __init__(self, taken: Iterable[Span], zone: tzinfo, now: datetime) -> None:
        self._zone = zone
        self._now = now
        self._taken: defaultdict[date, list[Span]] = defaultdict(list)
        for span in taken:
            self._take(span)

    def place(self, proposed: Span, on: date) -> Span:
        """The proposed span where it is free, else the next free one of its length that day, else the first one.

        Where a day has no room, it is what was proposed.
        """
        start, length = proposed[0], proposed[1] - proposed[0]
        begins, ends = self._bounds(on)
        for earliest in (start, begins):
            begin = self._first_free(earliest, length, on)
            if begin == start or begin + length <= min(ends, self._now):
                span = begin, begin + length
                break
        else:
            span = proposed
        self._take(span)
        return span

    def _first_free(self, earliest: datetime, length: timedelta, on: date) -> datetime:
        for start, stop in self._taken[on]:
            if start < earliest + length and stop > earliest:
                earliest = stop
        return earliest

    def _bounds(self, on: date) -> Span:
        days = (on, on + timedelta(days=1))
        begins, ends = (datetime.combine(day, time(), self._zone).astimezone(UTC) for day in days)
        return begins, ends

    def _take(self, span: Span) -> None:
        first, last = (instant.astimezone(self._zone).date() for instant in span)
        for number in range((last - first).days + 1):
            insort(self._taken[first + timedelta(days=number)], span)

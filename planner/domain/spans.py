"""Spans of time as UTC instants: joined, cut, taken away from each other, and found from the clock on a wall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from planner.domain.local_time import next_change, offset_at

_ONE_DAY = timedelta(days=1)


class Span(NamedTuple):
    """From one UTC instant to a later one; the end is not part of it."""

    start: datetime
    stop: datetime

    @property
    def hours(self) -> float:
        """How long it is."""
        return (self.stop - self.start).total_seconds() / 3600


def total_hours(spans: Iterable[Span]) -> float:
    """The hours of spans that do not overlap, summed before they are divided: exact to the microsecond."""
    return sum(((span.stop - span.start) for span in spans), timedelta()).total_seconds() / 3600


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same instants in order, as spans that neither overlap nor touch: no hour is there twice.

    >>> at = [datetime(2026, 6, 12, hour, tzinfo=UTC) for hour in range(24)]
    >>> [(s.start.hour, s.stop.hour) for s in joined([Span(at[13], at[15]), Span(at[9], at[11]), Span(at[10], at[12])])]
    [(9, 12), (13, 15)]
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.stop:
            continue
        if merged and span.start <= merged[-1].stop:
            merged[-1] = Span(merged[-1].start, max(merged[-1].stop, span.stop))
        else:
            merged.append(span)
    return merged


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of some spans when others are taken away; both as `joined` gives them."""
    left: list[Span] = []
    for span in spans:
        start = span.start
        for away in taken:
            if away.stop <= start or away.start >= span.stop:
                continue
            if away.start > start:
                left.append(Span(start, away.start))
            start = max(start, away.stop)
        if start < span.stop:
            left.append(Span(start, span.stop))
    return left


def common(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The instants that lie in both; both as `joined` gives them, and so is the result."""
    found: list[Span] = []
    at, beside = 0, 0
    while at < len(spans) and beside < len(others):
        one, other = spans[at], others[beside]
        start, stop = max(one.start, other.start), min(one.stop, other.stop)
        if start < stop:
            found.append(Span(start, stop))
        if one.stop < other.stop:
            at += 1
        else:
            beside += 1
    return joined(found)


def wall_spans(starts: datetime, stops: datetime, zone: tzinfo) -> list[Span]:
    """The instants at which a wall clock in `zone` shows a time from `starts` to `stops` (both without a zone).

    Where clocks are put back, the hour shown twice is two hours; where they are put forward, the hour that is
    skipped is none. `starts` and `stops` may be a few days apart at most.

    >>> from zoneinfo import ZoneInfo
    >>> night = datetime(2026, 10, 25, 2), datetime(2026, 10, 25, 3)
    >>> total_hours(wall_spans(*night, ZoneInfo("Europe/Berlin")))
    2.0
    """
    return list(_wall_spans(starts, stops, zone))


@lru_cache(maxsize=10_000)  # a page that is drawn anew asks for the same days of the year again
def _wall_spans(starts: datetime, stops: datetime, zone: tzinfo) -> tuple[Span, ...]:
    offsets = {_offset(wall, zone, fold) for wall in (starts, stops) for fold in (0, 1)}
    if len(offsets) == 1:
        offset = offsets.pop()
        return (Span(_instant(starts, offset), _instant(stops, offset)),)
    pieces = [
        Span(max(_instant(starts, offset), span.start), min(_instant(stops, offset), span.stop))
        for span, offset in _offset_spans(starts, stops, zone)
    ]
    return tuple(joined(pieces))


def date_spans(day: date, zone: tzinfo) -> list[Span]:
    """A whole date on the clocks of `zone`: 24 hours, or 23, or 25."""
    midnight = datetime.combine(day, time())
    return wall_spans(midnight, midnight + _ONE_DAY, zone)


def _offset(wall: datetime, zone: tzinfo, fold: int) -> timedelta:
    return wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()


def _instant(wall: datetime, offset: timedelta) -> datetime:
    return (wall - offset).replace(tzinfo=UTC)


def _offset_spans(starts: datetime, stops: datetime, zone: tzinfo) -> list[tuple[Span, timedelta]]:
    """Spans with one offset from UTC each, from a day before to a day after: where it changes is found by halving."""
    edge, last = _instant(starts, timedelta()) - _ONE_DAY, _instant(stops, timedelta()) + _ONE_DAY
    spans: list[tuple[Span, timedelta]] = []
    while edge < last:
        offset = offset_at(edge, zone)
        changes = next_change(edge, last, zone)
        spans.append((Span(edge, changes), offset))
        edge = changes
    return spans

"""Extra, left-out and changed occurrences whose days or moments are of another kind than the start of their event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import TYPE_CHECKING, Any

from planner.availability.calendar_values import moment_of, values_of

if TYPE_CHECKING:
    from icalendar import Event


def fit_dates(series: Sequence[Event], zone: tzinfo) -> None:
    """Let each day or moment of a series be of the kind of its start.

    A bare day stands for the occurrence of that day, a moment in an all-day series for its day (in `zone` where it
    is written in UTC). Left-out bare days stay, as the library takes the occurrences of a day out by its date.
    """
    start = next((moment_of(event, "DTSTART") for event in series if "RECURRENCE-ID" not in event), None)
    if start is None:
        return
    by_moment = isinstance(start, datetime)
    for value in [value for event in series for value in _values(event, with_left_out=not by_moment)]:
        value.dt = _at_time_of(value.dt, start) if isinstance(start, datetime) else _day_of(value.dt, zone)


def _values(event: Event, *, with_left_out: bool) -> Iterator[Any]:
    for name in ("RDATE", "EXDATE") if with_left_out else ("RDATE",):
        yield from _listed(event, name)
    if "RECURRENCE-ID" in event:
        yield event["RECURRENCE-ID"]


def _listed(event: Event, name: str) -> Iterator[Any]:
    for values in values_of(event, name):
        yield from values.dts


def _at_time_of(moment: Any, start: datetime) -> Any:
    """A bare day at the time of day of the start; moments and periods stay."""
    if isinstance(moment, date) and not isinstance(moment, datetime):
        return datetime.combine(moment, start.timetz())
    return moment


def _day_of(moment: Any, zone: tzinfo) -> Any:
    if isinstance(moment, tuple):
        moment = moment[0]
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is not None and moment.utcoffset() == UTC.utcoffset(None) and moment.time() != time():
        return moment.astimezone(zone).date()
    return moment.date()

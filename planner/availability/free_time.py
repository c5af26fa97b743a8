"""Free hours day by day: the pattern, minus days off, public holidays, commitments and calendars, none taken twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from planner.availability.calendar_events import BusyTime
from planner.availability.calendars import busy_in_calendars
from planner.availability.public_holidays import holidays_between
from planner.domain.availability import Availability, FreeDay, Taken, TakenBy
from planner.domain.days import day_parts
from planner.domain.errors import InvalidAvailability
from planner.domain.spans import Span, common, date_spans, joined, total_hours, wall_spans, without
from planner.domain.week import Block

MOST_DAYS = 5 * 366
_ONE_DAY = timedelta(days=1)
_BEFORE_ALL, _AFTER_ALL = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FreeTime:
    """Days in order, and sentences about calendars and events that could not be used as they stand."""

    days: list[FreeDay]
    troubles: list[str]


@dataclass(frozen=True, slots=True)
class _Busy:
    """Something that takes time on one day."""

    what: str
    by: TakenBy
    spans: Sequence[Span]


def free_days(
    availability: Availability,
    start: date,
    end: date,
    zone: tzinfo,
    *,
    after: datetime | None = None,
    before: datetime | None = None,
) -> list[FreeDay]:
    """The days of `free_time`, for whoever does not show what could not be read."""
    return free_time(availability, start, end, zone, after=after, before=before).days


def free_time(
    availability: Availability,
    start: date,
    end: date,
    zone: tzinfo,
    *,
    after: datetime | None = None,
    before: datetime | None = None,
) -> FreeTime:
    """Free hours of each date from `start` to `end`, both included, on the clocks of `zone`.

    Hours are counted on the date on which they lie, so a block over midnight is split there. Nothing before the
    instant `after` and nothing from the instant `before` on is counted: now, and a deadline.

    Raises
    ------
    InvalidAvailability
        For an end before the start, a stretch of more than five years, or a country that is not known.
    """
    _check_days(start, end)
    calendar_times, troubles = busy_in_calendars(availability.calendars, start, end, zone, availability.own_addresses)
    blocking = [busy for busy in calendar_times if availability.all_day_blocks or not busy.all_day]
    in_calendars, holidays = _by_day(blocking, zone), _holidays(availability, start, end)
    window = [Span(after or _BEFORE_ALL, before or _AFTER_ALL)]
    days = []
    for day in (start + timedelta(days=step) for step in range((end - start).days + 1)):
        busy = [
            *_days_off(availability, day, zone),
            *_holiday(holidays.get(day), day, zone),
            *_commitments(availability, day, zone),
            *in_calendars[day],
        ]
        hours = common(_pattern(availability, day, zone), common(date_spans(day, zone), window))
        days.append(_free_day(day, hours, busy))
    return FreeTime(days, troubles)


def _check_days(start: date, end: date) -> None:
    if end < start:
        raise InvalidAvailability(f"The last day ({end}) lies before the first ({start}). Swap them, or correct one.")
    if (end - start).days >= MOST_DAYS:
        raise InvalidAvailability(f"From {start} to {end} is more than five years. Ask for a shorter time.")


def _free_day(day: date, pattern: list[Span], busy: Sequence[_Busy]) -> FreeDay:
    """What is left of a day's hours; an hour that several things take is counted for the first of them."""
    left, why = pattern, []
    for taker in busy:
        taken = common(left, joined(taker.spans))
        if taken:
            why.append(Taken(taker.what, total_hours(taken), taker.by))
            left = without(left, taken)
    return FreeDay(
        date=day,
        pattern_hours=total_hours(pattern),
        busy_hours=total_hours(without(pattern, left)),
        free_hours=total_hours(left),
        why=_each_once(why),
    )


def _each_once(why: Sequence[Taken]) -> tuple[Taken, ...]:
    """What has the same name in the same place is one thing, however often it comes on a day."""
    hours: dict[tuple[str, TakenBy], float] = defaultdict(float)
    for taken in why:
        hours[taken.what, taken.by] += taken.hours
    return tuple(Taken(what, taken, by) for (what, by), taken in hours.items())


def _pattern(availability: Availability, day: date, zone: tzinfo) -> list[Span]:
    """The hours meant for work that can touch a date, days off among them: a day off takes them away and says so."""
    return joined(
        span for begins in (day - _ONE_DAY, day) for span in _block_spans(_meant_on(availability, begins), begins, zone)
    )


def _meant_on(availability: Availability, day: date) -> tuple[Block, ...]:
    exception = availability.exception_on(day)
    return exception.blocks if exception and exception.blocks else availability.week.blocks_on(day)


def _days_off(availability: Availability, day: date, zone: tzinfo) -> Iterator[_Busy]:
    """The hours of days off that lie on a date, except where the block of another day reaches into them."""
    off: list[Span] = []
    working: list[Span] = []
    for begins in (day - _ONE_DAY, day):
        exception = availability.exception_on(begins)
        is_off = exception is not None and not exception.blocks
        (off if is_off else working).extend(_block_spans(_meant_on(availability, begins), begins, zone))
    spans = without(joined(off), joined(working))
    if spans:
        yield _Busy("day off", TakenBy.DAY_OFF, spans)


def _holidays(availability: Availability, start: date, end: date) -> dict[date, str]:
    """Public holidays by date; a date for which hours were given is worked on."""
    if availability.country is None:
        return {}
    holidays = holidays_between(availability.country, availability.subdivision, start, end)
    worked = {hours.day for hours in availability.exceptions if hours.blocks}
    return {day: name for day, name in holidays.items() if day not in worked}


def _holiday(name: str | None, day: date, zone: tzinfo) -> Iterator[_Busy]:
    if name is not None:
        yield _Busy(name, TakenBy.HOLIDAY, date_spans(day, zone))


def _commitments(availability: Availability, day: date, zone: tzinfo) -> Iterator[_Busy]:
    for commitment in availability.commitments:
        spans = joined(
            span
            for begins in (day - _ONE_DAY, day)
            for span in _block_spans(commitment.hours.blocks_on(begins), begins, zone)
        )
        if spans:
            yield _Busy(commitment.name, TakenBy.COMMITMENT, spans)


def _block_spans(blocks: Iterable[Block], day: date, zone: tzinfo) -> Iterator[Span]:
    for block in blocks:
        yield from wall_spans(*block.on(day), zone)


def _by_day(busy_times: Iterable[BusyTime], zone: tzinfo) -> defaultdict[date, list[_Busy]]:
    """Calendar times under each date that they touch."""
    by_day: defaultdict[date, list[_Busy]] = defaultdict(list)
    for busy in busy_times:
        days = {part.day for span in busy.spans for part in day_parts(span.start, span.stop, zone)}
        for day in sorted(days):
            by_day[day].append(_Busy(busy.what, TakenBy.CALENDAR, busy.spans))
    return by_day

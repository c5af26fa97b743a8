"""When a person has time: what was said about it, and what comes of it day by day."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from planner.domain.errors import InvalidAvailability
from planner.domain.week import DateHours, WeekPattern

_LONGEST_ADDRESS = 254  # RFC 5321


def parse_address(text: str) -> str:
    """A mail address as it was typed, without what calendars put before it.

    Raises
    ------
    InvalidAvailability
        For a text that is no address.

    >>> parse_address(" mailto:Me@Example.org ")
    'me@example.org'
    """
    address = text.strip().casefold().removeprefix("mailto:").strip("<>")
    name, _, place = address.partition("@")
    letters = name + place
    if not (name and place and letters.isprintable()) or set(letters) & set(" ,;@") or len(letters) > _LONGEST_ADDRESS:
        raise InvalidAvailability(
            f"'{text.strip()[:80]}' is no mail address. Write one as in a calendar: me@example.org."
        )
    return address


class TakenBy(StrEnum):
    """What takes hours away from the pattern, in the order in which they are counted."""

    DAY_OFF = "day off"
    HOLIDAY = "holiday"
    COMMITMENT = "commitment"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something else that a person does, every week or on one date."""

    name: str
    hours: WeekPattern | DateHours

    def __str__(self) -> str:
        return f"{self.name}, {self.hours}"


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar file under the name that the person knows it by."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Availability:
    """All that was said about a person's time.

    An exception replaces the week on its date, and outranks a public holiday there. All-day events of a calendar
    take their whole days unless `all_day_blocks` is False, or the calendar marks them as free. An invitation that
    one of `own_addresses` declined takes no time.
    """

    week: WeekPattern
    exceptions: tuple[DateHours, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    calendars: tuple[CalendarFile, ...] = ()
    country: str | None = None
    subdivision: str | None = None
    all_day_blocks: bool = True
    own_addresses: tuple[str, ...] = ()

    def exception_on(self, day: datetime.date) -> DateHours | None:
        """What was said about one date: the last word counts."""
        return next((hours for hours in reversed(self.exceptions) if hours.day == day), None)

    def with_exceptions(self, more: Iterable[DateHours]) -> Availability:
        """The same with exceptions added, each in place of an earlier one of its date; in order of date."""
        by_day = {hours.day: hours for hours in (*self.exceptions, *more)}
        return replace(self, exceptions=tuple(by_day[day] for day in sorted(by_day)))


@dataclass(frozen=True, slots=True)
class Taken:
    """Hours of one day that something takes from the pattern; what several things take is counted for the first."""

    what: str
    hours: float
    by: TakenBy


@dataclass(frozen=True, slots=True)
class FreeDay:
    """One date on the person's clocks. `free_hours` is what is left of `pattern_hours` after `busy_hours`."""

    date: datetime.date
    pattern_hours: float
    busy_hours: float
    free_hours: float
    why: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class FreeWeek:
    """The free days of one week, Monday to Sunday, as far as they were asked for."""

    first_day: datetime.date
    last_day: datetime.date
    pattern_hours: float
    busy_hours: float
    free_hours: float
    why: tuple[Taken, ...] = ()

    @property
    def number(self) -> str:
        """The week of the year after ISO 8601, such as `2026-W23`."""
        year, week, _ = self.first_day.isocalendar()
        return f"{year}-W{week:02d}"


@dataclass(frozen=True, slots=True)
class Share:
    """The part of free hours that becomes work: low and high, on what it rests, and from how many weeks of log."""

    low: float
    high: float
    basis: str
    weeks: int = 0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and 0 <= self.low <= self.high):
            raise InvalidAvailability(
                f"The share of hours that becomes work is {self.low:g} to {self.high:g}. "
                "Give a low and a high share from 0 upwards, such as 0.4 and 0.8."
            )


# A cautious guess, and said to be one. Nobody keeps to a plan of free hours altogether, so the high end is four of
# five hours; the low end is two of five. Two weeks of a person's own log replace it step by step.
BUILT_IN_SHARE = Share(0.4, 0.8, "a cautious guess until two weeks of your log can tell")


def supply_range(days: Iterable[FreeDay], share: Share) -> tuple[float, float]:
    """Low and high hours of work that some days will bring.

    >>> monday = FreeDay(datetime.date(2026, 6, 8), pattern_hours=8, busy_hours=2, free_hours=6)
    >>> supply_range([monday], Share(0.5, 0.75, "said"))
    (3.0, 4.5)
    """
    free_hours = math.fsum(day.free_hours for day in days)
    return free_hours * share.low, free_hours * share.high


def weeks_of(days: Sequence[FreeDay]) -> list[FreeWeek]:
    """Days in order, gathered into weeks from Monday to Sunday."""
    gathered: dict[datetime.date, list[FreeDay]] = {}
    for day in days:
        gathered.setdefault(day.date - datetime.timedelta(days=day.date.weekday()), []).append(day)
    return [_week(of_week) for of_week in gathered.values()]


def taken_in(days: Iterable[FreeDay]) -> tuple[Taken, ...]:
    """What took hours over several days, each thing once with its hours added up, in the order of its first day."""
    hours: dict[tuple[str, TakenBy], list[float]] = {}
    for taken in (taken for day in days for taken in day.why):
        hours.setdefault((taken.what, taken.by), []).append(taken.hours)
    return tuple(Taken(what, math.fsum(parts), by) for (what, by), parts in hours.items())


def _week(days: Sequence[FreeDay]) -> FreeWeek:
    return FreeWeek(
        first_day=days[0].date,
        last_day=days[-1].date,
        pattern_hours=math.fsum(day.pattern_hours for day in days),
        busy_hours=math.fsum(day.busy_hours for day in days),
        free_hours=math.fsum(day.free_hours for day in days),
        why=taken_in(days),
    )

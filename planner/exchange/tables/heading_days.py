"""Headings that are days: `2026-03-02`, `02.03.`, `3/2`, `Mon 2 Mar`, a spreadsheet's number of a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from planner.domain.wording.days import full_date
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import DayOrder
from planner.exchange.headings.months import month_named
from planner.exchange.headings.weekdays import weekdays_named
from planner.exchange.tables.day_numbers import day_numbered
from planner.exchange.tables.short_years import have_year_first, remark_on, short_date

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_NUMBERS = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})(?:\2\s?(\d{4}|\d{2})?)?(?:\s00:00(?::00)?)?")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s-]?(?:de\s)?([^\W\d_]{3,})\.?(?:,?(?:\sde)?[\s-](\d{4}|\d{2}))?"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?:,?\s(\d{4}))?")
_CHINESE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_AROUND = re.compile(r"[()\[\],|\s]+")
_YEARS_BACK = 12  # within which a day of the month falls on each day of the week
_QUARTER = 3  # months
_FIRST_YEAR = 2015
_NEAR = timedelta(days=7)  # from one column to the next


@dataclass(frozen=True, slots=True)
class Written:
    """A day as a heading writes it; `first` and `second` are day and month, in an order that is known where `is_sure`.

    `year` is None where it says none; `weekdays` are those that it names.
    """

    text: str
    year: int | None
    first: int
    second: int
    is_sure: bool
    weekdays: frozenset[int] = frozenset()

    def day(self, year: int, order: DayOrder) -> date | None:
        """The date in that year; None where there is none, or on another day of the week than it names."""
        swapped = not self.is_sure and order is DayOrder.MONTH_FIRST
        day, month = (self.second, self.first) if swapped else (self.first, self.second)
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        return found if not self.weekdays or found.weekday() in self.weekdays else None


@dataclass(frozen=True, slots=True)
class HeadingDays:
    """Dates by their places among the headings, and a sentence where the year had to be found."""

    dates: dict[int, date]
    remarks: list[str]


def written_day(heading: str) -> Written | None:
    """The day in a heading; None for another one.

    >>> written_day("Mon 2 Mar"), written_day("Total")
    (Written(text='Mon 2 Mar', year=None, first=2, second=3, is_sure=True, weekdays=frozenset({0})), None)
    """
    text = _AROUND.sub(" ", heading).strip(" .:;")
    for bare, weekdays in _without_weekday(text):
        if (parts := _parts(bare)) is not None:
            return Written(heading.strip(), *parts, weekdays)
    return None


def days_of(written: Mapping[int, Written], given: DayOrder | None, today: date | None) -> HeadingDays:
    """The dates of headings. One without a year is of the latest year in which the first of them has come.

    Raises
    ------
    Unanswered
        Where day or month could stand first, or no year fits.
    """
    if _are_months(list(written.values()), today):
        raise _months(next(iter(written.values())))
    written, remarks = _with_whole_years(written, today)
    possible = {order: _dated(written, order, today) for order in ([given] if given else list(DayOrder))}
    fitting = {order: dates for order, dates in possible.items() if dates is not None}
    if not fitting:
        raise _no_year(next(iter(written.values())))
    near = {order: dates for order, dates in fitting.items() if _are_near(list(dates.values()))} or fitting
    distinct = list({tuple(dates.values()): dates for dates in near.values()}.values())
    if len(distinct) > 1:
        text = next(day.text for day in written.values() if not day.is_sure)
        raise Unanswered(
            ImportQuestion.DAY_ORDER,
            f"its headings are days such as '{text}', and nothing tells whether the day or the month stands first.",
            "Say so with --day-order dmy or --day-order mdy.",
        )
    return HeadingDays(distinct[0], [*remarks, *_year_remarks(written, distinct[0])])


def _with_whole_years(written: Mapping[int, Written], today: date | None) -> tuple[Mapping[int, Written], list[str]]:
    """Headings such as 26-03-02 with all digits of their year, and a sentence that says so; others as they are."""
    short = {at: found for at, day in written.items() if (found := short_date(day.text)) is not None}
    if len(short) < len(written) or not have_year_first(list(short.values()), today):
        return written, []
    whole = {at: written_day(found.with_whole_year) or written[at] for at, found in short.items()}
    return whole, [remark_on(next(iter(short.values())))]


def _are_months(written: Sequence[Written], today: date | None) -> bool:
    """Whether headings such as Jan 26 and Feb 26, or 01/26 and 02/26, may be months of a year."""
    if len(written) < 2 or any(day.year is not None or day.weekdays for day in written):
        return False
    pairs = [(day.first, day.second) for day in written]
    return any(_follow(months, today) for months in (pairs, [(second, first) for first, second in pairs]))


def _follow(months: Sequence[tuple[int, int]], today: date | None) -> bool:
    """Whether pairs of a year's last two digits and a month follow one another, about now."""
    if not all(1 <= month <= 12 and _is_about_now(2000 + year, today) for year, month in months):
        return False
    return all(0 < (later - year) * 12 + to - month <= _QUARTER for (year, month), (later, to) in pairwise(months))


def _is_about_now(year: int, today: date | None) -> bool:
    return _FIRST_YEAR <= year <= 2031 if today is None else abs(year - today.year) <= 1


def _months(day: Written) -> Unanswered:
    return Unanswered(
        ImportQuestion.COLUMNS,
        f"its headings, such as '{day.text}', can be months of a year, which do not say on which days the hours were "
        "worked.",
        "Write a column for each day, such as 2026-03-02, or a row for each entry with its date.",
    )


def _without_weekday(text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """A heading as it is, and without a day of the week before or behind the rest."""
    yield text, frozenset()
    first, _, rest = text.partition(" ")
    if days := weekdays_named(first):
        yield rest.strip(" .,"), days
    rest, _, last = text.rpartition(" ")
    if days := weekdays_named(last):
        yield rest.strip(" .,"), days


def _parts(text: str) -> tuple[int | None, int, int, bool] | None:
    """Year, first and second number, and whether these are day and month for certain."""
    if (numbered := day_numbered(text)) is not None and numbered.time().isoformat() == "00:00:00":
        return numbered.year, numbered.day, numbered.month, True
    if match := _ISO.fullmatch(text):
        return int(match[1]), int(match[3]), int(match[2]), True
    if match := _CHINESE.fullmatch(text):
        return int(match[1]) if match[1] else None, int(match[3]), int(match[2]), True
    if match := _NUMBERS.fullmatch(text):
        return _year(match[4]), int(match[1]), int(match[3]), match[2] == "."
    return _named(text)


def _named(text: str) -> tuple[int | None, int, int, bool] | None:
    if match := _DAY_FIRST.fullmatch(text):
        day, name, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(text):
        name, day, year = match.groups()
    else:
        return None
    month = month_named(name)
    return None if month is None else (_year(year), int(day), month, True)


def _year(text: str | None) -> int | None:
    return None if not text else int(text) if len(text) == 4 else 2000 + int(text)


def _dated(written: Mapping[int, Written], order: DayOrder, today: date | None) -> dict[int, date] | None:
    """The dates in one order; None where they cannot be."""
    if any(day.year is not None for day in written.values()):
        named = next(day.year for day in written.values() if day.year is not None)
        years: Sequence[int] = [named]
    else:
        years = [] if today is None else range(today.year, today.year - _YEARS_BACK, -1)
    for year in years:
        dates = _in_turn(list(written.values()), year, order)
        if dates is not None and (today is None or dates[0] <= today or len(years) == 1):
            return dict(zip(written, dates, strict=True))
    return None


def _in_turn(written: Sequence[Written], year: int, order: DayOrder) -> list[date] | None:
    """Days from a year on: where months begin again, the next year has begun."""
    dates: list[date] = []
    for day in written:
        year = day.year if day.year is not None else year
        found = day.day(year, order)
        if day.year is None and dates and (found is None or found < dates[-1] - timedelta(days=180)):
            found = day.day(year + 1, order) or found
        if found is None:
            return None
        year = found.year
        dates.append(found)
    return dates


def _are_near(dates: Sequence[date]) -> bool:
    return all(abs(later - earlier) <= _NEAR for earlier, later in pairwise(dates))


def _year_remarks(written: Mapping[int, Written], dates: Mapping[int, date]) -> list[str]:
    if any(day.year is not None for day in written.values()):
        return []
    at, day = next(iter(written.items()))
    return [f"Its headings say no year: '{day.text}' is taken as {full_date(dates[at])}."]


def _no_year(day: Written) -> Unanswered:
    return Unanswered(
        ImportQuestion.COLUMNS,
        f"its headings are days such as '{day.text}', and no year of the last {_YEARS_BACK} has them so.",
        "Write them with their year, such as 2026-03-02.",
    )

"""Dates as a person types them: `2026-06-12`, `12.6.2026`, `12 June 2026`. One that could be two is asked about."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from planner.domain.errors import InvalidAvailability
from planner.parsing.months import month_named

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")
_DOTS = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|[.ºª])?(?:\s+|-)(?:de\s+)?([^\W\d_]{3,})\.?,?(?:\s+|-)(?:del?\s+)?(\d{4})\.?"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NO_MONTH = 0  # which no date has
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # beyond, holidays and zones are not known, and a digit is wrong


def parse_date(text: str, *, today: date | None = None) -> date:
    """The date that a text means; `today` and `tomorrow` too where `today` is given.

    >>> parse_date("12.6.2026"), parse_date("25/12/2026"), parse_date("June 12, 2026")
    (datetime.date(2026, 6, 12), datetime.date(2026, 12, 25), datetime.date(2026, 6, 12))
    >>> parse_date("12/6/2026")
    Traceback (most recent call last):
    planner.domain.errors.InvalidAvailability: '12/6/2026' is 12 June to some and December 6 to others. \
Write 2026-06-12 or 2026-12-06.

    Raises
    ------
    InvalidAvailability
        With what was found, and how to write it.
    """
    typed = " ".join(unicodedata.normalize("NFC", text).lower().split())
    if today is not None and typed in ("today", "tomorrow"):
        return today + timedelta(days=typed == "tomorrow")
    try:
        numbers = _numbers(typed, text)
        day = date(*numbers) if numbers else None
    except ValueError as error:
        raise InvalidAvailability(f"'{text}' is not in the calendar. Write a date like 2026-06-12.") from error
    if day is None:
        raise InvalidAvailability(f"'{text}' cannot be read as a date. Write it like 2026-06-12.")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise InvalidAvailability(f"'{text}' lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}. Correct its year.")
    return day


def _numbers(typed: str, text: str) -> tuple[int, int, int] | None:
    """Year, month and day."""
    if match := _YEAR_FIRST.fullmatch(typed):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _DOTS.fullmatch(typed):
        year = int(match[3])
        return year if year > 99 else 2000 + year, int(match[2]), int(match[1])
    if match := _SLASHES.fullmatch(typed):
        return _with_slashes(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _DAY_MONTH.fullmatch(typed):
        return int(match[3]), month_named(match[2]) or _NO_MONTH, int(match[1])
    if match := _MONTH_DAY.fullmatch(typed):
        return int(match[3]), month_named(match[1]) or _NO_MONTH, int(match[2])
    return None


def _with_slashes(first: int, second: int, year: int, text: str) -> tuple[int, int, int]:
    """Day and month, where only one order is possible."""
    if first <= 12 and second <= 12 and first != second and first and second:
        day_first, month_first = date(year, second, first), date(year, first, second)
        raise InvalidAvailability(
            f"'{text}' is {day_first.day} {day_first:%B} to some and {month_first:%B} {month_first.day} to others. "
            f"Write {day_first} or {month_first}."
        )
    return (year, second, first) if second <= 12 else (year, first, second)

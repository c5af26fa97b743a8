"""The stretch of time that is looked back on, how it is said, and the entries that lie in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from planner.domain.errors import InvalidPlan
from planner.domain.log_columns import LogColumns
from planner.domain.period import ALWAYS, Period, period_of_days
from planner.domain.wording.days import short_date, short_full_date
from planner.store import Store

_WEEKS = 4


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period with the words that end a sentence about it, such as "in the last 4 weeks"; none for all time."""

    words: str = ""
    period: Period = ALWAYS


ALL_TIME = NamedPeriod()


def this_week(today: date, zone: tzinfo, day_starts_hour: int = 0) -> NamedPeriod:
    """From Monday on."""
    monday = today - timedelta(days=today.weekday())
    return NamedPeriod("this week", period_of_days(monday, None, zone, day_starts_hour))


def last_weeks(today: date, zone: tzinfo, day_starts_hour: int = 0) -> NamedPeriod:
    """The last four weeks up to and with today."""
    first = today - timedelta(days=7 * _WEEKS - 1)
    return NamedPeriod(f"in the last {_WEEKS} weeks", period_of_days(first, None, zone, day_starts_hour))


def this_year(today: date, zone: tzinfo, day_starts_hour: int = 0) -> NamedPeriod:
    """From the first of January on."""
    return NamedPeriod(f"in {today.year}", period_of_days(today.replace(month=1, day=1), None, zone, day_starts_hour))


def span_of_days(first: date | None, last: date | None, zone: tzinfo, day_starts_hour: int = 0) -> NamedPeriod:
    """Days of one's own choice, both within; None leaves a side open.

    Raises
    ------
    InvalidPlan
        When the last day lies before the first.
    """
    if first and last and last < first:
        raise InvalidPlan(f"{short_full_date(last)} is before {short_full_date(first)}. Give the earlier day first.")
    return NamedPeriod(_words(first, last), period_of_days(first, last, zone, day_starts_hour))


def log_within(store: Store, project_id: int, now: datetime, period: Period) -> LogColumns:
    """A project's entries, the oldest first, cut to a period."""
    return store.entries.columns(project_id, now).within(period)


def _words(first: date | None, last: date | None) -> str:
    """How days are said.

    >>> _words(date(2026, 5, 1), date(2026, 5, 12)), _words(date(2026, 5, 1), None)
    ('from 1 May to 12 May 2026', 'since 1 May 2026')
    """
    if first and last:
        if first == last:
            return f"on {short_full_date(first)}"
        begin = short_date(first) if first.year == last.year else short_full_date(first)
        return f"from {begin} to {short_full_date(last)}"
    if first:
        return f"since {short_full_date(first)}"
    return f"until {short_full_date(last)}" if last else ""

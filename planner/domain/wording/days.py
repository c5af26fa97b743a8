"""Days and clocks as a person says them; instants on the clocks of a zone, which the caller hands down."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from planner.domain.wording.numbers import count_words


def day_words(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """The day of an instant; the year only where it is not this one: `Fri 12 June`."""
    day = instant.astimezone(zone).date()
    return f"{day:%a} {date_words(day, now.astimezone(zone).date())}"


def date_words(day: date, today: date) -> str:
    """A date without its day of the week.

    >>> date_words(date(2026, 6, 12), date(2026, 1, 1)), date_words(date(2026, 6, 12), date(2027, 1, 1))
    ('12 June', '12 June 2026')
    """
    return full_date(day) if day.year != today.year else f"{day.day} {day:%B}"


def date_of(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """The date of an instant, without its day of the week: `12 June`."""
    return date_words(instant.astimezone(zone).date(), now.astimezone(zone).date())


def full_date(day: date) -> str:
    """A date for what is read in other years too.

    >>> full_date(date(2026, 6, 12))
    '12 June 2026'
    """
    return f"{day.day} {day:%B} {day.year}"


def short_date(day: date) -> str:
    """A date for lists and pictures, where there is room for few letters.

    >>> short_date(date(2026, 6, 2))
    '2 Jun'
    """
    return f"{day.day} {day:%b}"


def short_full_date(day: date) -> str:
    """The same with its year.

    >>> short_full_date(date(2026, 6, 2))
    '2 Jun 2026'
    """
    return f"{short_date(day)} {day.year}"


def short_day(day: date) -> str:
    """The same with its day of the week.

    >>> short_day(date(2026, 6, 12))
    'Fri 12 Jun'
    """
    return f"{day:%a} {short_date(day)}"


def full_day(day: date) -> str:
    """A date in full, with its day of the week.

    >>> full_day(date(2026, 6, 12))
    'Fri 12 June 2026'
    """
    return f"{day:%a} {full_date(day)}"


def short_full_day(day: date) -> str:
    """The same in few letters.

    >>> short_full_day(date(2026, 6, 12))
    'Fri 12 Jun 2026'
    """
    return f"{day:%a} {short_full_date(day)}"


def short_days(first: date, last: date) -> str:
    """Days in a row.

    >>> short_days(date(2026, 6, 8), date(2026, 6, 14)), short_days(date(2026, 6, 29), date(2026, 7, 5))
    ('8–14 Jun', '29 Jun–5 Jul')
    """
    if first == last:
        return short_date(first)
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if is_one_month else short_date(first)}–{short_date(last)}"


def month_words(day: date, today: date) -> str:
    """A month; the year only where it is not this one.

    >>> month_words(date(2026, 6, 12), date(2026, 1, 1)), month_words(date(2026, 6, 12), date(2027, 1, 1))
    ('June', 'June 2026')
    """
    return f"{day:%B}" if day.year == today.year else full_month(day)


def full_month(day: date) -> str:
    """A month with its year.

    >>> full_month(date(2026, 6, 12))
    'June 2026'
    """
    return f"{day:%B} {day.year}"


def short_month(day: date) -> str:
    """The same in few letters.

    >>> short_month(date(2026, 6, 12))
    'Jun 2026'
    """
    return f"{day:%b} {day.year}"


def days_until(instant: datetime, now: datetime, zone: tzinfo) -> int:
    """Whole days on the calendar from today to the day of an instant; negative once it has passed."""
    return (instant.astimezone(zone).date() - now.astimezone(zone).date()).days


def until_words(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """How far away the day of an instant is: `in 9 days`, `tomorrow`, `today`, `3 days ago`."""
    days = days_until(instant, now, zone)
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    return f"in {count_words(days, 'day')}" if days > 0 else f"{count_words(-days, 'day')} ago"


def clock_words(instant: datetime, zone: tzinfo) -> str:
    """Hour and minute of an instant: `14:32`."""
    return f"{instant.astimezone(zone):%H:%M}"


def day_and_clock_words(instant: datetime, zone: tzinfo) -> str:
    """Day, hour and minute of an instant, in a list or a sentence about the log: `Mon 23 Nov 14:32`."""
    return f"{short_day(instant.astimezone(zone))} {clock_words(instant, zone)}"


def when_words(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment, with its day where that is not today: `14:32`, `Mon 23 Nov 14:32`."""
    is_today = days_until(instant, now, zone) == 0
    return clock_words(instant, zone) if is_today else day_and_clock_words(instant, zone)


def exact_clock_words(wall: datetime) -> str:
    """What a clock shows, with seconds where there are any.

    >>> exact_clock_words(datetime(2026, 3, 29, 2, 30)), exact_clock_words(datetime(2026, 3, 29, 2, 30, 5))
    ('02:30', '02:30:05')
    """
    return f"{wall:%H:%M:%S}" if wall.second else f"{wall:%H:%M}"


def moment_words(wall: datetime) -> str:
    """Day and clock as people sort them, and as they can be typed again.

    >>> moment_words(datetime(2026, 3, 29, 2, 30, 5))
    '2026-03-29 02:30'
    """
    return f"{wall:%Y-%m-%d %H:%M}"


def exact_moment_words(wall: datetime) -> str:
    """The same with seconds where there are any.

    >>> exact_moment_words(datetime(2026, 3, 29, 2, 30)), exact_moment_words(datetime(2026, 3, 29, 2, 30, 5))
    ('2026-03-29 02:30', '2026-03-29 02:30:05')
    """
    return f"{wall:%Y-%m-%d} {exact_clock_words(wall)}"

"""Days as a person says them, on the clocks of a zone."""

from __future__ import annotations

from datetime import date, datetime, tzinfo


def day_words(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """The day of an instant; the year only where it is not this one: `Fri 12 June`."""
    day = instant.astimezone(zone).date()
    return f"{day:%a} {date_words(day, now.astimezone(zone).date())}"


def date_words(day: date, today: date) -> str:
    """A date without its day of the week.

    >>> date_words(date(2026, 6, 12), date(2026, 1, 1)), date_words(date(2026, 6, 12), date(2027, 1, 1))
    ('12 June', '12 June 2026')
    """
    return f"{day.day} {day:%B}" + ("" if day.year == today.year else f" {day.year}")


def date_of(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """The date of an instant, without its day of the week: `12 June`."""
    return date_words(instant.astimezone(zone).date(), now.astimezone(zone).date())


def days_until(instant: datetime, now: datetime, zone: tzinfo) -> int:
    """Whole days on the calendar from today to the day of an instant; negative once it has passed."""
    return (instant.astimezone(zone).date() - now.astimezone(zone).date()).days


def days_words(days: int) -> str:
    """A number of days.

    >>> days_words(1), days_words(9)
    ('1 day', '9 days')
    """
    return f"{days} day" if days == 1 else f"{days} days"


def until_words(instant: datetime, now: datetime, zone: tzinfo) -> str:
    """How far away the day of an instant is: `in 9 days`, `tomorrow`, `today`, `3 days ago`."""
    days = days_until(instant, now, zone)
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    return f"in {days_words(days)}" if days > 0 else f"{days_words(-days)} ago"

"""Moments and days in the words of a screen, on the clocks of this machine."""

from __future__ import annotations

import re
from datetime import datetime

from planner.clock import local_zone

# An underscore within a word emphasises nothing; a list or a heading needs its mark at the start.
_MARKUP = re.compile(r"([\\`*\[\]$~&]|(?<!\w)_|_(?!\w)|^[#>+-]|(?<=^\d)[.)])", re.MULTILINE)


def unbroken(text: str) -> str:
    """The text with numbers kept on one line with their units, for headlines.

    >>> unbroken("14 h of 24 h, 9 days left") == "14\xa0h of 24\xa0h, 9\xa0days left"
    True
    """
    return re.sub(r"(?<=\d) (?=(h|min|days?)\b)", "\xa0", text)


def as_typed(text: str) -> str:
    """Text for a place that reads Markdown, so that a name stands there as it was typed: no emphasis, no formula.

    >>> print(as_typed("*a* my_file $5 :red[b]"))
    \\*a\\* my_file \\$5 :red\\[b\\]
    """
    return _MARKUP.sub(r"\\\1", text)


def to_local(instant: datetime) -> datetime:
    """The instant on the clocks of this machine."""
    return instant.astimezone(local_zone())


def clock_words(instant: datetime) -> str:
    """Hour and minute of an instant, on the clocks of this machine: `14:32`."""
    return to_local(instant).strftime("%H:%M")


def day_words(instant: datetime, now: datetime) -> str:
    """The day of an instant; the year only where it is not this one: `Fri 12 June`."""
    day, today = to_local(instant), to_local(now)
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%B}{year}"


def days_until(instant: datetime, now: datetime) -> int:
    """Whole days on the calendar from today to the day of an instant; negative once it has passed."""
    return (to_local(instant).date() - to_local(now).date()).days


def days_words(days: int) -> str:
    """A number of days.

    >>> days_words(1), days_words(9)
    ('1 day', '9 days')
    """
    return f"{days} day" if days == 1 else f"{days} days"


def until_words(instant: datetime, now: datetime) -> str:
    """How far away the day of an instant is: `in 9 days`, `tomorrow`, `today`, `3 days ago`."""
    days = days_until(instant, now)
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    return f"in {days_words(days)}" if days > 0 else f"{days_words(-days)} ago"

"""Moments and days in the words of a screen, on the clocks of this machine."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from model.protocol.any_text import shown
from planner.clock import local_zone
from planner.domain.wording import days as day_wording
from planner.outlook.wording import Style

# An underscore within a word emphasises nothing; a list or a heading needs its mark at the start.
_MARKUP = re.compile(r"([\\`*\[\]$~&]|(?<!\w)_|_(?!\w)|^[#>+-]|(?<=^\d)[.)])", re.MULTILINE)


def unbroken(text: str) -> str:
    """The text with numbers kept on one line with their units, for headlines.

    >>> unbroken("14 h of 24 h, 9 days left") == "14\xa0h of 24\xa0h, 9\xa0days left"
    True
    """
    return re.sub(r"(?<=\d) (?=(?:h|min|days?)\b|%)", "\xa0", text)


def as_typed(text: str) -> str:
    """Text for a place that reads Markdown, so that a name stands there as it was typed: no emphasis, no formula.

    >>> print(as_typed("*a* my_file $5 :red[b]"))
    \\*a\\* my_file \\$5 :red\\[b\\]
    """
    return _MARKUP.sub(r"\\\1", shown(text))


def title_words(text: str) -> str:
    """Text as a title, as it was typed: numbers stay with their units, and the two ends of a range with each other.

    >>> title_words("6 h of the 20–30 h planned") == "6\xa0h of the 20–\u206030\xa0h planned"
    True
    """
    return re.sub(r"(?<=\d)–(?=\d)", "–\u2060", unbroken(as_typed(text)))


def strong(text: str) -> str:
    """Text set off from what stands around it."""
    return f"**{text}**"


MARKDOWN = Style(strong, as_typed)


def own_zone() -> tzinfo:
    """The zone of the clocks of this machine: asked here for all pages, which hand it down."""
    return local_zone()


def to_local(instant: datetime) -> datetime:
    """The instant on the clocks of this machine."""
    return instant.astimezone(own_zone())


def clock_words(instant: datetime) -> str:
    """Hour and minute of an instant, on the clocks of this machine: `14:32`."""
    return day_wording.clock_words(instant, own_zone())


def day_and_clock_words(instant: datetime) -> str:
    """Day, hour and minute of an instant, on the clocks of this machine: `Mon 23 Nov 14:32`."""
    return day_wording.day_and_clock_words(instant, own_zone())


def day_words(instant: datetime, now: datetime) -> str:
    """The day of an instant; the year only where it is not this one: `Fri 12 June`."""
    return day_wording.day_words(instant, now, own_zone())


def days_until(instant: datetime, now: datetime) -> int:
    """Whole days on the calendar from today to the day of an instant; negative once it has passed."""
    return day_wording.days_until(instant, now, own_zone())


def until_words(instant: datetime, now: datetime) -> str:
    """How far away the day of an instant is: `in 9 days`, `tomorrow`, `today`, `3 days ago`."""
    return day_wording.until_words(instant, now, own_zone())

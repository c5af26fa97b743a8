"""Zones written as letters behind a clock time: `09:00 EST`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from planner.exchange.entries.read_entries import Unreadable

_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0,
    "CET": 1, "MEZ": 1, "WEST": 1, "CEST": 2, "MESZ": 2, "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3,
    "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
_OF_SEVERAL = {
    "IST": "India, Ireland and Israel",
    "BST": "Britain and Bangladesh",
    "AST": "the Atlantic and Arabia",
    "GST": "the Gulf and South Georgia",
    "SST": "Samoa and Singapore",
    "WST": "Western Australia and Samoa",
    "AMT": "Amazonia and Armenia",
}
LETTERS = "|".join(sorted({*_HOURS, *_OF_SEVERAL} - {"Z", "UTC", "GMT"}, key=len, reverse=True))
_BEHIND_CLOCK = re.compile(rf"(?<=[\d\smM.])[(\[]?({LETTERS})[)\]]?(?=$|\s\d{{4}}$)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s?[\[(]([^)\]]+)[)\]]$")
_SAYS_OFFSET = re.compile(r"(?:[+\u2212-]\d{2}:?\d{2}|\d[+\u2212-]\d{2}|Z|(?:UTC|GMT)\s?(?:[+\u2212-]\d{1,2})?)$")


def zone_of_letters(letters: str, text: str) -> tzinfo:
    """The zone that letters name; `Unreadable`, which quotes `text`, for those that several places use.

    >>> zone_of_letters("est", "09:00 est")
    datetime.timezone(datetime.timedelta(days=-1, seconds=68400))
    """
    name = letters.strip().upper()
    if name in _OF_SEVERAL:
        raise Unreadable(
            f"says '{text}': {name} is the time of {_OF_SEVERAL[name]}; write its distance from UTC, such as +01:00, "
            "or say the zone of the clocks"
        )
    hours = _HOURS[name]
    return timezone(timedelta(hours=hours)) if hours else UTC


def letters_in(text: str) -> str | None:
    """The letters of a zone behind a clock time, in capitals; None where there are none.

    >>> letters_in("2026-03-02 9:00 AM est"), letters_in("2026-03-02 09:00 UTC")
    ('EST', None)
    """
    match = _BEHIND_CLOCK.search(text)
    return match[1].upper() if match else None


def with_distance(text: str, zone: tzinfo) -> str:
    """A moment with the distance from UTC in place of letters that the clocks of `zone` go by, in summer or winter.

    >>> with_distance("2026-07-02 09:00 BST", ZoneInfo("Europe/London"))
    '2026-07-02 09:00 +0100'
    """
    letters = letters_in(text)
    distance = None if letters is None else _own_names(zone).get(letters)
    return text if distance is None else _BEHIND_CLOCK.sub(f" {distance}", text).replace("  ", " ")


def without_brackets(text: str) -> tuple[str, tzinfo | None]:
    """A moment without a zone in brackets behind it, and that zone where the moment says no distance from UTC.

    >>> without_brackets("2026-03-02T09:00+01:00[Europe/Berlin]")
    ('2026-03-02T09:00+01:00', None)
    >>> without_brackets("2026-03-02T09:00[Europe/Berlin]")[1].key
    'Europe/Berlin'
    """
    match = _IN_BRACKETS.search(text)
    if match is None:
        return text, None
    rest, name = text[: match.start()], match[1].strip()
    if _SAYS_OFFSET.search(rest):
        return rest, None
    if name.upper() in _HOURS or name.upper() in _OF_SEVERAL:
        return rest, zone_of_letters(name, text)
    try:
        return rest, ZoneInfo(name) if "/" in name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return rest, None


@lru_cache(maxsize=16)
def _own_names(zone: tzinfo) -> dict[str, str]:
    """What the clocks of a zone go by, such as BST and GMT, each with its distance from UTC."""
    moments = [datetime(2026, month, 1, tzinfo=zone) for month in (1, 7)]
    return {(moment.tzname() or "").upper(): f"{moment:%z}" for moment in moments}

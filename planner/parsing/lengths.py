"""Lengths of time as people type them: `10m`, `1h30m`, `90 min`, `1,5 h`, `PT20M`; a plain number is minutes.

`callit.lengths` reads text by the same rule, in people's own programs, where nothing of ours is imported; tests hold
the two together.
"""

from __future__ import annotations

import math
import re

_NUMBER = r"(?:\d+(?:[.,]\d+)?|[.,]\d+)"
_THEN = r"(?:\s*(?:,|and)?\s*(?=[\d.,]))?"
_UNITS = {"h": r"(?:h|hrs?|hours?)\.?", "m": r"(?:m|mins?|minutes?)\.?", "s": r"(?:s|secs?|seconds?)\.?"}
_WITH_UNITS = re.compile(
    _THEN.join(rf"(?:(?P<{unit}>{_NUMBER})\s*{words})?" for unit, words in _UNITS.items())
)  # 1h30m, 90 min, 1 hour and 5 minutes
_ISO = re.compile("pt" + "".join(rf"(?:(?P<{unit}>{_NUMBER}){unit})?" for unit in _UNITS))
_HOURS_AND_REST = re.compile(rf"(?P<h>\d+)\s*{_UNITS['h']}\s*(?P<m>[0-5]?\d)")  # 1h30
_CLOCK = re.compile(r"(?P<h>\d+):(?P<m>[0-5]?\d):(?P<s>[0-5]?\d(?:[.,]\d+)?)")  # 1:30:00
_CLOCK_OF_HOURS = re.compile(rf"(?P<h>\d+):(?P<m>[0-5]?\d)\s*{_UNITS['h']}")
_CLOCK_OF_MINUTES = re.compile(rf"(?P<m>\d+):(?P<s>[0-5]?\d)\s*{_UNITS['m']}")
_BARE = re.compile(rf"(?P<m>{_NUMBER})")
_FORMS = (_BARE, _WITH_UNITS, _ISO, _HOURS_AND_REST, _CLOCK, _CLOCK_OF_HOURS, _CLOCK_OF_MINUTES)
_TWO_PARTS = re.compile(r"(\d+):([0-5]?\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2}),(\d{3})(?![\d.,])")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0}


def parse_duration_s(text: str) -> float:
    """Seconds in a length of time; a plain number is minutes.

    >>> [parse_duration_s(text) for text in ("10", "1h30m", "90 min", "1h 30", "PT20M", "0.5 h", "1,5 h", "1:30:00")]
    [600.0, 5400.0, 5400.0, 5400.0, 1200.0, 1800.0, 5400.0, 5400.0]
    >>> parse_duration_s("soon")
    Traceback (most recent call last):
    ValueError: 'soon' is not a duration. Write it like 10m, 90s, 1h30m, or 15 for minutes.
    >>> parse_duration_s("1:30")
    Traceback (most recent call last):
    ValueError: '1:30' can be hours and minutes or minutes and seconds. Write 1h30m or 1m30s.

    Raises
    ------
    ValueError
        It is none, or could be two; the message says what to write.
    """
    cleaned = " ".join(text.lower().split())
    _ask_where_two(text, cleaned)
    match = next(filter(None, (form.fullmatch(cleaned) for form in _FORMS)), None)
    parts = {} if match is None else {unit: _number(value) for unit, value in match.groupdict().items() if value}
    seconds = sum(number * _SECONDS[unit] for unit, number in parts.items())
    if not 0 < seconds < math.inf:
        raise ValueError(f"'{text}' is not a duration. Write it like 10m, 90s, 1h30m, or 15 for minutes.")
    return seconds


def _number(typed: str) -> float:
    return float(typed.replace(",", "."))


def _ask_where_two(text: str, cleaned: str) -> None:
    """What can be read in two ways is asked about."""
    if match := _TWO_PARTS.fullmatch(cleaned):
        first, second = match.groups()
        can_be = "can be hours and minutes or minutes and seconds"
        raise ValueError(f"'{text}' {can_be}. Write {first}h{second}m or {first}m{second}s.")
    if match := _THOUSANDS.search(cleaned):
        raise ValueError(
            f"'{text}' has a comma that can stand for thousands or for a fraction. "
            f"Write {match[1]}{match[2]} or {match[1]}.{match[2]} in it."
        )

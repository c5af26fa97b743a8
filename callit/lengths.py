"""Lengths of time and amounts of memory, as people write them."""

from __future__ import annotations

import math
import re
from datetime import timedelta

from callit.errors import LengthUnreadable

Length = str | float | timedelta
Memory = str | int

_PARTS = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)\s*h)?\s*(?:(?P<m>\d+(?:\.\d+)?)\s*m(?:in)?)?\s*(?:(?P<s>\d+(?:\.\d+)?)\s*s)?"
)
_BARE_MINUTES = re.compile(r"(?:\d+(?:\.\d+)?|\d+\s*h\s*[0-5]?\d)")  # 20, 1h30
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0}
_MEMORY = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[gm])(?:i?b)?")


def length_s(length: Length) -> float:
    """Seconds in a length: a number is seconds, text is as in `callit train --timebox` (a plain number there: minutes).

    >>> length_s("20m"), length_s("1h30"), length_s("90s"), length_s(1200), length_s("15")
    (1200.0, 5400.0, 90.0, 1200.0, 900.0)
    >>> length_s(timedelta(minutes=2))
    120.0
    >>> length_s("soon")
    Traceback (most recent call last):
    callit.errors.LengthUnreadable: 'soon' is no length of time. Write "20m", "90s", "1h30m", or seconds: 1200.
    """
    seconds = _seconds(length)
    if not 0 < seconds < math.inf:
        raise LengthUnreadable(f'{length!r} is no length of time. Write "20m", "90s", "1h30m", or seconds: 1200.')
    return seconds


def _seconds(length: Length) -> float:
    if isinstance(length, timedelta):
        return length.total_seconds()
    if isinstance(length, str):
        return _typed_s(length.strip().lower())
    try:
        return math.nan if isinstance(length, bool) else float(length)
    except (TypeError, ValueError):
        return math.nan


def _typed_s(text: str) -> float:
    match = _PARTS.fullmatch(f"{text}m" if _BARE_MINUTES.fullmatch(text) else text)
    return sum(float(value) * _SECONDS[unit] for unit, value in match.groupdict("0").items()) if match else math.nan


def memory_bytes(memory: Memory) -> int:
    """Bytes in an amount of memory; GB and MB are thousands of thousands, and a number is bytes.

    >>> memory_bytes("6GB"), memory_bytes("800 MB"), memory_bytes(2_000_000_000)
    (6000000000, 800000000, 2000000000)
    """
    match = _MEMORY.fullmatch(memory.strip().lower()) if isinstance(memory, str) else None
    found = float(match["number"]) * {"g": 1e9, "m": 1e6}[match["unit"]] if match else memory
    if isinstance(found, str | bool) or not 0 < found < math.inf:
        raise LengthUnreadable(f'{memory!r} is no amount of memory. Write it like "6GB" or "800MB".')
    return int(found)


def length_words(seconds: float) -> str:
    """A length for a sentence.

    >>> length_words(9.25), length_words(42), length_words(840), length_words(5400)
    ('9.2 s', '42 s', '14 min', '1 h 30 min')
    """
    if seconds < 9.95:
        return f"{max(0.0, seconds):.1f} s"
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"

"""Lengths of time and amounts of memory, as people write them."""

from __future__ import annotations

import math
import re
from datetime import timedelta

from callit.errors import LengthUnreadable

Length = str | float | timedelta
Memory = str | int

_NUMBER = r"(?:\d+(?:[.,]\d+)?|[.,]\d+)"
_HOURS, _MINUTES, _SECONDS = r"(?:h|hrs?|hours?)\.?", r"(?:m|mins?|minutes?)\.?", r"(?:s|secs?|seconds?)\.?"
_THEN = r"(?:\s*(?:,|and)?\s*(?=[\d.,]))?"
_FORMS = tuple(
    map(
        re.compile,
        (
            rf"(?P<m>{_NUMBER})",
            rf"(?:(?P<h>{_NUMBER})\s*{_HOURS})?{_THEN}(?:(?P<m>{_NUMBER})\s*{_MINUTES})?{_THEN}"
            rf"(?:(?P<s>{_NUMBER})\s*{_SECONDS})?",
            rf"pt(?:(?P<h>{_NUMBER})h)?(?:(?P<m>{_NUMBER})m)?(?:(?P<s>{_NUMBER})s)?",
            rf"(?P<h>\d+)\s*{_HOURS}\s*(?P<m>[0-5]?\d)",
            r"(?P<h>\d+):(?P<m>[0-5]?\d):(?P<s>[0-5]?\d(?:[.,]\d+)?)",
            rf"(?P<h>\d+):(?P<m>[0-5]?\d)\s*{_HOURS}",
            rf"(?P<m>\d+):(?P<s>[0-5]?\d)\s*{_MINUTES}",
        ),
    )
)
_TWO_PARTS = re.compile(r"(\d+):([0-5]?\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2}),(\d{3})(?![\d.,])")
_SECONDS_IN = {"h": 3600.0, "m": 60.0, "s": 1.0}
_WRITE = 'Write "20m", "90s" or "1h30m"; without a unit text is minutes ("20") and a number is seconds (1200).'
_MEMORY = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[gm])(?:i?b)?")


def length_s(length: Length) -> float:
    """Seconds in a length.

    Text is read as `callit train --timebox` reads it, and without a unit it is minutes: "20". A number (int, float) is
    seconds: 1200. A `timedelta` is itself.

    >>> length_s("20m"), length_s("20"), length_s(1200), length_s(timedelta(minutes=20)), length_s("PT20M")
    (1200.0, 1200.0, 1200.0, 1200.0, 1200.0)
    >>> length_s("1h30m"), length_s("1h 30"), length_s("90 min"), length_s("1,5 h"), length_s("1:30:00")
    (5400.0, 5400.0, 5400.0, 5400.0, 5400.0)
    >>> length_s("soon")
    Traceback (most recent call last):
    callit.errors.LengthUnreadable: 'soon' is no length of time. Write "20m", "90s" or "1h30m"; without a unit text is \
minutes ("20") and a number is seconds (1200).
    >>> length_s("1:30")
    Traceback (most recent call last):
    callit.errors.LengthUnreadable: '1:30' can be hours and minutes or minutes and seconds. Write "1h30m" or "1m30s".

    Raises
    ------
    LengthUnreadable
        It is none, or could be two; the message says what to write.
    """
    if isinstance(length, str):
        return typed_length_s(length, write=_WRITE)
    return _possible(_seconds(length), length, _WRITE)


def typed_length_s(text: str, *, write: str = "Write 10m, 90s, 1h30m, or 15 for minutes.") -> float:
    """Seconds in a length as text; what is none is refused with what to `write`.

    Raises
    ------
    LengthUnreadable
        As of `length_s`.
    """
    plain = " ".join(text.lower().split())
    if match := _TWO_PARTS.fullmatch(plain):
        hours, rest = match.groups()
        can_be = "can be hours and minutes or minutes and seconds"
        raise LengthUnreadable(f'{text!r} {can_be}. Write "{hours}h{rest}m" or "{hours}m{rest}s".')
    if match := _THOUSANDS.search(plain):
        can_be = "has a comma that can stand for thousands or for a fraction"
        raise LengthUnreadable(f"{text!r} {can_be}. Write {match[1]}{match[2]} or {match[1]}.{match[2]} in it.")
    match = next(filter(None, (form.fullmatch(plain) for form in _FORMS)), None)
    parts = {} if match is None else match.groupdict("0")
    seconds = sum(float(value.replace(",", ".")) * _SECONDS_IN[unit] for unit, value in parts.items())
    return _possible(seconds, text, write)


def _possible(seconds: float, length: Length, write: str) -> float:
    if not 0 < seconds < math.inf:
        raise LengthUnreadable(f"{length!r} is no length of time. {write}")
    return seconds


def unit_words(length: Length) -> str:
    """What text without a unit was taken for, which has to be said; nothing of any other length.

    >>> unit_words("1200"), unit_words("20m"), unit_words(1200)
    ("'1200' has no unit and was read as minutes: 20 h.", '', '')
    """
    if not isinstance(length, str) or not _FORMS[0].fullmatch(length.strip()):
        return ""
    return f"{length!r} has no unit and was read as minutes: {length_words(length_s(length))}."


def _seconds(length: float | timedelta) -> float:
    if isinstance(length, timedelta):
        return length.total_seconds()
    try:
        return math.nan if isinstance(length, bool) else float(length)
    except (TypeError, ValueError, OverflowError):
        return math.nan


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

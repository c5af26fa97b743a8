"""A range of hours as people type it into one field: `20-30`, `20 to 30 h`, `1,5 – 2,5`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planner.domain.errors import InvalidPlan

_NUMBER = r"[-−+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)"
_HOURS = r"(?:h|hrs?|hours?|std|stunden?)\.?"
_DAYS = re.compile(r"\d\s*(?:work-?\s?)?(?:d|days?|tage?|pt|pd)\b", re.IGNORECASE)
_BETWEEN = r"(?:[-‐‑‒–—―−~/]|\.{2,3}|…|to|and|bis|à)"
_RANGE = re.compile(
    rf"(?:between|from)?\s*(?P<low>{_NUMBER})\s*(?P<low_unit>{_HOURS})?\s*{_BETWEEN}\s*"
    rf"(?P<high>{_NUMBER})\s*(?P<high_unit>{_HOURS})?",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?P<one>{_NUMBER})\s*(?:{_HOURS})?", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2})[.,](\d{3})(?![\d.,])")


@dataclass(frozen=True, slots=True)
class TypedEnds:
    """Low and high as typed, and whether the text says that they are hours."""

    low: float
    high: float
    says_hours: bool


def parse_range(text: str) -> TypedEnds | None:
    """The two ends of a range; None where nothing is typed.

    >>> parse_range("20-30"), parse_range("1,5 to 2.5 h")
    (TypedEnds(low=20.0, high=30.0, says_hours=False), TypedEnds(low=1.5, high=2.5, says_hours=True))
    >>> parse_range("25")
    Traceback (most recent call last):
    planner.domain.errors.InvalidPlan: '25' is one number. Give a low and a high number, such as 20-30.

    Raises
    ------
    InvalidPlan
        It is no range, or could be two; the message says what to write.
    """
    cleaned = " ".join(text.split())
    if not cleaned:
        return None
    _ask_where_two(cleaned)
    match = _RANGE.fullmatch(cleaned)
    if match is None:
        raise InvalidPlan(_complaint(cleaned))
    says_hours = bool(match["low_unit"] or match["high_unit"])
    return TypedEnds(_number(match["low"]), _number(match["high"]), says_hours)


def _ask_where_two(text: str) -> None:
    if match := _THOUSANDS.search(text):
        fraction = f"{round(float(f'{match[1]}.{match[2]}'), 2):g}"
        can_be = f"'{match[0]}' can be a thousand and more, or a fraction"
        raise InvalidPlan(f"{can_be}. Write {match[1]}{match[2]} or {fraction}.")
    if _DAYS.search(text):
        raise InvalidPlan(f"'{text}' is in days. Leave the word away, and choose how long a work-day is as the unit.")


def _complaint(text: str) -> str:
    if _ONE.fullmatch(text):
        return f"'{text}' is one number. Give a low and a high number, such as 20-30."
    return f"'{text}' is no range. Give a low and a high number, such as 20-30, or 1.5-3."


def _number(typed: str) -> float:
    return float(typed.replace(",", ".").replace("−", "-"))

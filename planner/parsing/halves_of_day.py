"""Hours with am and pm, as people type them: `2 pm`, `2 p.m.`, `14 Uhr`."""

from __future__ import annotations

HALF = r"(?:[ap]\.?\s?m\b\.?|uhr\b)"  # part of an expression; small letters


def hour_of_day(hour: int, half: str | None) -> int | None:
    """The hour of a day that has 24, 24 itself among them; None where there is no such hour, as 14 pm.

    >>> hour_of_day(2, "p.m."), hour_of_day(12, "am"), hour_of_day(14, None), hour_of_day(14, "uhr")
    (14, 0, 14, 14)
    >>> hour_of_day(14, "pm") is None
    True
    """
    if not half or half == "uhr":
        return hour if hour <= 24 else None
    return hour % 12 + (12 if half.startswith("p") else 0) if 1 <= hour <= 12 else None

"""Ranges of hours: what a person says before the work starts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.domain.errors import InvalidPlan

_WHOLE_FROM = 9.95
LEAST_TOLD_HOURS = 1 / 60  # below a minute nothing is worth a word
LEAST_FOUND_HOURS = 0.25  # a quarter of an hour is the clock, not a finding
NORMAL_80 = 1.2815515655446004  # standard deviations from the middle to the ends of an 80 % range
MOST_HOURS = 2_000.0  # a working year; more is a typing mistake far more often than a plan


@dataclass(frozen=True, slots=True)
class HourRange:
    """Low and high hours of attended work; 8 of 10 such ranges should hold the actual hours.

    >>> HourRange(20, 30).planned_hours
    24.49489742783178
    >>> HourRange(5, 3)
    Traceback (most recent call last):
    planner.domain.errors.InvalidPlan: The low end (5 h) is above the high end (3 h). Swap them, or correct one.
    """

    low_hours: float
    high_hours: float

    def __post_init__(self) -> None:
        _check_hours("low end", self.low_hours)
        _check_hours("high end", self.high_hours)
        if self.low_hours > self.high_hours:
            raise InvalidPlan(
                f"The low end ({self.low_hours:g} h) is above the high end ({self.high_hours:g} h). "
                "Swap them, or correct one."
            )

    @property
    def planned_hours(self) -> float:
        """Geometric mean of low and high, in hours: the middle of a range on the scale on which estimates err."""
        return math.sqrt(self.low_hours * self.high_hours)

    def holds(self, actual_hours: float) -> bool:
        """Whether the actual hours ended inside the range, ends included."""
        return self.low_hours <= actual_hours <= self.high_hours


def as_said(hours: float) -> float:
    """Hours as a person would say them: in half hours, from ten on in whole ones; never nothing, never past the most.

    >>> as_said(2.6), as_said(13.8), as_said(0.1)
    (2.5, 14.0, 0.5)
    """
    return min(float(round(hours)), MOST_HOURS) if hours >= _WHOLE_FROM else max(round(hours * 2) / 2, 0.5)


def sum_of_ranges(ranges: list[HourRange]) -> HourRange | None:
    """Low and high ends added up; None for no ranges. The forecast, not this sum, says how likely the total is.

    >>> sum_of_ranges([HourRange(20, 1500), HourRange(30, 1500)])
    HourRange(low_hours=50, high_hours=3000)
    """
    if not ranges:
        return None
    return _unchecked(sum(r.low_hours for r in ranges), sum(r.high_hours for r in ranges))


def _unchecked(low_hours: float, high_hours: float) -> HourRange:
    """A range that nobody typed: each part of it was checked, and together they may be more than a working year."""
    hours = object.__new__(HourRange)
    object.__setattr__(hours, "low_hours", low_hours)
    object.__setattr__(hours, "high_hours", high_hours)
    return hours


def _check_hours(name: str, hours: float) -> None:
    if not math.isfinite(hours) or hours <= 0:
        raise InvalidPlan(f"The {name} is {hours:g} h. Hours must be more than zero, such as 0.5 or 20.")
    if hours > MOST_HOURS:
        raise InvalidPlan(
            f"The {name} is {hours:,.0f} h, more than a working year. Enter hours, at most {MOST_HOURS:,.0f}."
        )

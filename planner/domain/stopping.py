"""When a person wants to be asked whether to go on: written down at planning, compared with what is logged."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.domain.errors import InvalidPlan
from planner.domain.hours import MOST_HOURS


@dataclass(frozen=True, slots=True)
class StopRules:
    """Conditions at which work should be called; None is a condition that was not named.

    hours_left: hours of work still to be had until the deadline (or left of the budget), at or below which to ask.
    gain_per_hour: rise of the best score per attended hour, below which to ask.
    at_cap: whether to ask at the cap of each phase.

    >>> StopRules(hours_left=-1)
    Traceback (most recent call last):
    planner.domain.errors.InvalidPlan: Hours left are -1. Give more than zero, such as 3, or leave it empty.
    """

    hours_left: float | None = None
    gain_per_hour: float | None = None
    at_cap: bool = True

    def __post_init__(self) -> None:
        if self.hours_left is not None and not 0 < self.hours_left <= MOST_HOURS:
            raise InvalidPlan(f"Hours left are {self.hours_left:g}. Give more than zero, such as 3, or leave it empty.")
        gain = self.gain_per_hour
        if gain is not None and not (math.isfinite(gain) and gain > 0):
            raise InvalidPlan(f"The gain per hour is {gain:g}. Give more than zero, such as 0.002, or leave it empty.")

"""Hours that are not known yet: a distribution on the scale on which estimates err, and three numbers from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from planner.domain.hours import HourRange
from planner.forecast.forecaster import LEVELS
from planner.forecast.history import Floats
from planner.forecast.interval_score import LEVEL_HIGH, LEVEL_LOW

_SCORES: Floats = ndtri(LEVELS)
_LOW, _MIDDLE, _HIGH = (int(np.searchsorted(LEVELS, level)) for level in (LEVEL_LOW, 0.5, LEVEL_HIGH))
_LEAST_SLOPE = 0.05  # of log hours over normal score: beyond a record's longest overrun there is always a longer one


class Spread(NamedTuple):
    """Hours: 8 of 10 times between low and high, half the time below the middle."""

    low: float
    middle: float
    high: float


def spread_of(hours: Floats) -> Spread:
    """The spread of drawn hours."""
    return Spread(*(float(value) for value in np.quantile(hours, [LEVEL_LOW, 0.5, LEVEL_HIGH])))


@dataclass(frozen=True)
class HoursAhead:
    """The hours that a piece of work takes in all; `log_hours` are quantiles at `LEVELS`, ascending."""

    log_hours: Floats

    def as_wide_as(self, said_range: HourRange, weight: float) -> HoursAhead:
        """The same, with each end of its 80 % range moved out towards the one that was said, where that lies further.

        weight: 1 moves it all the way, 0 not at all. What lies beyond an end moves with it, so that a larger range
        never gives fewer hours.
        """
        low, middle, high = self.log_hours[[_LOW, _MIDDLE, _HIGH]]
        ends = (
            low + weight * min(np.log(said_range.low_hours) - low, 0),
            high + weight * max(np.log(said_range.high_hours) - high, 0),
        )
        inside = np.interp(self.log_hours, [low, middle, high], [ends[0], middle, ends[1]])
        return HoursAhead(inside + np.minimum(self.log_hours - low, 0) + np.maximum(self.log_hours - high, 0))

    def spread(self, *, beyond: float = 0.0) -> Spread:
        """Hours in all; with `beyond`, given that more than these are spent and it is not done."""
        quantiles = self.drawn(ndtri(np.array([LEVEL_LOW, 0.5, LEVEL_HIGH])), beyond=beyond)
        return Spread(*(float(hours) for hours in quantiles))

    def drawn(self, scores: Floats, *, beyond: float = 0.0) -> Floats:
        """Hours at normal scores, given that more than `beyond` are needed; never less than `beyond`."""
        if beyond > 0:
            left: float = ndtr(-self.score_of(beyond))
            scores = -ndtri(np.maximum(left * ndtr(-scores), np.finfo(float).tiny))
        hours: Floats = np.exp(self._at(scores))
        return np.maximum(hours, beyond)

    def _at(self, scores: Floats) -> Floats:
        inside = np.interp(scores, _SCORES, self.log_hours)
        below, above = np.minimum(scores - _SCORES[0], 0), np.maximum(scores - _SCORES[-1], 0)
        log_hours: Floats = inside + below * self._slope(0) + above * self._slope(-2)
        return log_hours

    def score_of(self, hours: float) -> float:
        """Where so many hours in all lie in the distribution, as a normal score."""
        log_hours = float(np.log(hours))
        if log_hours >= self.log_hours[-1]:
            return float(_SCORES[-1] + (log_hours - self.log_hours[-1]) / self._slope(-2))
        if log_hours <= self.log_hours[0]:
            return float(_SCORES[0] - (self.log_hours[0] - log_hours) / self._slope(0))
        return float(np.interp(log_hours, self.log_hours, _SCORES))

    def _slope(self, place: int) -> float:
        """Growth of log hours over normal score between the two outermost levels of an end."""
        rise = (self.log_hours[place + 1] - self.log_hours[place]) / (_SCORES[place + 1] - _SCORES[place])
        return float(max(rise, _LEAST_SLOPE))

"""The honest range: what a record makes of a planned task, as an 80 % interval and as a whole distribution."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from planner.forecast.candidates import Targets, candidate_quantiles
from planner.forecast.history import Floats, History
from planner.forecast.learning import learned_end

LEVELS = np.array([0.005, 0.02, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.94, 0.98, 0.995])
"""Levels at which a distribution is kept."""
_LOW, _MIDDLE, _HIGH = 3, 8, 13  # of 10, 50 and 90 %
_LOW_ENDS, _HIGH_ENDS = slice(2, 5), slice(12, 15)  # the levels among which the ends of the interval are learned


class Forecaster:
    """Forecasts from a record; each finished task was itself forecast from those before it, which is what is learned.

    >>> record = History(*(np.zeros(3, int),) * 2, np.array([2.0, 4, 8]), np.array([3.0, 6, 12]), np.arange(3))
    >>> task = Targets(np.zeros(1, int), np.zeros(1, int), np.log([4.0]), np.array([len(record)]))
    >>> low, high = Forecaster(record).interval(task)
    >>> bool(np.exp(low[0]) < 1.5 < np.exp(high[0]))
    True
    """

    def __init__(self, history: History) -> None:
        self.history = history

    @cached_property
    def _past(self) -> Floats:
        return candidate_quantiles(self.history, targets_of(self.history), LEVELS)

    def walk_forward(self) -> Floats:
        """Quantiles of the log ratio of every finished task as forecast when it was estimated; (tasks, LEVELS)."""
        return self._learned(targets_of(self.history), self._past)

    def quantiles(self, targets: Targets) -> Floats:
        """Quantiles of the log ratio at `LEVELS`, ascending; shape (targets, levels)."""
        return self._learned(targets, candidate_quantiles(self.history, targets, LEVELS))

    def interval(self, targets: Targets) -> tuple[Floats, Floats]:
        """Ends of the 80 % interval of the log ratio; each of shape (targets,)."""
        return ends_of(self.quantiles(targets))

    def _learned(self, targets: Targets, quantiles: Floats) -> Floats:
        low = learned_end(self.history, _experts(self._past, _LOW_ENDS), targets, _experts(quantiles, _LOW_ENDS), -1)
        high = learned_end(self.history, _experts(self._past, _HIGH_ENDS), targets, _experts(quantiles, _HIGH_ENDS), +1)
        return _through(quantiles.mean(axis=0), low, np.maximum(low, high))


def ends_of(quantiles: Floats) -> tuple[Floats, Floats]:
    """Ends of the 80 % interval among quantiles at `LEVELS`."""
    return quantiles[:, _LOW], quantiles[:, _HIGH]


def targets_of(history: History) -> Targets:
    """The finished tasks themselves, each as it was forecast."""
    return Targets(history.person, history.kind, history.log_planned, history.known)


def _experts(quantiles: Floats, levels: slice) -> Floats:
    """(rules, tasks, levels) to (rules x levels, tasks): a rule at another level is another expert."""
    chosen = quantiles[:, :, levels]
    return chosen.transpose(0, 2, 1).reshape(quantiles.shape[0] * chosen.shape[2], quantiles.shape[1])


def _through(average: Floats, low: Floats, high: Floats) -> Floats:
    """The averaged distribution, stretched on both sides of its middle so that it passes through the learned ends."""
    middle = np.clip(average[:, _MIDDLE], low, high)[:, None]
    away = average - average[:, _MIDDLE, None]
    below = _ratio(middle[:, 0] - low, -away[:, _LOW])
    above = _ratio(high - middle[:, 0], away[:, _HIGH])
    stretched = middle + away * np.where(away < 0, below[:, None], above[:, None])
    stretched[:, _LOW], stretched[:, _HIGH] = low, high
    ascending: Floats = np.maximum.accumulate(stretched, axis=1)
    ascending[:, _HIGH:] = np.maximum(ascending[:, _HIGH:], high[:, None])
    return ascending


def _ratio(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.ones_like(part), where=whole > 0)
    return ratio

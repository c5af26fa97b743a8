"""The interval score (Gneiting and Raftery 2007, equation 43): width, and ten times what an 80 % interval missed by."""

from __future__ import annotations

import numpy as np

from planner.forecast.history import Floats

OUTSIDE = 0.2  # share that an interval of 80 % may miss
LEVEL_LOW, LEVEL_HIGH = OUTSIDE / 2, 1 - OUTSIDE / 2
ROUNDING = 1e-9  # an actual this near to an end is on it


def interval_score(low: Floats, high: Floats, actual: Floats) -> Floats:
    """Scores of 80 % intervals, all on one scale; the lower the better.

    >>> interval_score(np.array([0.0, 0.0]), np.array([1.0, 1.0]), np.array([0.5, 1.2])).round(6).tolist()
    [1.0, 3.0]
    """
    below, above = np.maximum(low - actual, 0), np.maximum(actual - high, 0)
    score: Floats = high - low + 2 / OUTSIDE * (below + above)
    return score


def is_inside(low: Floats, high: Floats, actual: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which intervals hold the actual value, ends included."""
    return (low - ROUNDING <= actual) & (actual <= high + ROUNDING)

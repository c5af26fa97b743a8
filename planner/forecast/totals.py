"""Totals of several tasks: drawn together, because what delays one often delays the next.

A Gaussian copula (Li 2000, "On default correlation: a copula function approach") with one factor: each task's place in
its own distribution is the normal score sqrt(share) * common + sqrt(1 - share) * own. With share 0 totals come out too
narrow, as if good and bad cancelled.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from planner.forecast.forecaster import LEVELS
from planner.forecast.history import Floats, History

USUAL_SHARE = 0.2  # of the variance, that tasks of one stretch of work have in common, before a record says
_USUAL_PAIRS = 300.0  # pairs of tasks that this is worth
_NEIGHBOURS = 6  # a stretch of work is seven tasks
_MOST_SHARE = 0.8
_LEAST_LEVEL = 0.0005


def draw_log_ratios(quantiles: Floats, share: float, draws: int, random: np.random.Generator) -> Floats:
    """Log ratios of tasks drawn together; quantiles (tasks, LEVELS) to (tasks, draws)."""
    common = random.standard_normal(draws)
    own = random.standard_normal((len(quantiles), draws))
    place = ndtr(np.sqrt(share) * common + np.sqrt(1 - share) * own)
    drawn = [np.interp(row, LEVELS, quantile) for row, quantile in zip(place, quantiles, strict=True)]
    return np.array(drawn).reshape(len(quantiles), draws)


def normal_scores(quantiles: Floats, actual: Floats) -> Floats:
    """Where each actual log ratio fell in its distribution, as a normal score; ties in the middle of their step."""
    below = np.array([np.interp(a, q, LEVELS, left=0.0) for a, q in zip(actual - 1e-9, quantiles, strict=True)])
    above = np.array([np.interp(a, q, LEVELS, right=1.0) for a, q in zip(actual + 1e-9, quantiles, strict=True)])
    scores: Floats = ndtri(np.clip((below + above) / 2, _LEAST_LEVEL, 1 - _LEAST_LEVEL))
    return scores


def common_shares(history: History, scores: Floats) -> Floats:
    """The common share as known after each number of finished tasks; shape (tasks + 1,).

    The mean product of the normal scores of tasks of one person that lie at most six apart, drawn towards the usual.
    """
    product, pairs = np.zeros(len(history)), np.zeros(len(history))
    for code in np.unique(history.person):
        rows = np.flatnonzero(history.person == code)
        for lag in range(1, _NEIGHBOURS + 1):
            product[rows[lag:]] += scores[rows[lag:]] * scores[rows[:-lag]]
            pairs[rows[lag:]] += 1
    summed = np.concatenate([[0.0], np.cumsum(product)]) + _USUAL_PAIRS * USUAL_SHARE
    counted = np.concatenate([[0.0], np.cumsum(pairs)]) + _USUAL_PAIRS
    shares: Floats = np.clip(summed / counted, 0.0, _MOST_SHARE)
    return shares

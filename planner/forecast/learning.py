"""Which rule to believe: each end of the interval is an average of the rules' ends, weighted by their past scores.

Exponentially weighted averaging of expert advice (Cesa-Bianchi and Lugosi 2006, "Prediction, Learning, and Games",
chapter 2), with past tasks counted by nearness, on the interval score split into its two ends (each a pinball loss).
Every rule speaks at several levels, so an end that was passed too often moves outwards by itself: calibration is
learned walk-forward with the rest, in the spirit of adaptive conformal inference (Gibbs and Candès 2021,
"Adaptive conformal inference under distribution shift").
"""

from __future__ import annotations

import numpy as np

from planner.forecast.candidates import Targets
from planner.forecast.history import Floats, History, Ints
from planner.forecast.interval_score import OUTSIDE

RATE = 0.8  # how fast a better past score, in units of the usual score, becomes a larger weight
HALF_LIFE = 1_000.0  # tasks
SIZE_REACH = 1.2  # in log hours
OTHER_PERSON, OTHER_KIND = 0.1, 0.5
LONGEST_MEMORY = 3_000  # tasks
_NOTHING = 1e-6  # of a task: keeps a first forecast, and a record of ratios exactly 1, from dividing by zero


def end_losses(ends: Floats, actual: Floats, side: int) -> Floats:
    """Losses of one end of 80 % intervals; ends (experts, tasks); side -1 the low end, +1 the high one.

    The two losses of an interval add up to its interval score.
    """
    missed = np.maximum(side * (actual[None, :] - ends), 0)
    losses: Floats = side * ends + 2 / OUTSIDE * missed
    return losses


def learned_end(history: History, past_ends: Floats, targets: Targets, ends: Floats, side: int) -> Floats:
    """One end of the interval of each target: shape (targets,).

    `past_ends` (experts, history) is what the experts said of each finished task when it was estimated, `ends`
    (experts, targets) what they say now.
    """
    losses = end_losses(past_ends, history.log_ratio, side)
    typical = np.abs(losses).mean(axis=0)
    log_planned = history.log_planned
    learned = np.empty(ends.shape[1])
    for number in range(ends.shape[1]):
        past = np.arange(max(0, targets.known[number] - LONGEST_MEMORY), targets.known[number])
        near = _nearness(history, log_planned, past, targets, number)
        total = losses[:, past] @ near
        usual = (typical[past] @ near + _NOTHING) / (near.sum() + _NOTHING)
        weight = np.exp(-RATE / usual * (total - total.min()))
        learned[number] = weight @ ends[:, number] / weight.sum()
    return learned


def _nearness(history: History, log_planned: Floats, past: Ints, targets: Targets, number: int) -> Floats:
    distance = (log_planned[past] - targets.log_planned[number]) / SIZE_REACH
    age = targets.known[number] - 1 - past
    near: Floats = np.exp(-0.5 * distance**2) * np.exp2(-age / HALF_LIFE)
    near *= np.where(history.person[past] == targets.person[number], 1.0, OTHER_PERSON)
    near *= np.where(history.kind[past] == targets.kind[number], 1.0, OTHER_KIND)
    return near

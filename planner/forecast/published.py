"""What is known about ratios of actual to planned hours before a person has a record.

Half of published estimates of software tasks err by less than a factor of about 1.6, two thirds by less than two, and
nineteen of twenty by less than four: a log-normal ratio around 1 with a deviation of log 2 (Jones 2022, "Over/under
estimation factor for most estimates", shape-of-code.com). Its mean, 1.27, is near the mean overrun of 30 to 40 % that
surveys find (Moløkken and Jørgensen 2003, "A review of surveys on software effort estimation").
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from planner.forecast.history import Floats

LOG_DEVIATION = math.log(2)
POINTS = 21


def published_log_ratios() -> Floats:
    """Log ratios at evenly spaced levels of the published distribution; shape (21,), ascending, around 0."""
    levels = (np.arange(POINTS) + 0.5) / POINTS
    return np.array([NormalDist(0, LOG_DEVIATION).inv_cdf(float(level)) for level in levels])

"""What is known about ratios of actual to planned hours before a person has a record.

Software tasks that are not booked as planned are over or under by a factor of about two: 1.9 and 0.47 on the mean of
the largest public record (Jones, "Over/under estimation factor for 'most estimates'", shape-of-code.com). Taken as
one deviation of a log-normal ratio around 1, half of all lie within a factor of 1.6, two thirds within 2 and nineteen
of twenty within 4. Its mean, 1.27, is near the mean overrun of 30 to 40 % that surveys find (Moløkken and Jørgensen
2003, "A review of surveys on software effort estimation").
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

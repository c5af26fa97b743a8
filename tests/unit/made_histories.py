"""Made histories of planned and actual hours for the tests of the forecast."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.forecast.candidates import Targets
from planner.forecast.history import Floats, History

LogRatios = Callable[[np.random.Generator, Floats, int], Floats]


def usual(random: np.random.Generator, log_planned: Floats, kind: int) -> Floats:
    """Ratios that do not depend on anything: half the time within a factor of 1.5."""
    return random.normal(0.2, 0.6, len(log_planned))


def made_history(tasks: int, *, people: int = 1, kinds: int = 2, seed: int = 0, ratios: LogRatios = usual) -> History:
    """Tasks of 0.25 to 400 hours, one finished after the other."""
    random = np.random.default_rng(seed)
    planned = np.exp(random.normal(1.3, 1.3, tasks)).clip(0.25, 400)
    kind = random.integers(0, kinds, tasks)
    log_ratio = np.empty(tasks)
    for code in range(kinds):
        log_ratio[kind == code] = ratios(random, np.log(planned[kind == code]), code)
    return History(
        random.integers(0, people, tasks), kind, planned, planned * np.exp(log_ratio), np.arange(tasks, dtype=np.int64)
    )


def next_task(history: History, planned_hours: float, person: int = 0, kind: int = 0) -> Targets:
    """A task to forecast now, with all that has finished."""
    return Targets(
        np.array([person]), np.array([kind]), np.log([planned_hours]), np.array([len(history)], dtype=np.int64)
    )

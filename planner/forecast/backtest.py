"""The forecaster run forward over a history, with nothing from the future, beside the plain rule to beat."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.forecast.forecaster import Forecaster, ends_of
from planner.forecast.history import Floats, History, Ints
from planner.forecast.interval_score import LEVEL_HIGH, LEVEL_LOW, interval_score, is_inside

TASKS_BEFORE = 10  # of a person, finished, before a forecast of theirs is scored
PLAIN_TASKS = 20
LARGE_HOURS = 7.0


@dataclass(frozen=True, slots=True)
class Score:
    """How good 80 % intervals were; None where nothing was scored.

    n: tasks. coverage: share inside. high_over_low: median ratio of the ends. interval_score: mean of the log hours.
    """

    n: int
    coverage: float | None
    high_over_low: float | None
    interval_score: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of all tasks, and of those planned at seven hours or more."""

    all: Score
    seven_hours_or_more: Score


@dataclass(frozen=True, slots=True)
class Backtest:
    """The forecaster's scores and the plain rule's, on the same tasks; `looks_ahead` as in `History`."""

    forecaster: Scores
    plain_rule: Scores
    looks_ahead: bool

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**asdict(self.forecaster), "plain_rule": asdict(self.plain_rule), "looks_ahead": self.looks_ahead}


def backtest(history: History, *, alone: bool = False) -> Backtest:
    """Forecast every task from what had finished before; `alone` from the person's own tasks only.

    Scored are tasks from the eleventh of each person on, in order of finishing, whose person had ten finished ones
    when they were estimated.
    """
    rows = scored_rows(history)
    low, high = ends_of(walk_forward(history, alone=alone))
    plain_low, plain_high = plain_intervals(history, rows)
    hours, actual = history.planned_hours[rows], history.log_ratio[rows]
    return Backtest(
        scores(hours, low[rows], high[rows], actual),
        scores(hours, plain_low, plain_high, actual),
        history.looks_ahead,
    )


def scored_rows(history: History) -> Ints:
    """Tasks whose person had finished enough before."""
    return np.flatnonzero((history.place >= TASKS_BEFORE) & (history.own_known() >= TASKS_BEFORE))


def walk_forward(history: History, *, alone: bool) -> Floats:
    """Quantiles of every task's log ratio as forecast when it was estimated; (tasks, levels)."""
    if not alone:
        return Forecaster(history).walk_forward()
    parts = [history.of_person(int(code)) for code in np.unique(history.person)]
    forecasts = [(rows, Forecaster(own).walk_forward()) for own, rows in parts]
    together = np.concatenate([quantiles for _, quantiles in forecasts])
    quantiles: Floats = together[np.argsort(np.concatenate([rows for rows, _ in forecasts]))]
    return quantiles


def plain_intervals(history: History, rows: Ints) -> tuple[Floats, Floats]:
    """The plain rule: 10 % and 90 % quantiles of the person's last 20 log ratios known at the time."""
    own, actual = history.own_known(), history.log_ratio
    of_person = {int(code): actual[history.person == code] for code in np.unique(history.person)}
    last = [of_person[int(history.person[row])][max(0, own[row] - PLAIN_TASKS) : own[row]] for row in rows]
    ends = np.array([np.quantile(ratios, [LEVEL_LOW, LEVEL_HIGH]) for ratios in last]).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


def scores(planned_hours: Floats, low: Floats, high: Floats, actual: Floats) -> Scores:
    """Scores of intervals of the log ratio, for all and for large tasks."""
    everything, large = np.ones(len(actual), dtype=bool), planned_hours >= LARGE_HOURS
    return Scores(_score(low, high, actual, everything), _score(low, high, actual, large))


def _score(low: Floats, high: Floats, actual: Floats, chosen: npt.NDArray[np.bool_]) -> Score:
    count = int(chosen.sum())
    if count == 0:
        return Score(0, None, None, None)
    low, high, actual = low[chosen], high[chosen], actual[chosen]
    return Score(
        count,
        float(is_inside(low, high, actual).mean()),
        float(np.exp(np.median(high - low))),
        float(interval_score(low, high, actual).mean()),
    )

"""The back-test of totals: several consecutive tasks of one person, forecast together before the first was finished."""

from __future__ import annotations

import numpy as np

from planner.forecast.backtest import PLAIN_TASKS, TASKS_BEFORE, Backtest, scores
from planner.forecast.candidates import Targets
from planner.forecast.forecaster import Forecaster
from planner.forecast.history import Floats, History, Ints, count_known
from planner.forecast.interval_score import LEVEL_HIGH, LEVEL_LOW
from planner.forecast.totals import common_shares, draw_log_ratios, normal_scores

DRAWS = 1_000


def backtest_totals(history: History, size: int, *, alone: bool = False, seed: int = 0) -> Backtest:
    """Forecast the total of every `size` consecutive tasks of a person, from the eleventh on, without overlap.

    Known is what had finished when the first of them was estimated. Their planned hours are the plan for the total.
    """
    random = np.random.default_rng(seed)
    codes = np.unique(history.person)
    histories = [history.of_person(int(code))[0] for code in codes] if alone else [history]
    rows = np.concatenate([_of_history(part, size, random) for part in histories]).reshape(-1, 6)
    hours, low, high, plain_low, plain_high, actual = rows.T
    return Backtest(scores(hours, low, high, actual), scores(hours, plain_low, plain_high, actual), history.looks_ahead)


def _of_history(history: History, size: int, random: np.random.Generator) -> Floats:
    """One row for each total: planned hours, ends of both intervals, and the actual log ratio."""
    groups = _groups(history, size)
    if len(groups) == 0:
        return np.empty((0, 6))
    known = history.known[groups].min(axis=1)
    low, high = _intervals(history, groups, known, random)
    plain = np.array([_plain(history, group, count, size) for group, count in zip(groups, known, strict=True)])
    planned, actual = history.planned_hours[groups].sum(axis=1), history.actual_hours[groups].sum(axis=1)
    return np.column_stack([planned, low, high, plain, np.log(actual / planned)])


def _groups(history: History, size: int) -> Ints:
    """Rows of consecutive tasks, each person's from the eleventh on; shape (groups, size)."""
    parts: list[Ints] = [np.empty((0, size), dtype=np.int64)]
    for code in np.unique(history.person):
        rows = np.flatnonzero(history.person == code)[TASKS_BEFORE:]
        parts.append(rows[: len(rows) // size * size].reshape(-1, size))
    groups = np.concatenate(parts)
    own_known = count_known(history.person, history.person[groups[:, 0]], history.known[groups].min(axis=1))
    return groups[own_known >= max(TASKS_BEFORE, size)]


def _intervals(history: History, groups: Ints, known: Ints, random: np.random.Generator) -> tuple[Floats, Floats]:
    forecaster, tasks = Forecaster(history), groups.ravel()
    targets = Targets(
        history.person[tasks], history.kind[tasks], history.log_planned[tasks], np.repeat(known, groups.shape[1])
    )
    quantiles = forecaster.quantiles(targets).reshape(*groups.shape, -1)
    shares = common_shares(history, normal_scores(forecaster.walk_forward(), history.log_ratio))
    ends = []
    for group, count, of_group in zip(groups, known, quantiles, strict=True):
        planned = history.planned_hours[group]
        hours = planned @ np.exp(draw_log_ratios(of_group, shares[count], DRAWS, random))
        ends.append(np.quantile(np.log(hours / planned.sum()), [LEVEL_LOW, LEVEL_HIGH]))
    return np.array(ends)[:, 0], np.array(ends)[:, 1]


def _plain(history: History, group: Ints, known: int, size: int) -> Floats:
    """The plain rule for totals: quantiles of the person's last 20 running totals of as many tasks."""
    own = np.flatnonzero(history.person[:known] == history.person[group[0]])[-(PLAIN_TASKS + size - 1) :]
    planned = np.convolve(history.planned_hours[own], np.ones(size), "valid")
    actual = np.convolve(history.actual_hours[own], np.ones(size), "valid")
    ends: Floats = np.quantile(np.log(actual / planned), [LEVEL_LOW, LEVEL_HIGH])
    return ends

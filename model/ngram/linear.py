"""Logistic regression, one class against the rest or one label for itself, within a budget of seconds.

Liblinear's dual coordinate descent (Fan et al. 2008) is many times faster on sparse texts than a solver for all classes
at once. One class is one native call, so time is checked between classes; where a row may have several labels, one
label is one.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import has_several_labels

USUAL_COST = 4.0  # C: what a wrong row costs against large coefficients; calibration makes the rest insensitive to it
_TOLERANCE = 0.05
_ROUNDS, _HURRIED_ROUNDS = 50, 3
_PROBE_SHARE, _PROBE_ROWS = 0.2, 800
_PROBE_S = 0.2  # of fits at least: on a busy machine a few milliseconds say nothing
_GROWTH = 1.5
_LEAST_RATIO = 0.3
_DOUBTED_ERRORS = 2.0  # a ratio of so many standard errors counts half


@dataclass(frozen=True, slots=True)
class LinearModel:
    """`coefficients` (columns, classes) and `intercepts` (classes,), float32."""

    coefficients: NDArray[np.float32]
    intercepts: NDArray[np.float32]

    def logits(self, table: Any) -> NDArray[np.float32]:
        """Scores (rows, classes) of a sparse table (rows, columns)."""
        return np.asarray(table @ self.coefficients + self.intercepts, np.float32)


def fit_linear(
    table: Any,
    labels: NDArray[np.integer],
    class_count: int,
    *,
    seed: int,
    time_left_s: Callable[[], float],
    cost: float = USUAL_COST,
    by_ratio: bool = False,
) -> LinearModel:
    """Fit on a sparse table (rows, columns) float64, with the class of each row or its labels (rows, labels).

    Where its time is over, the classes left get a few rounds each. `by_ratio`: columns that a class fills more often
    than the others, or less often, cost less.
    """
    one_says_both, solved = _fits(labels, class_count)
    coefficients = np.zeros((table.shape[1], solved), np.float32)
    intercepts = np.zeros(solved, np.float32)
    for column in range(solved):
        positive = _has(labels, 1 if one_says_both else column)
        rounds = _ROUNDS if time_left_s() > 0 else _HURRIED_ROUNDS
        weights = _log_count_ratios(table, positive) if by_ratio else None
        fit = _Fit(seed, rounds, cost)
        coefficients[:, column], intercepts[column] = _fit_class(table, positive, fit, weights)
    if one_says_both:  # halves keep their difference
        coefficients = np.concatenate((-coefficients / 2, coefficients / 2), axis=1)
        intercepts = np.concatenate((-intercepts / 2, intercepts / 2))
    return LinearModel(coefficients, intercepts)


def _fits(labels: NDArray[np.integer], class_count: int) -> tuple[bool, int]:
    """Whether one score says both of two classes, and how many fits there are; two labels are two of them."""
    one_says_both = class_count == 2 and not has_several_labels(labels)
    return one_says_both, 1 if one_says_both else class_count


def _has(labels: NDArray[np.integer], column: int) -> NDArray[np.bool_]:
    """Which rows have this class, or this label (rows,)."""
    has: NDArray[np.bool_] = labels[:, column] > 0 if has_several_labels(labels) else labels == column
    return has


def _counts(labels: NDArray[np.integer]) -> NDArray[np.integer]:
    """Rows of each class, or of each label."""
    counts: NDArray[np.integer] = labels.sum(axis=0) if has_several_labels(labels) else np.bincount(labels)
    return counts


@dataclass(frozen=True, slots=True)
class FitTime:
    """How long `fit_linear` takes: `seconds` on so many `rows`, and by which power of the rows it grows.

    More rows take more rounds, and their coefficients fit less well into the processor's cache: on five sets of texts,
    five times the rows took 8 to 13 times as long.
    """

    rows: int
    seconds: float
    growth: float = _GROWTH

    def on(self, rows: float) -> float:
        """Seconds on so many rows."""
        return self.seconds * float((rows / self.rows) ** self.growth)

    def rows_within(self, seconds: float) -> int:
        """How many rows can be fitted in so many seconds."""
        return int(self.rows * (max(0.0, seconds) / max(self.seconds, 1e-9)) ** (1 / self.growth))


def measure_fit(table: Any, labels: NDArray[np.integer], class_count: int, seed: int) -> FitTime:
    """A prediction of how long `fit_linear` takes, from the most frequent classes on a fifth of the rows."""
    rows = min(table.shape[0], max(_PROBE_ROWS, int(_PROBE_SHARE * table.shape[0])))
    some, (_, solved) = table[:rows], _fits(labels, class_count)
    import_solver()  # seconds the first time, which say nothing about fitting
    started, fits = time.perf_counter(), 0
    counts = _counts(labels)
    for column in np.argsort(-counts, kind="stable")[: min(solved, np.count_nonzero(counts))]:
        _fit_class(some, _has(labels[:rows], column), _Fit(seed))
        fits += 1
        if time.perf_counter() - started >= _PROBE_S:
            break
    return FitTime(rows, max(1e-6, time.perf_counter() - started) / fits * solved)


def import_solver() -> Any:
    """What fits one class; a second or two the first time."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression


@dataclass(frozen=True, slots=True)
class _Fit:
    """How one class is fitted."""

    seed: int
    rounds: int = _ROUNDS
    cost: float = USUAL_COST


def _log_count_ratios(table: Any, positive: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How much more, or less, often rows of a class fill each column than the others do (columns,); 1 on average.

    (Wang & Manning 2012. The sign changes nothing where large coefficients cost, and no column is forbidden.) A ratio
    counts the less, the larger its standard error is beside it: most columns are filled by a handful of rows, and by
    chance alone such ratios are far from one.
    """
    counts = [np.bincount(table[rows].indices, minlength=table.shape[1]) + 1.0 for rows in (positive, ~positive)]
    of_class, of_others = counts
    ratios = np.log(of_class / of_class.sum()) - np.log(of_others / of_others.sum())
    doubted = _DOUBTED_ERRORS**2 * (1 / of_class + 1 / of_others)
    told = np.abs(ratios) * ratios**2 / (ratios**2 + doubted) + _LEAST_RATIO
    weights: NDArray[np.float64] = told / np.sqrt(np.mean(told**2))
    return weights


def _fit_class(
    table: Any, positive: NDArray[np.bool_], fit: _Fit, weights: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], float]:
    from sklearn.exceptions import ConvergenceWarning

    if positive.all() or not positive.any():  # a class that these rows do not hold
        return np.zeros(table.shape[1]), 5.0 if positive.all() else -5.0
    if table.shape[1] == 0:  # no n-gram stands in two texts: how frequent a class is, is all there is to know
        return np.zeros(0), float(np.log(positive.sum() / (~positive).sum()))
    solver = import_solver()(
        solver="liblinear", dual=True, C=fit.cost, tol=_TOLERANCE, max_iter=fit.rounds, random_state=fit.seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a rough answer in time is what is wanted
        solver.fit(table if weights is None else _scaled(table, weights), positive)
    coefficients = solver.coef_[0] if weights is None else solver.coef_[0] * weights
    return coefficients, float(solver.intercept_[0])


def _scaled(table: Any, weights: NDArray[np.float64]) -> Any:
    """The table with each column times its weight."""
    return type(table)((table.data * weights[table.indices], table.indices, table.indptr), table.shape)

"""Several labels a row: raw scores turned into probabilities, and a threshold for each label that suits a metric.

Each label has a scale and a shift of its own (Platt 1999). A rare label's few rows say little about its scale, so the
scales of all labels are drawn towards a common one, as far as the rows of a label leave it open.

F1 is best at half of the best F1 that can be had (Lipton et al. 2014, "Optimal Thresholding of Classifiers to Maximize
F1 Measure"), often far below one half. Where the best lies is told by the labels themselves and by the calibrated
probabilities, which expect so many hits at each threshold: the fewer positives a label has, the more it is the latter,
so that no lucky row decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import sigmoid
from model.judging.scores import metric_value

Logits = NDArray[np.floating]
Labels = NDArray[np.integer]  # (rows, labels) of 0 and 1
Values = NDArray[np.float64]

_SCALE_SPREAD, _SHIFT_SPREAD = 0.3, 4.0  # standard deviations: of a label's log scale about the common one; of shifts
_MOST_LOG_SCALE, _MOST_SHIFT = 5.0, 20.0
_ENOUGH = 1e-6  # of the loss, that a step still brings: less is not seen in any probability
_GRID = np.linspace(-6.0, 3.0, 91)  # thresholds as logits: from .0025 to .95
_COMMON_GRID = np.linspace(-2.0, 2.0, 21)  # of metrics of whole rows
_MOST_COMPARED = 400_000  # cells, for metrics of whole rows: more of them change nothing but the time it takes
_BELIEF = 20.0  # positives of a label that count as much as what the probabilities expect
_SMOOTH = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9


def calibrate_labels(logits: Logits, labels: Labels) -> tuple[Values, Values]:
    """Scale and shift of each label, (labels,) each, with the least log loss on these rows."""
    from scipy.optimize import minimize

    values, has = np.asarray(logits, np.float64), np.asarray(labels, np.float64)
    count = values.shape[1]

    def loss(parameters: Values) -> tuple[float, Values]:
        return _loss_and_gradient(parameters, values, has)

    bounds = [(-_MOST_LOG_SCALE, _MOST_LOG_SCALE)] * (1 + count) + [(-_MOST_SHIFT, _MOST_SHIFT)] * count
    start, enough = np.zeros(1 + 2 * count), {"ftol": _ENOUGH}
    fit = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=enough)
    return np.exp(fit.x[0] + fit.x[1 : 1 + count]), fit.x[1 + count :]


def _loss_and_gradient(parameters: Values, logits: Values, has: Values) -> tuple[float, Values]:
    """Of one common log scale, each label's deviation from it, and each label's shift."""
    count = logits.shape[1]
    apart, shift = parameters[1 : 1 + count], parameters[1 + count :]
    scaled = np.exp(parameters[0] + apart) * logits
    error = (sigmoid(scaled + shift) - has) / len(has)
    losses = np.logaddexp(0.0, scaled + shift) - has * (scaled + shift)
    drawn = np.sum(apart**2) / _SCALE_SPREAD**2 + np.sum(shift**2) / _SHIFT_SPREAD**2
    of_apart, of_shift = (error * scaled).sum(axis=0), error.sum(axis=0)
    gradient = (
        [of_apart.sum()],
        of_apart + apart / _SCALE_SPREAD**2 / len(has),
        of_shift + shift / _SHIFT_SPREAD**2 / len(has),
    )
    return float(losses.sum() / len(has) + drawn / 2 / len(has)), np.concatenate(gradient)


def label_thresholds(logits: Logits, labels: Labels, metric: str) -> Values:
    """From which calibrated logit on each label is said (labels,), so that `metric` is best on these rows.

    Zeros, one half, for metrics of probabilities.
    """
    if metric == "macro_f1":
        f1 = _hits(logits, labels).f1()
        return np.array([_GRID[_best(values)] for values in f1.T])
    if metric == "micro_f1":
        return np.full(labels.shape[1], _GRID[_best(_hits(logits, labels).together().f1()[:, 0])])
    if metric in ("jaccard", "exact_match"):
        return np.full(labels.shape[1], _common_threshold(logits, labels, metric))
    return np.zeros(labels.shape[1])


@dataclass(frozen=True, slots=True)
class _Hits:
    """At each threshold of the grid: how often a label is said, and rightly (grid, labels); its positives (labels,)."""

    said: Values
    right: Values
    positives: Values

    def f1(self) -> Values:
        """(grid, labels)."""
        return 2 * self.right / np.maximum(self.said + self.positives, 1e-9)

    def together(self) -> _Hits:
        """All labels as if they were one."""
        return _Hits(*(part.sum(axis=-1, keepdims=True) for part in (self.said, self.right, self.positives)))


def _hits(logits: Logits, labels: Labels) -> _Hits:
    columns = (_hits_of(values, has) for values, has in zip(np.asarray(logits).T, np.asarray(labels).T, strict=True))
    said, right, positives = zip(*columns, strict=True)
    return _Hits(np.stack(said, axis=1), np.stack(right, axis=1), np.array(positives))


def _hits_of(logits: Logits, has: Labels) -> tuple[Values, Values, float]:
    """Of one label: as it was, and as its probabilities expect, by how many positives there are to believe."""
    order = np.argsort(logits, kind="stable")
    places = np.searchsorted(logits[order], _GRID)
    found, expected = has[order].astype(np.float64), sigmoid(logits[order])
    belief = found.sum() / (found.sum() + _BELIEF)
    mixed = belief * found + (1 - belief) * expected
    right = np.concatenate((np.cumsum(mixed[::-1])[::-1], [0.0]))
    return (len(logits) - places).astype(np.float64), right[places], float(mixed.sum())


def _best(values: Values) -> int:
    """The best place after smoothing over its neighbours."""
    return int(np.argmax(np.convolve(np.pad(values, len(_SMOOTH) // 2, mode="edge"), _SMOOTH, mode="valid")))


def _common_threshold(logits: Logits, labels: Labels, metric: str) -> float:
    """One threshold for all labels, for metrics that compare whole rows."""
    rows = max(1, _MOST_COMPARED // labels.shape[1])
    probabilities, some = sigmoid(logits[:rows]), labels[:rows]
    every = np.ones(labels.shape[1])
    values = [metric_value(metric, probabilities, some, thresholds=every * sigmoid(at)) for at in _COMMON_GRID]
    return float(_COMMON_GRID[_best(np.array(values))])

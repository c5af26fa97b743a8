"""How good predictions are: accuracy, macro-F1, ROC AUC, log loss; per class; and who is taken for whom.

Computed from predictions and labels alone, with weights per row, so that a bootstrap resample is one row of weights
(see `model.judging.intervals`). Where a row may have several labels, `model.judging.label_scores` has the rules, and
`thresholds` (labels,) say from which probability on each label is said; elsewhere they mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from model.judging.decision import Labels, Probabilities, has_several_labels
from model.judging.label_scores import (
    Thresholds,
    Values,
    label_metrics_for,
    per_label,
    roc_auc,
    weighted_label_metrics,
)
from model.protocol.metrics import METRIC_NAMES, METRICS
from model.protocol.result import ClassScore

_LEAST_PROBABILITY = 1e-12


def metrics_for(labels: Labels, class_count: int) -> tuple[str, ...]:
    """The metrics that these rows allow: ROC AUC needs two classes, and rows of both."""
    if has_several_labels(labels):
        return label_metrics_for(labels)
    every = ("accuracy", "macro_f1", "log_loss")
    return (*every, "roc_auc") if class_count == 2 and len(np.unique(labels)) == 2 else every


def metric_value(
    metric: str, probabilities: Probabilities, labels: Labels, thresholds: Thresholds | None = None
) -> float:
    """One metric on these rows."""
    return float(weighted_metric(metric, probabilities, labels, np.ones((1, len(labels))), thresholds)[0])


def weighted_metric(
    metric: str,
    probabilities: Probabilities,
    labels: Labels,
    weights: ArrayLike,
    thresholds: Thresholds | None = None,
) -> Values:
    """One metric for each row of `weights` (resamples, rows): how often each row counts. Returns (resamples,)."""
    return weighted_metrics((metric,), probabilities, labels, weights, thresholds)[metric]


def weighted_metrics(
    metrics: Sequence[str],
    probabilities: Probabilities,
    labels: Labels,
    weights: ArrayLike,
    thresholds: Thresholds | None = None,
) -> dict[str, Values]:
    """Several metrics under the same weights (resamples, rows): metric -> (resamples,)."""
    weights = np.asarray(weights, np.float64)
    if has_several_labels(labels):
        return weighted_label_metrics(metrics, probabilities, labels, weights, thresholds)
    return {metric: _of_classes(metric, probabilities, labels, weights) for metric in metrics}


def confusion(probabilities: Probabilities, labels: Labels, class_count: int) -> NDArray[np.int64]:
    """Counts (true class, predicted class)."""
    pairs = labels * class_count + np.argmax(probabilities, axis=1)
    return np.bincount(pairs, minlength=class_count**2).reshape(class_count, class_count)


def per_class(
    probabilities: Probabilities, labels: Labels, classes: Sequence[str], thresholds: Thresholds | None = None
) -> list[ClassScore]:
    """Precision, recall, F1 and rows of each class or label, in the order of `classes`."""
    if has_several_labels(labels):
        return per_label(probabilities, labels, classes, thresholds)
    counts = confusion(probabilities, labels, len(classes))
    right, predicted, true = np.diag(counts), counts.sum(axis=0), counts.sum(axis=1)
    precision = right / np.maximum(predicted, 1)
    recall = right / np.maximum(true, 1)
    f1 = 2 * right / np.maximum(predicted + true, 1)
    rows = zip(classes, precision, recall, f1, true, strict=True)
    return [ClassScore(label, float(p), float(r), float(f), int(n)) for label, p, r, f, n in rows]


def _of_classes(metric: str, probabilities: Probabilities, labels: Labels, weights: Values) -> Values:
    if metric == "roc_auc":
        return roc_auc(np.asarray(probabilities)[:, 1], labels == 1, weights)
    if metric == "macro_f1":
        return _macro_f1(np.argmax(probabilities, axis=1), labels, weights, probabilities.shape[1])
    means: Values = weights @ _row_values(metric, probabilities, labels) / weights.sum(axis=1)
    return means


def _row_values(metric: str, probabilities: Probabilities, labels: Labels) -> Values:
    """A metric that is a mean over rows, row by row (rows,)."""
    if metric == "accuracy":
        right: NDArray[np.bool_] = np.argmax(probabilities, axis=1) == labels
        return right.astype(np.float64)
    if metric == "log_loss":
        chosen = np.asarray(probabilities, np.float64)[np.arange(len(labels)), labels]
        losses: Values = -np.log(np.clip(chosen, _LEAST_PROBABILITY, 1))
        return losses
    known = ", ".join(name for name in METRIC_NAMES if name in METRICS)
    raise ValueError(f"Metric '{metric}' is unknown; there are: {known}.")


def _macro_f1(predicted: Labels, labels: Labels, weights: Values, class_count: int) -> Values:
    """Mean F1 over the classes that occur among the labels or the predictions of a resample."""
    right = weights @ _one_hot(np.where(predicted == labels, labels, -1), class_count)  # (resamples, classes)
    either = weights @ (_one_hot(predicted, class_count) + _one_hot(labels, class_count))
    f1 = np.divide(2 * right, either, out=np.zeros_like(right), where=either > 0)
    means: Values = f1.sum(axis=1) / np.maximum((either > 0).sum(axis=1), 1)
    return means


def _one_hot(labels: Labels, class_count: int) -> Values:
    same: NDArray[np.bool_] = labels[:, None] == np.arange(class_count)
    return same.astype(np.float64)

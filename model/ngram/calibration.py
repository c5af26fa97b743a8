"""Turns raw scores into probabilities, and probabilities into decisions that suit a metric.

Scores become probabilities by one scale and one shift per class, chosen by log loss on labelled rows that the model
has not learned from (Platt 1999; Guo et al. 2017, "On Calibration of Modern Neural Networks"). For macro-F1 the log
prior of each class is then taken off to a share that is chosen likewise (Menon et al. 2021, "Long-tail learning via
logit adjustment"): rare classes count as much as frequent ones in that metric. How it is done where a row may have
several labels stands in `label_decisions`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import has_several_labels, log_softmax, softmax
from model.judging.scores import metric_value
from model.ngram.label_decisions import calibrate_labels, label_thresholds

Logits = NDArray[np.floating]
Labels = NDArray[np.integer]

_PRIOR_SHARES = np.linspace(0.0, 1.0, 11)
_SHIFT_PENALTY = 1e-3


@dataclass(frozen=True, slots=True)
class Calibration:
    """`scale` times a logit plus `shift` (classes,) of its class is a log probability, up to a constant per row.

    Of several labels each has a scale of its own (labels,), and the sum is a logit.
    """

    scale: float | NDArray[np.float64]
    shift: NDArray[np.float64]

    def apply(self, logits: Logits) -> NDArray[np.float32]:
        """Calibrated logits (rows, classes)."""
        return (self.scale * logits + self.shift).astype(np.float32)


def calibrate(logits: Logits, labels: Labels) -> Calibration:
    """The scale and shifts with the least log loss on these rows (rows, classes)."""
    from scipy.optimize import minimize

    if has_several_labels(labels):
        return Calibration(*calibrate_labels(logits, labels))
    values = np.asarray(logits, np.float64)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        return _log_loss_and_gradient(parameters, values, labels)

    start = np.zeros(values.shape[1] + 1)
    fit = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(-5, 5), *[(-20, 20)] * values.shape[1]])
    return Calibration(float(np.exp(fit.x[0])), fit.x[1:])


def decision_shift(logits: Logits, labels: Labels, metric: str) -> NDArray[np.float64]:
    """What to add to calibrated logits (classes,) so that the most probable class serves `metric` best on these rows.

    Zeros for every metric but macro-F1, which the probabilities as they are do not serve where classes are rare. Of
    several labels: what brings each one's threshold to zero.
    """
    if has_several_labels(labels):
        return -label_thresholds(logits, labels, metric)
    counts = np.bincount(labels, minlength=logits.shape[1]) + 1.0
    log_prior = np.log(counts / counts.sum())
    if metric != "macro_f1" or np.ptp(log_prior) < 0.05:
        return np.zeros(logits.shape[1])
    values = [metric_value(metric, softmax(logits - share * log_prior), labels) for share in _PRIOR_SHARES]
    best: NDArray[np.float64] = -_PRIOR_SHARES[_middle_of_best(np.array(values))] * log_prior
    return best


def _middle_of_best(values: NDArray[np.float64]) -> int:
    """The best place after smoothing over its neighbours: a single lucky one is not taken."""
    smooth = np.convolve(np.pad(values, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return int(np.argmax(smooth))


def _log_loss_and_gradient(
    parameters: NDArray[np.float64], logits: NDArray[np.float64], labels: Labels
) -> tuple[float, NDArray[np.float64]]:
    scale, shift = np.exp(parameters[0]), parameters[1:]
    log_probabilities = log_softmax(scale * logits + shift)
    rows = np.arange(len(labels))
    error = np.exp(log_probabilities)
    error[rows, labels] -= 1
    error /= len(labels)
    loss = -log_probabilities[rows, labels].mean() + _SHIFT_PENALTY * float(shift @ shift)
    gradient = np.concatenate(([scale * (error * logits).sum()], error.sum(axis=0) + 2 * _SHIFT_PENALTY * shift))
    return float(loss), gradient

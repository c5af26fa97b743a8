"""From logits to probabilities, and from probabilities to what is said of a text: one class, or several labels.

Everything that scores or labels asks here. A row has one of the classes: the most probable one is said, after a shift
of the logits that suits the metric. Or it may have several labels, each decided for itself: probabilities stay as they
were calibrated, and a label is said from its threshold on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Probabilities = NDArray[np.floating]
Labels = NDArray[np.integer]  # (rows,) positions of classes, or (rows, labels) of 0 and 1

EVEN = 0.5  # the threshold of a label where nobody has fitted one


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done to calibrated logits (rows, classes). `shift` (classes,) is added before anything is decided."""

    shift: NDArray[np.float64]
    several_labels: bool = False

    def probabilities(self, logits: ArrayLike) -> NDArray[np.float64]:
        """Probabilities (rows, classes): of classes they sum to 1, of several labels each is one of its own."""
        return self.calibrated(logits if self.several_labels else np.asarray(logits) + self.shift)

    def calibrated(self, logits: ArrayLike) -> NDArray[np.float64]:
        """How sure a model is, before anything is shifted to suit a metric (rows, classes)."""
        return sigmoid(logits) if self.several_labels else softmax(logits)

    @property
    def thresholds(self) -> NDArray[np.float64] | None:
        """From which probability on each label is said (labels,); None where a row has one class."""
        return sigmoid(-self.shift) if self.several_labels else None


def has_several_labels(labels: Labels) -> bool:
    """Whether labels are of the kind where a row may have several: a matrix of 0 and 1."""
    return labels.ndim == 2


def said_labels(probabilities: Probabilities, thresholds: NDArray[np.float64] | None) -> NDArray[np.bool_]:
    """Which labels are said of each row (rows, labels); without thresholds, those from 0.5 on.

    >>> said_labels(np.array([[0.6, 0.3], [0.2, 0.1]]), np.array([0.5, 0.3])).tolist()
    [[True, True], [False, False]]
    """
    said: NDArray[np.bool_] = np.asarray(probabilities) >= (EVEN if thresholds is None else thresholds)
    return said


def softmax(logits: ArrayLike) -> NDArray[np.float64]:
    """Probabilities (rows, classes) of logits (rows, classes)."""
    return np.exp(log_softmax(logits))


def log_softmax(logits: ArrayLike) -> NDArray[np.float64]:
    """Log probabilities (rows, classes) of logits (rows, classes)."""
    values = np.asarray(logits, np.float64)
    values = values - values.max(axis=1, keepdims=True)
    log_probabilities: NDArray[np.float64] = values - np.log(np.exp(values).sum(axis=1, keepdims=True))
    return log_probabilities


def sigmoid(logits: ArrayLike) -> NDArray[np.float64]:
    """The probability of each logit for itself.

    >>> sigmoid([0.0, 1000.0, -1000.0]).tolist()
    [0.5, 1.0, 0.0]
    """
    values = np.asarray(logits, np.float64)
    probabilities: NDArray[np.float64] = 0.5 * (1.0 + np.tanh(0.5 * values))
    return probabilities

"""How much of the network to take: as far as validation says that it helps, else not at all.

With a strength s from 0 to 1 the delivered logits are (1 - s) * benchmark + s * network. The network's output is linear
in its last layers, so any strength is a network of the same shape with other numbers there. Where a row may have
several labels, each label can have a strength of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.arrays import FloatArrays, Floats
from model.judging.decision import Decision, has_several_labels
from model.judging.scores import metric_value
from model.network.network_weights import NetworkWeights
from model.protocol.metrics import better

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
LEAST_GAIN = 5e-4  # of log loss: a network that gives less is not worth its place
SURE = 2.0  # standard errors by which a strength of its own has to be better for a label than the common one
_LEAST_PROBABILITY = 1e-12

Strength = float | NDArray[np.float64]  # of all classes, or (labels,) of each label


@dataclass(frozen=True, slots=True)
class Correction:
    """The network to deliver on top of the benchmark; None, and why, where it does not help."""

    network: NetworkWeights | None
    strength: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Aim:
    """What validation rows say: benchmark logits (rows, classes), their labels, the metric, and what is said of a row.

    `labels` (rows,), or (rows, classes) of 0 and 1 where a row may have several.
    """

    benchmark: Floats
    labels: NDArray[np.integer]
    metric: str
    decision: Decision

    def value(self, logits: Floats) -> float:
        """The metric of logits (rows, classes) on these rows."""
        probabilities = self.decision.probabilities(logits)
        return metric_value(self.metric, probabilities, self.labels, thresholds=self.decision.thresholds)

    def log_loss(self, logits: Floats) -> float:
        """How sure logits (rows, classes) are of what is right, before any shift."""
        return metric_value("log_loss", self.decision.calibrated(logits), self.labels)


@dataclass(frozen=True, slots=True)
class Choice:
    """How strong the network is to be, and what validation says of it so: the metric aimed at, and log loss."""

    strength: Strength
    value: float
    log_loss: float

    @property
    def share(self) -> float:
        """The strength in one number, the mean of the labels' own."""
        return float(np.mean(self.strength))


def choose_strength(aim: Aim, network: Floats) -> Choice:
    """The strength with the least log loss on validation, of those that are not below the benchmark in the metric.

    A metric of decisions jumps with each text that changes sides, and the best of many looks lucky rather than good;
    log loss weighs every text by how sure the model is, and ranks strengths and moments of a training more steadily.
    A network whose numbers ran away (infinite, or none) helps nobody.
    """
    without = _choice(aim, network, 0.0)
    if not np.isfinite(network).all():
        return without
    least = better(aim.metric, without.value)
    choices = [_choice(aim, network, strength) for strength in STRENGTHS[1:]]
    common = min((c for c in choices if better(aim.metric, c.value) >= least), key=_log_loss, default=without)
    best = common if common.log_loss < without.log_loss - LEAST_GAIN else without
    if not has_several_labels(aim.labels):
        return best
    own = _choice(aim, network, _own_strengths(aim, network, best.share))
    is_better = better(aim.metric, own.value) >= least and own.log_loss < without.log_loss - LEAST_GAIN
    return own if is_better and own.log_loss < best.log_loss else best


def _own_strengths(aim: Aim, network: Floats, common: float) -> NDArray[np.float64]:
    """Each label's own strength where it is surely better for that label than the common one, else that (labels,).

    Surely: by so many standard errors of the difference over the rows. A label with a handful of positives hardly ever
    has that, and the common strength, which all labels speak for, is the better guess.
    """
    losses = np.stack([_losses(aim, mixed(aim.benchmark, network, strength)) for strength in STRENGTHS])
    gains = losses[STRENGTHS.index(common)] - losses  # (strengths, rows, labels)
    least = SURE * gains.std(axis=1) / np.sqrt(gains.shape[1])
    means = gains.mean(axis=1)
    best = np.argmax(np.where(means > least, means, 0.0), axis=0)
    strengths: NDArray[np.float64] = np.where((means > least).any(axis=0), np.array(STRENGTHS)[best], common)
    return strengths


def _losses(aim: Aim, logits: Floats) -> NDArray[np.float64]:
    """Log loss of each row and label."""
    probabilities = aim.decision.calibrated(logits)
    of_what_is = np.where(aim.labels > 0, probabilities, 1 - probabilities)
    losses: NDArray[np.float64] = -np.log(np.maximum(of_what_is, _LEAST_PROBABILITY))
    return losses


def mixed(benchmark: Floats, network: Floats, strength: Strength) -> Floats:
    """What is delivered at a strength, (rows, classes); a network that is not taken may be no number at all."""
    if not np.any(strength):
        return benchmark
    share = np.asarray(strength, np.float32)
    logits: Floats = (1 - share) * benchmark + share * network
    return logits


def _log_loss(choice: Choice) -> float:
    return choice.log_loss


def _choice(aim: Aim, network: Floats, strength: Strength) -> Choice:
    logits = mixed(aim.benchmark, network, strength)
    return Choice(strength, aim.value(logits), aim.log_loss(logits))


def scaled_arrays(arrays: Mapping[str, NDArray[np.float32]], strength: Strength) -> FloatArrays:
    """The arrays of a network whose output is (1 - strength) * benchmark + strength * network's, class by class."""
    share = np.asarray(strength, np.float32)
    scaled = {name: np.array(array, np.float32) for name, array in arrays.items()}
    scaled["benchmark_scale.kernel"] = share * scaled["benchmark_scale.kernel"] + (1 - share)
    for name in ("benchmark_scale.bias", "correction.kernel", "correction.bias"):
        scaled[name] = share * scaled[name]
    return scaled

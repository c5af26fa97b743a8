"""How much of the network to take: as far as validation says that it helps, else not at all.

With a strength s from 0 to 1 the delivered logits are (1 - s) * benchmark + s * network. The network's output is linear
in its last layers, so any strength is a network of the same shape with other numbers there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.arrays import FloatArrays, Floats
from model.judging.decision import softmax
from model.judging.scores import metric_value
from model.network.network_weights import NetworkWeights
from model.protocol.metrics import better

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
LEAST_GAIN = 5e-4  # of log loss: a network that gives less is not worth its place


@dataclass(frozen=True, slots=True)
class Correction:
    """The network to deliver on top of the benchmark; None, and why, where it does not help."""

    network: NetworkWeights | None
    strength: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Aim:
    """What validation rows say: benchmark logits (rows, classes), labels (rows,), the metric and its decision shift."""

    benchmark: Floats
    labels: NDArray[np.integer]
    metric: str
    decision_shift: NDArray[np.float64]

    def value(self, logits: Floats) -> float:
        """The metric of logits (rows, classes) on these rows."""
        return metric_value(self.metric, softmax(logits + self.decision_shift), self.labels)


@dataclass(frozen=True, slots=True)
class Choice:
    """How strong the network is to be, and what validation says of it so: the metric aimed at, and log loss."""

    strength: float
    value: float
    log_loss: float


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
    best = min((c for c in choices if better(aim.metric, c.value) >= least), key=_log_loss, default=without)
    return best if best.log_loss < without.log_loss - LEAST_GAIN else without


def mixed(benchmark: Floats, network: Floats, strength: float) -> Floats:
    """What is delivered at a strength, (rows, classes); a network that is not taken may be no number at all."""
    return benchmark if strength == 0 else (1 - strength) * benchmark + strength * network


def _log_loss(choice: Choice) -> float:
    return choice.log_loss


def _choice(aim: Aim, network: Floats, strength: float) -> Choice:
    logits = mixed(aim.benchmark, network, strength)
    return Choice(strength, aim.value(logits), metric_value("log_loss", softmax(logits), aim.labels))


def scaled_arrays(arrays: Mapping[str, NDArray[np.float32]], strength: float) -> FloatArrays:
    """The arrays of a network whose output is (1 - strength) * benchmark + strength * network's."""
    scaled = {name: np.array(array, np.float32) for name, array in arrays.items()}
    scaled["benchmark_scale.kernel"] = strength * scaled["benchmark_scale.kernel"] + np.float32(1 - strength)
    for name in ("benchmark_scale.bias", "correction.kernel", "correction.bias"):
        scaled[name] = np.float32(strength) * scaled[name]
    return scaled

"""How much of the network to take: as far as validation says that it helps, else not at all.

With a strength s from 0 to 1 the delivered logits are (1 - s) * benchmark + s * network. The network's output is linear
in its last layers, so any strength is a network of the same shape with other numbers there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.calibration import softmax
from model.network_weights import FloatArrays, NetworkWeights
from model.scores import better, metric_value
from model.steps import Floats

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)


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


def choose_strength(aim: Aim, network: Floats) -> tuple[float, float]:
    """The strength that serves the metric best on validation, and the metric's value there.

    Neighbours are averaged, so that a single lucky strength is not taken; of equals the weakest is. A network whose
    numbers ran away (infinite, or none) helps nobody.
    """
    if not np.isfinite(network).all():
        return 0.0, aim.value(aim.benchmark)
    values = np.array([aim.value((1 - s) * aim.benchmark + s * network) for s in STRENGTHS])
    turned = np.array([better(aim.metric, value) for value in values])
    smooth = np.convolve(np.pad(turned, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    smooth[turned < turned[0]] = -np.inf  # never below the benchmark
    best = int(np.argmax(smooth))
    return STRENGTHS[best], float(values[best])


def scaled_arrays(arrays: Mapping[str, NDArray[np.float32]], strength: float) -> FloatArrays:
    """The arrays of a network whose output is (1 - strength) * benchmark + strength * network's."""
    scaled = {name: np.array(array, np.float32) for name, array in arrays.items()}
    scaled["benchmark_scale.kernel"] = strength * scaled["benchmark_scale.kernel"] + np.float32(1 - strength)
    for name in ("benchmark_scale.bias", "correction.kernel", "correction.bias"):
        scaled[name] = np.float32(strength) * scaled[name]
    return scaled

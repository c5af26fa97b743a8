"""What a training is given: texts, time, and weights to go back to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.arrays import FloatArrays, Floats
from model.judging.decision import Decision, has_several_labels
from model.judging.scores import metric_value
from model.text.encode import TokenRows
from model.training.schedule import PEAK_LEARNING_RATE


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Texts as token numbers, their labels, and the benchmark's logits for them (rows, classes).

    `labels` (rows,), or (rows, classes) of 0 and 1 where a row may have several.
    """

    tokens: TokenRows
    labels: NDArray[np.integer]
    benchmark: Floats

    def __len__(self) -> int:
        return len(self.labels)

    def benchmark_loss(self) -> float:
        """The benchmark's own log loss on these texts."""
        decision = Decision(np.zeros(self.benchmark.shape[1]), has_several_labels(self.labels))
        return metric_value("log_loss", decision.calibrated(self.benchmark), self.labels)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A network's weights and its optimiser's state, to go back to."""

    weights: FloatArrays
    optimiser: dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class TrainingTime:
    """How long one training is: until the share elapsed is 1, or `epochs` passes over the first `rows` rows are done.

    `rows_done` of it were done before, by a worker that died.
    """

    rows: int
    share_elapsed: Callable[[], float]
    epochs: float | None = None
    rows_done: int = 0
    peak_rate: float = PEAK_LEARNING_RATE
    validate_every_share: float = 0.1

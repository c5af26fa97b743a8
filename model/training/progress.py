"""What a learner reports while it learns."""

from __future__ import annotations

from dataclasses import dataclass

from model.arrays import Floats
from model.network.network_weights import NetworkWeights


@dataclass(frozen=True, slots=True)
class Progress:
    """After a batch. `epoch` is a fraction (1.25: a quarter into the second); `epochs` and `steps` are None if open."""

    epoch: float
    epochs: float | None
    step: int
    steps: int | None
    loss: float  # mean over the last batches
    learning_rate: float
    examples_per_s: float
    steps_s: float = 0.0  # inside training steps, of this training


@dataclass(frozen=True, slots=True)
class Validation:
    """Scores on the validation part of the model as it would be delivered now, and how much of the network it takes.

    `strength`: on the mean of all labels, where each has its own.
    """

    epoch: float
    step: int
    scores: dict[str, float]
    strength: float

    @property
    def log_loss(self) -> float:
        """What moments of a training, and whole trainings, are compared by: less is better."""
        return self.scores["log_loss"]


@dataclass(frozen=True, slots=True)
class Trained:
    """A network as a training left it, and its own logits on validation (rows, classes)."""

    network: NetworkWeights
    logits: Floats


@dataclass(frozen=True, slots=True)
class Candidate:
    """A moment of a training as it would be delivered: its network, as strong as it helps; None where it does not.

    `logits` (validation rows, classes) are those of the benchmark and the network together. Where there are `further`
    networks, the average of all is taken. `whole` is the network itself, before it was made as strong as it helps.
    """

    validation: Validation
    network: NetworkWeights | None
    logits: Floats
    further: tuple[NetworkWeights, ...] = ()
    whole: Trained | None = None

    @property
    def networks(self) -> tuple[NetworkWeights, ...]:
        """All networks whose average is taken; none where the benchmark is better alone."""
        return () if self.network is None else (self.network, *self.further)


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """How a training ended, and the best moment of it.

    `loss` is that of the last batches; `stopped`: called off before its planned end; `stalled`: it had stopped helping.
    """

    epochs: float
    steps: int
    loss: float
    stopped: bool
    stalled: bool
    best: Candidate
    steps_s: float = 0.0  # seconds inside training steps

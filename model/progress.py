"""What a learner reports while it learns."""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Validation:
    """Scores on the validation part of the model as it would be delivered now, and how much of the network it takes."""

    epoch: float
    step: int
    scores: dict[str, float]
    strength: float
    is_best: bool


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """How a training ended; `stopped`: called off before its planned end; `stalled`: more of it had stopped helping."""

    epochs: float
    steps: int
    loss: float
    stopped: bool
    stalled: bool
    best: Validation | None

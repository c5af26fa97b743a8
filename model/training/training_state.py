"""How far a training has come: passes, losses, speed, and when it is time to look at validation."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from model.text.buckets import count_batches
from model.training.progress import Candidate, Progress, TrainingOutcome
from model.training.schedule import LearningRateSchedule

_LOSSES_SHOWN = 50  # batches that the loss told is the mean of
PATIENCE_SHARE = 0.5  # of the training: a network that learns order may stand still for long before it moves
PATIENCE_CHECKS = 5


def _recent() -> deque[float]:
    return deque(maxlen=_LOSSES_SHOWN)


@dataclass(slots=True)
class TrainingState:
    """A training under way.

    Parameters
    ----------
    share_elapsed
        Share of the time for training that is over, 0 to 1.
    rows
        Rows of one pass.
    epochs
        Passes planned; None where the time alone decides.
    check_every_share
        Validation is looked at whenever so much of the training is over.
    """

    schedule: LearningRateSchedule
    share_elapsed: Callable[[], float]
    rows: int
    batch_size: int
    epochs: float | None
    check_every_share: float
    rows_done: int = 0
    steps_done: int = 0
    training_s: float = 0.0
    next_check: float = 0.0
    best: Candidate | None = None
    best_at_share: float = 0.0
    checks_since_best: int = 0
    stalled: bool = False
    losses: deque[float] = field(default_factory=_recent)

    def __post_init__(self) -> None:
        if self.rows < 1:
            raise ValueError(f"{self.rows} rows cannot be trained on")
        self.next_check = self.check_every_share

    @property
    def epochs_done(self) -> float:
        """Passes done, a fraction."""
        return self.rows_done / self.rows

    def next_rate(self) -> float | None:
        """The learning rate of the next batch; None when the training is over."""
        return self.schedule.next_rate(self._share_done())

    def note(self, loss: float, rows: int, seconds: float) -> None:
        """Count one step."""
        self.losses.append(loss)
        self.rows_done += rows
        self.steps_done += 1
        self.training_s += seconds

    def note_validation(self, candidate: Candidate) -> None:
        """Remember the moment when validation was best."""
        self.checks_since_best += 1
        if self.best is None or candidate.validation.log_loss < self.best.validation.log_loss:
            self.best, self.best_at_share, self.checks_since_best = candidate, self.share(), 0

    def has_stalled(self) -> bool:
        """Whether half of the training, and some looks at validation, have gone by since that was best."""
        is_long_ago = self.share() - self.best_at_share >= PATIENCE_SHARE
        return is_long_ago and self.checks_since_best >= PATIENCE_CHECKS

    def is_time_to_check(self) -> bool:
        """Whether validation is due; not where the last check follows soon anyway."""
        share = self.share()
        if share < self.next_check or share + self.check_every_share / 2 >= 1:
            return False
        self.next_check = share + self.check_every_share
        return True

    def progress(self, learning_rate: float) -> Progress:
        """What is told after a step."""
        steps = None if self.epochs is None else round(self.epochs * count_batches(self.rows, self.batch_size))
        examples_per_s = self.rows_done / max(1e-9, self.training_s)
        return Progress(
            self.epochs_done,
            self.epochs,
            self.steps_done,
            steps,
            self.loss(),
            learning_rate,
            examples_per_s,
            self.training_s,
        )

    def outcome(self) -> TrainingOutcome:
        """How it ended; after a look at validation."""
        if self.best is None:
            raise ValueError("validation has not been looked at")
        return TrainingOutcome(
            self.epochs_done,
            self.steps_done,
            self.loss(),
            self.schedule.stopped,
            self.stalled,
            self.best,
            self.training_s,
        )

    def loss(self) -> float:
        """Mean over the last batches."""
        return float(np.mean(self.losses)) if self.losses else float("nan")

    def share(self) -> float:
        """Share of the training that is over: the later of time and passes."""
        return max(self.share_elapsed(), self._share_done())

    def _share_done(self) -> float:
        """Share of the planned passes that are done; 0 where their number is open."""
        return 0.0 if self.epochs is None else self.epochs_done / self.epochs

"""The trainings of a session: those of the ladder, and the further ones of the best length."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from model.judging.learning_curve import Rung
from model.training.ladder import RungDone
from model.training.members import FurtherTraining
from model.training.progress import Candidate
from model.training.training_state import TrainingState


@dataclass(frozen=True, slots=True)
class Looked:
    """A training's length, its best moment, and the least log loss on validation at each share of it."""

    epochs: float
    best: Candidate
    trace: tuple[tuple[float, float], ...]


class Looks:
    """Notes each look at validation on its way to who else wants to know of it."""

    def __init__(self, tell: Callable[[TrainingState, Candidate], None]) -> None:
        self.trace: list[tuple[float, float]] = []
        self._tell = tell

    def note(self, state: TrainingState, candidate: Candidate) -> None:
        """One look."""
        least = min((loss for _, loss in self.trace), default=candidate.validation.log_loss)
        self.trace.append((state.share(), min(least, candidate.validation.log_loss)))
        self._tell(state, candidate)


@dataclass(slots=True)
class TrainingRuns:
    """The trainings so far: as the ladder weighs them, and as points of the learning curve."""

    done: list[RungDone] = field(default_factory=list)
    rungs: list[Rung] = field(default_factory=list)
    is_enough: bool = False  # the longest brought nothing
    stalled: bool = False  # the last one was ended before its time, as it had stopped helping
    steps_s: float = 0.0  # seconds inside training steps
    no_longer_fits: bool = False  # there was no time left for a longer one
    vectors: str = ""  # what vectors from a file brought, as a sentence
    looked: list[Looked] = field(default_factory=list)  # those of this worker
    further: list[FurtherTraining] = field(default_factory=list)  # of the best length, to be averaged
    no_further_fits: bool = False  # there was no time left for another one
    nothing_more: str = ""  # why no more of these were done, as the end of a sentence; empty where time ended them

    @property
    def epochs(self) -> float:
        """Passes of the longest training."""
        return max((rung.epochs for rung in self.done), default=0.0)

    @property
    def passes(self) -> float:
        """Passes of all trainings together."""
        return sum(rung.epochs for rung in self.done)

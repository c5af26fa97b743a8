"""Whether vectors from a file are worth it: the shortest training is done twice, with and without them.

The first training of a ladder begins with the file's vectors, the second, as long, without; all longer ones with what
validation liked better. Pure functions of the trainings done, so that a worker that follows a dead one decides alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.training.ladder import RungDone


@dataclass(frozen=True, slots=True)
class VectorsPair:
    """Two trainings that differ in nothing else but what their words begin with."""

    with_file: RungDone
    without: RungDone

    @classmethod
    def of(cls, done: Sequence[RungDone]) -> VectorsPair | None:
        """The pair at the bottom of a ladder; None as long as it is not done."""
        return cls(done[0], done[1]) if len(done) > 1 else None

    @property
    def file_is_better(self) -> bool:
        """Whether validation likes the file's vectors at least as well."""
        return self.with_file.log_loss <= self.without.log_loss

    def words(self, source: str) -> str:
        """What validation said, and what was done about it.

        >>> pair = VectorsPair(RungDone(2.0, 9.0, 0.51, 0.4), RungDone(2.0, 9.0, 0.53, 0.4))
        >>> pair.words("wiki.vec")
        'the vectors of wiki.vec were kept: log loss 0.5100 on validation with them, 0.5300 without, after 2.0 epochs'
        """
        kept = "kept" if self.file_is_better else "left out"
        scores = f"{self.with_file.log_loss:.4f} on validation with them, {self.without.log_loss:.4f} without"
        return f"the vectors of {source} were {kept}: log loss {scores}, after {self.with_file.epochs:.1f} epochs"


def begins_without(done: Sequence[RungDone]) -> bool:
    """Whether the training after those done leaves the file's vectors out."""
    pair = VectorsPair.of(done)
    return len(done) == 1 if pair is None else not pair.file_is_better


def without_loser(done: Sequence[RungDone]) -> list[RungDone]:
    """The trainings, rising in length: of the pair only the better."""
    pair = VectorsPair.of(done)
    if pair is None:
        return list(done)
    return [pair.with_file if pair.file_is_better else pair.without, *done[2:]]

"""Whole trainings of rising length: how long each is to be, and when a longer one is not worth its time.

How many epochs are best cannot be known before: a schedule planned for sixty of them has a high learning rate when five
would have been enough, and weights that a high rate has just shaken score worse. So each rung is a training of its own,
from new weights to a learning rate of zero, and three times as long as the one before; what all but the last take
together is a third of the time. (Successive doubling of budgets: Li et al. 2018, "Hyperband"; here one setting only.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GROWTH = 3
LEAST_EPOCHS = 1.0  # of the shortest rung, where there is more than one
LEAST_GROWTH = 1.2  # a training less longer than the one before would hardly be better
LEAST_GAIN = 5e-4  # of validation log loss: a longer training that brings less is not followed by a longer one
SHARED = 0.5  # of what is left is the last training's, where further ones follow
_ROUNDING = 1e-6
LEARNED_SHARE = 0.9  # of the benchmark's own loss on training texts: below it, a network has learned something there


@dataclass(frozen=True, slots=True)
class RungDone:
    """One whole training: its length, its log loss on validation as delivered, and the last loss on training texts."""

    epochs: float
    train_s: float
    log_loss: float
    training_loss: float


@dataclass(frozen=True, slots=True)
class RungLength:
    """How long a training is to be; the last one takes all the time that is left, or its share of it."""

    epochs: float
    is_last: bool


def count_rungs(epochs: float, *, first_twice: bool = False) -> int:
    """Trainings that take `epochs` together, each three times the one before and the shortest at least one epoch.

    >>> [count_rungs(epochs) for epochs in (3.0, 8.0, 26.0)]
    [1, 2, 3]
    """
    rungs = 1
    while epochs / (_sum_of(rungs + 1) + first_twice) >= LEAST_EPOCHS:
        rungs += 1
    return rungs


def first_rung(epochs: float, *, first_twice: bool = False) -> RungLength:
    """The shortest of the trainings that take `epochs` together; where there are more, it may be done twice.

    >>> first_rung(26.0), first_rung(3.0), first_rung(28.0, first_twice=True)
    (RungLength(epochs=2.0, is_last=False), RungLength(epochs=3.0, is_last=True), RungLength(epochs=2.0, is_last=False))
    """
    rungs = count_rungs(epochs, first_twice=first_twice)
    if rungs == 1:
        return RungLength(epochs, is_last=True)
    return RungLength(epochs / (_sum_of(rungs) + first_twice), is_last=False)


def next_rung(before: float, epochs_left: float, *, points_wanted: int = 0) -> RungLength | None:
    """The training after one of `before` epochs; None where what is left is hardly longer than that.

    It is the last where no third one, three times as long again, would fit: what is left is then better spent on it.
    But a learning curve that still wants two points gets them, from trainings less far apart, on a machine that became
    slower than it was when three whole rungs were planned.

    >>> next_rung(2.0, 24.0), next_rung(6.0, 18.0), next_rung(6.0, 7.0)
    (RungLength(epochs=6.0, is_last=False), RungLength(epochs=18.0, is_last=True), None)
    >>> next_rung(2.0, 16.0), next_rung(2.0, 16.0, points_wanted=2)
    (RungLength(epochs=16.0, is_last=True), RungLength(epochs=4.0, is_last=False))
    """
    if epochs_left < LEAST_GROWTH * before:
        return None
    following = GROWTH * before
    is_last = epochs_left < following + GROWTH * following - _ROUNDING
    nearer = epochs_left / (1 + GROWTH)
    if is_last and points_wanted > 1 and nearer >= LEAST_GROWTH * before:
        return RungLength(nearer, is_last=False)
    return RungLength(epochs_left if is_last else following, is_last)


def with_further(before: float, last: RungLength, *, points_wanted: int = 0) -> RungLength | None:
    """The last training where it shares what is left with further ones; None where they are worth more than it is.

    A training of three times the length brings less than a few of the same length averaged, of other kinds above all.
    A learning curve that still wants a point gets a short one.

    >>> with_further(3.0, RungLength(9.0, is_last=True)), with_further(3.0, RungLength(5.0, is_last=True))
    (RungLength(epochs=4.5, is_last=True), None)
    """
    half = SHARED * last.epochs
    if half >= LEAST_GROWTH * before:
        return RungLength(half, is_last=True)
    return RungLength(LEAST_GROWTH * before, is_last=False) if points_wanted > 0 else None


def is_enough(done: Sequence[RungDone], benchmark_loss: float) -> bool:
    """Whether the longest training so far brought nothing over the shorter ones, so that longer ones would not either.

    `benchmark_loss` is the benchmark's log loss on training texts it has not seen. A network that has not got below it
    stands still rather than learns by heart: it may learn the order of words only after many epochs, and goes on.
    """
    if len(done) < 2:
        return False
    last, best_before = done[-1], min(rung.log_loss for rung in done[:-1])
    return last.log_loss > best_before - LEAST_GAIN and has_learned(last.training_loss, benchmark_loss)


def has_learned(training_loss: float, benchmark_loss: float) -> bool:
    """Whether a network fits its training texts clearly better than the benchmark that it builds on."""
    return training_loss < LEARNED_SHARE * benchmark_loss


def _sum_of(rungs: int) -> int:
    """Of 1, 3, 9 and so on."""
    return sum(GROWTH**place for place in range(rungs))

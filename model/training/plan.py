"""Rows x epochs that fit into the time left: pure arithmetic on measured seconds.

Few epochs over all rows beat many epochs over few: rows are cut only when one whole pass does not fit, and epochs are
capped where a text model of this size has long stopped learning.
"""

from __future__ import annotations

from dataclasses import dataclass

LEAST_TRAINING_S = 3.0
LEAST_STEPS = 20
MOST_EPOCHS = 250.0
CHECK_SHARE = 0.08  # of a training: between two looks at validation, and the most that all of them may take
PROOF_SAFETY = 1.35  # should it turn out too short, the model proven before it is delivered, and that is said
PROOF_SPARE_S = 1.2
PROOFS_SHARE = 0.05  # of the training's time, in which a fresh process is at work beside it
FIRST_PROOF_SHARE = 0.5  # of the box; promised is two thirds, and the machine may get slower meanwhile
SAFETY = 0.97  # of the training time; the schedule follows the clock, so this only keeps the estimate of epochs honest


@dataclass(frozen=True, slots=True)
class Measured:
    """What calibration measured: seconds to train on `rows` rows once, and to score the validation part once."""

    rows: int
    batch_size: int
    epoch_s: float
    score_s: float = 0.0


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """`rows` x `epochs` predicted to take `train_s`; `epochs` below 1 never occurs, rows are cut instead.

    `is_capped`: more time would not be spent on more epochs.
    """

    rows: int
    epochs: float
    batch_size: int
    train_s: float
    is_capped: bool = False

    @property
    def is_worth_it(self) -> bool:
        """Whether enough optimiser steps fit for the network to learn anything; what was asked for always is."""
        if self.is_capped:
            return True
        steps = self.rows * self.epochs / self.batch_size
        return self.train_s >= LEAST_TRAINING_S and steps >= LEAST_STEPS


def choose_plan(measured: Measured, time_s: float, *, epochs: int | None = None, checks: int = 12) -> TrainingPlan:
    """The most training that fits into `time_s` seconds with `checks` validations on the way.

    With `epochs` given, so many are planned when they fit, and as many as fit otherwise.
    """
    checking_s = min(checks * measured.score_s, CHECK_SHARE * time_s)
    usable_s = max(0.0, SAFETY * time_s - checking_s)
    most_passes = float(epochs) if epochs is not None else MOST_EPOCHS
    passes = min(most_passes, usable_s / measured.epoch_s) if measured.epoch_s > 0 else most_passes
    if passes >= 1:
        used_s = passes * measured.epoch_s + checking_s
        train_s = min(time_s, used_s / SAFETY)
        return TrainingPlan(measured.rows, passes, measured.batch_size, train_s, is_capped=passes >= most_passes)
    rows = min(measured.rows, int(measured.rows * passes))
    return TrainingPlan(rows, 1.0, measured.batch_size, max(0.0, time_s))


def check_every_share(train_s: float, score_s: float) -> float:
    """How much of a training goes by between two looks at validation, so that these do not take more than their share.

    >>> check_every_share(100.0, 0.1), check_every_share(10.0, 0.4), check_every_share(0.0, 1.0)
    (0.08, 0.5, 1.0)
    """
    if CHECK_SHARE * train_s <= score_s:
        return 1.0
    return max(CHECK_SHARE, score_s / (CHECK_SHARE * train_s))


@dataclass(frozen=True, slots=True)
class ProofTimes:
    """What the test run measured of the way to the end, seconds: saving, and reloading in a fresh process.

    `reload_s` leaves out the start of that process where it starts beside the training.
    """

    save_s: float
    reload_s: float


def proof_reserve_s(save_s: float, label_s: float, judge_s: float) -> float:
    """Seconds to keep for the final check: saving, labelling (there and here), judging; the machine may get busier.

    >>> round(proof_reserve_s(0.5, 1.0, 0.5), 1)
    3.9
    """
    return PROOF_SAFETY * (save_s + label_s + judge_s) + PROOF_SPARE_S


def proof_due_s(last_s: float, needed_s: float, timebox_s: float, *, tries: int, is_proven: bool) -> float:
    """Elapsed seconds at which the next proof on the way begins, in a process of its own beside the training.

    `last_s` is when the one before began, or the training; `needed_s` is what a proof takes. Proofs take a bounded
    share of the time, and the first is to be over when half of the box is used. One that failed is tried again soon.

    >>> proof_due_s(20.0, 8.0, 120.0, tries=0, is_proven=False)
    44.0
    >>> proof_due_s(40.0, 8.0, 3600.0, tries=0, is_proven=False)
    200.0
    """
    apart_s = last_s + needed_s / PROOFS_SHARE
    if is_proven:
        return apart_s
    return last_s + 2 * needed_s if tries else min(apart_s, FIRST_PROOF_SHARE * timebox_s - 2 * needed_s)

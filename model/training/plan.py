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
PROOF_SAFETY = 1.35  # should it turn out too short, the model is saved but its reload stays unproven, and that is said
PROOF_SPARE_S = 1.2
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
    wanted = float(epochs) if epochs is not None else MOST_EPOCHS
    passes = min(wanted, usable_s / measured.epoch_s) if measured.epoch_s > 0 else wanted
    if passes >= 1:
        used_s = passes * measured.epoch_s + checking_s
        train_s = min(time_s, used_s / SAFETY)
        return TrainingPlan(measured.rows, passes, measured.batch_size, train_s, is_capped=passes >= wanted)
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


def proof_reserve_s(times: ProofTimes, score_s: float, held_out_share: float) -> float:
    """Seconds to keep for the final check: scoring, saving and reloading once more, on a machine that may get busier.

    `score_s` is one pass over the validation part, `held_out_share` the held-out part's size relative to it. Both
    the worker and the fresh process score it.
    """
    scoring_s = 2 * score_s * held_out_share
    return PROOF_SAFETY * (times.save_s + times.reload_s + scoring_s) + PROOF_SPARE_S

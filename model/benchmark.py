"""The n-gram model that everything else has to beat: TF-IDF of words and characters, and logistic regression.

It is fitted within a budget of its own, on fewer rows where need be. Every training row also gets logits from a model
that has not seen it (out of fold): what the network learns to correct.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.calibration import Calibration, calibrate, decision_shift, softmax
from model.linear import LinearModel, fit_linear, fit_seconds
from model.ngrams import NgramSpace, count_ngrams, find_space

MOST_CHARACTERS = 20_000_000  # counted at once while fitting: about 300 MB of counts
MOST_COEFFICIENTS = 16_000_000
MOST_COLUMNS = 300_000
_COUNTED_PER_S = 2_000_000  # characters; cautious
_COUNTING_SHARE = 0.4  # of the time, at most
_LEAST_ROWS = 1_000
_SPARE = 0.75  # share of the time left that is planned with: the probe may be too hopeful
_PREDICT_ROWS = 4_096


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A fitted n-gram model. `decision_shift` (classes,) is added to the logits where the metric asks for it."""

    space: NgramSpace
    linear: LinearModel
    decision_shift: NDArray[np.float64]

    def logits(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Calibrated logits (texts, classes): their softmax is how sure the model is."""
        parts = [
            self.linear.logits(self.space.table(texts[first : first + _PREDICT_ROWS]))
            for first in range(0, len(texts), _PREDICT_ROWS)
        ]
        return np.concatenate([np.empty((0, len(self.decision_shift)), np.float32), *parts])

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities (texts, classes), with the decision shift: the largest is the label that suits the metric."""
        return softmax(self.logits(texts) + self.decision_shift)


@dataclass(frozen=True, slots=True)
class BenchmarkFit:
    """The model, logits for every training row by a model that has not seen it, and what it was fitted on.

    `out_of_fold_logits` (rows, classes) float32; `note` is empty, or says what was left out to stay in time.
    """

    model: Benchmark
    out_of_fold_logits: NDArray[np.float32]
    rows_used: int
    note: str = ""


def fit_benchmark(
    texts: Sequence[str],
    labels: NDArray[np.integer],
    class_count: int,
    *,
    seed: int,
    time_left_s: Callable[[], float],
    metric: str = "macro_f1",
    folds: int = 3,
) -> BenchmarkFit:
    """Fit the n-gram model on clean texts in random order, with `labels` (rows,) in 0..class_count-1.

    `time_left_s()` is how many seconds it may still take; one native call, the fit of one class, can overrun it.
    """
    labels = np.asarray(labels, np.int64)
    counted = _rows_within(texts, _countable(time_left_s()))
    counts = count_ngrams(texts[:counted])
    space = find_space(counts, most_columns=min(MOST_COLUMNS, MOST_COEFFICIENTS // class_count))
    table = space.weigh(space.pick(counts)).astype(np.float64)
    every = _Plan(table, labels[:counted], class_count, seed, time_left_s)
    rows, folds = _affordable(every, folds)
    plan = replace(every, table=table[:rows], labels=labels[:rows])
    linear = fit_linear(plan.table, plan.labels, class_count, seed=seed, time_left_s=time_left_s)
    unseen = _out_of_fold(plan, folds)
    note = _note(rows, len(texts), hurried=time_left_s() <= 0)
    calibration = calibrate(unseen, plan.labels)
    shift = decision_shift(calibration.apply(unseen), plan.labels, metric)
    model = Benchmark(space, _calibrated(linear, calibration), shift)
    rest = model.logits(texts[rows:])  # rows that the model has not seen at all
    return BenchmarkFit(model, np.concatenate((calibration.apply(unseen), rest)), rows, note)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the fits have in common."""

    table: Any
    labels: NDArray[np.integer]
    class_count: int
    seed: int
    time_left_s: Callable[[], float]


def _out_of_fold(plan: _Plan, folds: int) -> NDArray[np.float32]:
    fold_of = np.random.default_rng(plan.seed).permutation(len(plan.labels)) % folds
    logits = np.empty((len(plan.labels), plan.class_count), np.float32)
    for fold in range(folds):
        inside, outside = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        model = fit_linear(
            plan.table[inside],
            plan.labels[inside],
            plan.class_count,
            seed=plan.seed,
            time_left_s=plan.time_left_s,
        )
        logits[outside] = model.logits(plan.table[outside])
    return logits


def _affordable(plan: _Plan, folds: int) -> tuple[int, int]:
    """How many rows, in how many folds, fit into the time: two folds first, then fewer rows."""
    whole_s = fit_seconds(plan.table, plan.labels, plan.class_count, plan.seed)
    rows, time_left_s = len(plan.labels), plan.time_left_s()
    if whole_s * folds > _SPARE * time_left_s:  # k folds cost k - 1 fits, and the model itself one
        folds = 2
    share = _SPARE * max(time_left_s, 0.0) / max(whole_s * folds, 1e-9)
    return min(rows, max(int(share * rows), _LEAST_ROWS)), folds


def _calibrated(linear: LinearModel, calibration: Calibration) -> LinearModel:
    coefficients = (linear.coefficients * calibration.scale).astype(np.float32)
    return LinearModel(coefficients, calibration.apply(linear.intercepts))


def _countable(time_left_s: float) -> int:
    """How many characters memory and time allow to count."""
    return int(min(MOST_CHARACTERS, _COUNTING_SHARE * _COUNTED_PER_S * max(time_left_s, 0.0)))


def _rows_within(texts: Sequence[str], characters: int) -> int:
    lengths = np.cumsum([len(text) + 1 for text in texts])
    return max(int(np.searchsorted(lengths, characters, side="right")), min(_LEAST_ROWS, len(texts)))


def _note(rows: int, every: int, *, hurried: bool) -> str:
    used = f"The benchmark used {rows:,} of {every:,} texts to stay in its time." if rows < every else ""
    over = "The benchmark's time was over while it was fitted: it may be weaker than it could be." if hurried else ""
    return f"{used} {over}".strip()

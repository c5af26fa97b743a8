"""The benchmark stage: the n-gram model that must be beaten, and the first model that is saved."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.folder.artifact import Delivered, save_model
from model.judging.intervals import IntervalEstimate, score_with_intervals
from model.ngram.benchmark import USUAL_MEANS, Benchmark, BenchmarkFit, fit_benchmark
from model.ngram.recipe import choose_recipe
from model.protocol.events import ModelSaved, ModelScored, Stage
from model.protocol.metrics import METRIC_NAMES
from model.protocol.result import Interval
from model.protocol.run_folder import has_model
from model.protocol.timebox import Timebox
from model.session.context import Context, provenance
from model.session.data_stages import Part, SessionData
from model.session.folds_elsewhere import FoldsElsewhere

BENCHMARK_SHARE = 0.25  # of the box
BENCHMARK_MOST_S = 40.0  # however long the box: on large files more of it is better spent on training
ENDS_BY_SHARE = 0.55  # however late it began,
LATE_SHARE = 0.25  # but for so much of what is left, where that is later: a worker that follows a dead one begins late
JUDGINGS = 3  # of the held-out part at the end: two models' scores, and their difference; the curve judges validation
SCORED_PER_S = 1_500_000  # characters of validation; cautious

Estimates = Mapping[str, IntervalEstimate]


@dataclass(frozen=True, slots=True)
class FittedBenchmark:
    """The data, the n-gram model, its logits for training rows it has not seen, and its validation scores.

    `validation_logits` (validation rows, classes) are counted again where nobody has kept them: see `on_validation`.
    """

    data: SessionData
    model: Benchmark
    out_of_fold_logits: NDArray[np.float32]  # (training rows, classes)
    validation: Estimates
    note: str = ""
    validation_logits: NDArray[np.float32] | None = None

    def on_validation(self) -> NDArray[np.float32]:
        """What the n-gram model says of validation, logits (rows, classes)."""
        known = self.validation_logits
        return self.model.logits(self.data.validation.texts) if known is None else known

    def delivered(self) -> Delivered:
        """The benchmark alone, as a model to be saved."""
        return Delivered(self.data.classes, self.model)


def run_benchmark(context: Context, data: SessionData) -> FittedBenchmark:
    """Fit the benchmark within its share of the box, score it and save it: never empty-handed from here on."""
    with context.log.stage(Stage.BENCHMARK) as stage:
        fitted = _fit(context, data)
        weights = _save(context, fitted)
        say_scored(
            context, "benchmark", "validation", fitted.validation, weights_sha256=weights, data_sha256=data.sha256
        )
        metric = context.choices.metric
        stage.summary = f"{METRIC_NAMES[metric]} {fitted.validation[metric].value:.3f} on validation"
        if fitted.note:
            context.log.warn(fitted.note)
        return fitted


def _save(context: Context, fitted: FittedBenchmark) -> str | None:
    """Save the benchmark as the first model of the session; the hash of its weights.

    A worker that was started again finds one there: a network may be part of it, and it stays until the final check.
    """
    if has_model(context.folder):
        return None
    scores = {"validation": as_intervals(fitted.validation)}
    origin = provenance(context, fitted.data.sha256, fitted.data.left_off)
    saved = save_model(context.folder, fitted.delivered(), scores=scores, provenance=origin)
    context.log.emit(ModelSaved("benchmark", saved.weights_sha256))
    return saved.weights_sha256


def _fit(context: Context, data: SessionData) -> FittedBenchmark:
    box, choices = context.box, context.choices
    learned = (data.train.texts, data.train.labels, len(data.classes))
    time_left_s = box.until_s(_fit_ends_s(box, data))
    recipe = choose_recipe(*learned, seed=choices.seed, time_left_s=time_left_s, means=USUAL_MEANS)
    fit = fit_benchmark(
        *learned,
        seed=choices.seed,
        time_left_s=time_left_s,
        metric=choices.metric,
        every_row=False,
        recipe=recipe,
        fold_help=FoldsElsewhere(context),
    )
    data = _labelled(data, len(fit.out_of_fold_logits))
    begun_s = box.awake_s()
    logits = fit.model.logits(data.validation.texts)
    share = len(data.held_out) / max(1, len(data.validation))
    context.measured["counted_s"] = share * (box.awake_s() - begun_s)  # the n-grams of the held-out part, at the end
    model = _deciding(fit, data, logits, choices.metric)
    begun_s = box.awake_s()
    validation = score_with_intervals(
        model.decision.probabilities(logits),
        data.validation.labels,
        data.classes,
        thresholds=model.decision.thresholds,
        seed=choices.seed,
    )
    context.measured["judge_s"] = (1 + JUDGINGS * share) * (box.awake_s() - begun_s)
    return FittedBenchmark(data, model, fit.out_of_fold_logits, validation, fit.note, logits)


def _deciding(fit: BenchmarkFit, data: SessionData, validation: NDArray[np.float32], metric: str) -> Benchmark:
    """The model; of several labels, with thresholds from all rows that it has not seen, validation among them.

    A rare label has so few positives that none is to be left out.
    """
    if not fit.model.several_labels:
        return fit.model
    logits = np.concatenate((validation, fit.out_of_fold_logits))
    labels = np.concatenate((data.validation.labels, data.train.labels))
    return fit.model.deciding_by(logits, labels, metric)


def _fit_ends_s(box: Timebox, data: SessionData) -> float:
    """Elapsed seconds of the box at which fitting is to be over, with time to score left in the benchmark's share."""
    budget_s = min(BENCHMARK_SHARE * box.timebox_s, BENCHMARK_MOST_S)
    score_s = sum(map(len, data.validation.texts)) / SCORED_PER_S
    latest_s = max(ENDS_BY_SHARE * box.timebox_s, box.elapsed_s() + LATE_SHARE * box.left_s())
    return min(box.elapsed_s() + budget_s, latest_s) - score_s


def _labelled(data: SessionData, rows: int) -> SessionData:
    """The data without the training rows that the benchmark had no time for: the last ones, of a random order."""
    if rows == len(data.train):
        return data
    further = (*data.further_texts, *data.train.texts[rows:])
    return replace(data, train=Part(data.train.texts[:rows], data.train.labels[:rows]), further_texts=further)


def say_scored(
    context: Context, model: str, part: str, scores: Estimates, *, weights_sha256: str | None, data_sha256: str
) -> None:
    """Tell the scores of a model on a part, with the hashes of what made them."""
    event = ModelScored(
        model=model,
        part=part,
        scores=as_intervals(scores),
        weights_sha256=weights_sha256,
        data_sha256=data_sha256,
        elapsed_s=context.box.elapsed_s(),
    )
    context.log.emit(event)


def as_intervals(scores: Estimates) -> dict[str, Interval]:
    """Scores as they are told; what could not be measured is None."""
    return {metric: Interval(*map(_known, astuple(estimate))) for metric, estimate in scores.items()}


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None

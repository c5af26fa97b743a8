"""The final check: the held-out part is read once, the model is saved, reloaded in a fresh process and scored again."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.errors import ModelFolderError, ReloadTimedOut
from model.events import Kind, Stage
from model.folder.artifact import Delivered, SavedModel, read_model, save_model
from model.folder.manifest import with_scores
from model.folder.predictor import load_model
from model.folder.reload import Reloaded, agrees
from model.judging.intervals import Verdict, paired_difference, score_with_intervals, verdict
from model.judging.scores import METRIC_NAMES
from model.judging.suspects import NOT_LOOKED, SuspectLabels
from model.session.benchmark_stage import Estimates, FittedBenchmark, estimates_as_dict, say_scored
from model.session.context import Context, provenance
from model.session.kept import load_held_out, make_room
from model.session.suspects_stage import look_for_suspects

Probabilities = NDArray[np.float64]


class Check(Enum):
    """What a fresh process said of the saved model."""

    PROVEN = "the same predictions"
    UNKNOWN = "nothing"
    REFUTED = "it does not load, or predicts something else"


@dataclass(frozen=True, slots=True)
class PartScores:
    """Scores of one model: on validation, and on the held-out part."""

    validation: Estimates
    held_out: Estimates
    probabilities: Probabilities  # (held-out rows, classes)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the final check found out about the model that lies in the folder."""

    saved: SavedModel
    benchmark: PartScores
    delivered: PartScores
    verdicts: tuple[Verdict, ...]
    with_network: bool
    check: Check
    suspects: SuspectLabels = NOT_LOOKED

    @property
    def is_proven(self) -> bool:
        """Whether a fresh process reloaded it with the same predictions."""
        return self.check is Check.PROVEN


def run_prove(context: Context, fitted: FittedBenchmark, delivered: Delivered) -> Proof:
    """Save and prove the model; the benchmark alone takes its place should the saved one be refuted."""
    with context.diary.stage(Stage.PROVE) as stage:
        proof = _prove(context, fitted, delivered)
        if proof.check is Check.REFUTED and proof.with_network:
            context.diary.warn("The model with the network did not reload as it was: the benchmark is delivered.")
            proof = _prove(context, fitted, fitted.delivered())
        _say_scores(context, fitted, proof)
        with_scores(context.folder, _manifest_scores(proof))
        stage.summary = proof.verdicts[0].text if proof.verdicts else "the benchmark is the delivered model"
        return replace(proof, suspects=look_for_suspects(context, fitted))


def _prove(context: Context, fitted: FittedBenchmark, delivered: Delivered) -> Proof:
    data = fitted.data
    delivered, saved = _save(context, fitted, delivered)
    with ThreadPoolExecutor(1) as pool:  # the fresh process labels while this one scores
        left_s = max(0.5, context.box.left_s(reserve_s=1.0))
        fresh = context.fresh.take()
        elsewhere = pool.submit(
            fresh.label, context.folder, data.held_out.texts, scratch=context.work, timeout_s=left_s
        )
        scores = _score(context, fitted)
        benchmark = _score_benchmark(context, fitted)
        check = _check(context, elsewhere, scores.probabilities, saved)
    verdicts = _verdicts(context, fitted, scores, benchmark) if delivered.network else _own_verdict(context, scores)
    return Proof(saved, benchmark, scores, verdicts, delivered.network is not None, check)


def _save(context: Context, fitted: FittedBenchmark, delivered: Delivered) -> tuple[Delivered, SavedModel]:
    """Save the model; where there is no room for it, the one saved before is what is delivered and scored."""
    try:
        saved = _save_making_room(context, fitted, delivered)
    except OSError as error:
        context.diary.warn(f"The last save failed ({error.strerror}): the model saved before it is delivered.")
        delivered, manifest = read_model(context.folder)
        return delivered, SavedModel(context.folder, manifest.weights_sha256)
    context.diary.say(Kind.SAVED, what="delivered", weights_sha256=saved.weights_sha256)
    return delivered, saved


def _save_making_room(context: Context, fitted: FittedBenchmark, delivered: Delivered) -> SavedModel:
    origin = provenance(context, fitted.data.sha256)
    try:
        return save_model(context.folder, delivered, scores={}, provenance=origin)
    except OSError:
        make_room(context.folder)
        return save_model(context.folder, delivered, scores={}, provenance=origin)


def _score(context: Context, fitted: FittedBenchmark) -> PartScores:
    """Scores of the model as it lies in the folder."""
    predictor = load_model(context.folder)
    return _part_scores(
        context,
        fitted,
        predictor.probabilities(fitted.data.validation.texts, normalised=True),
        predictor.probabilities(fitted.data.held_out.texts, normalised=True),
    )


def _score_benchmark(context: Context, fitted: FittedBenchmark) -> PartScores:
    data = fitted.data
    held_out = fitted.model.probabilities(data.held_out.texts)
    scores = score_with_intervals(held_out, data.held_out.labels, data.classes, seed=context.config.seed)
    return PartScores(fitted.validation, scores, held_out)


def _part_scores(
    context: Context, fitted: FittedBenchmark, validation: Probabilities, held_out: Probabilities
) -> PartScores:
    data, seed = fitted.data, context.config.seed
    return PartScores(
        score_with_intervals(validation, data.validation.labels, data.classes, seed=seed),
        score_with_intervals(held_out, data.held_out.labels, data.classes, seed=seed),
        held_out,
    )


def _check(context: Context, elsewhere: Future[Reloaded], here: Probabilities, saved: SavedModel) -> Check:
    try:
        reloaded = elsewhere.result()
    except (ReloadTimedOut, OSError) as error:
        context.diary.warn(f"The model is saved, but it is not proven that it reloads: {error}.")
        return Check.UNKNOWN
    except ModelFolderError as error:
        context.diary.warn(f"The final check could not reload the model: {error}")
        return Check.REFUTED
    same_weights = reloaded.weights_sha256 == saved.weights_sha256
    is_same = same_weights and agrees(np.asarray(reloaded.probabilities), here)
    return Check.PROVEN if is_same else Check.REFUTED


def _verdicts(
    context: Context, fitted: FittedBenchmark, delivered: PartScores, benchmark: PartScores
) -> tuple[Verdict, ...]:
    metric, labels = context.config.metric, fitted.data.held_out.labels
    if metric not in benchmark.held_out:
        return ()
    difference = paired_difference(delivered.probabilities, benchmark.probabilities, labels, metric)
    others = (*_continued_verdict(context, delivered, labels), *_outside_verdicts(context, delivered))
    return (verdict(difference, metric), *others)


def _continued_verdict(context: Context, delivered: PartScores, labels: NDArray[np.int64]) -> tuple[Verdict, ...]:
    """Against the model that this session continued, on the same texts."""
    former = context.config.continue_from
    before = None if former is None else load_held_out(Path(former))
    if before is None or before.shape != delivered.probabilities.shape:
        return ()
    metric = context.config.metric
    difference = paired_difference(delivered.probabilities, before, labels, metric)
    return (verdict(difference, metric, about="model continued"),)


def _own_verdict(context: Context, delivered: PartScores) -> tuple[Verdict, ...]:
    """The benchmark alone is level with itself: no interval makes that more or less true."""
    metric = context.config.metric
    if metric not in delivered.held_out:
        return ()
    value = delivered.held_out[metric].value
    text = f"The n-gram benchmark itself is the delivered model: {METRIC_NAMES[metric]} {value:.3f}."
    return (Verdict("benchmark", "level", text, 0.0, 0.0, 0.0), *_outside_verdicts(context, delivered))


def _outside_verdicts(context: Context, delivered: PartScores) -> list[Verdict]:
    """Against scores from elsewhere: only the delivered model's own interval is known."""
    found = []
    for metric, value in (context.config.outside_scores or {}).items():
        own = delivered.held_out.get(metric)
        if own is not None:
            gap = type(own)(own.value - value, own.low - value, own.high - value)
            if metric == "log_loss":
                gap = type(own)(-gap.value, -gap.high, -gap.low)
            found.append(verdict(gap, metric, about="outside score"))
    return found


def _say_scores(context: Context, fitted: FittedBenchmark, proof: Proof) -> None:
    hashes = {"weights_sha256": proof.saved.weights_sha256, "data_sha256": fitted.data.sha256}
    say_scored(context, "delivered", "validation", proof.delivered.validation, **hashes)
    say_scored(context, "benchmark", "held-out", proof.benchmark.held_out, **hashes)
    say_scored(context, "delivered", "held-out", proof.delivered.held_out, **hashes)


def _manifest_scores(proof: Proof) -> dict[str, object]:
    return {
        "validation": estimates_as_dict(proof.delivered.validation),
        "held_out": estimates_as_dict(proof.delivered.held_out),
    }

"""What a session leaves for people and programs to read: `result.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import has_several_labels
from model.judging.gpu import gpu_verdict
from model.judging.label_scores import taken_for
from model.judging.learning_curve import LearningCurve
from model.judging.scores import confusion, per_class
from model.judging.suspects import labels_verdict
from model.judging.suspects_file import suspects_for_result
from model.protocol.result import (
    ClassScore,
    ClassScores,
    Curve,
    Hashes,
    Machine,
    ModelScores,
    Outcome,
    PromiseOutcome,
    Scores,
    SessionResult,
    Split,
    StageTime,
    TrainingDone,
    VerdictFacts,
    as_facts,
)
from model.protocol.run_folder import RESULT_FILE
from model.session.benchmark_stage import FittedBenchmark, as_intervals
from model.session.context import Context, versions
from model.session.network_stages import Trained
from model.session.promise import promise_of
from model.session.prove_stage import PartScores, Proof
from model.session.stage_log import plain

Counts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """How the session ended: a word that programs know, a sentence for a person, and why early if it was."""

    outcome: Outcome
    message: str
    used_s: float
    early_reason: str = ""


def write_result(
    context: Context, fitted: FittedBenchmark, proof: Proof, trained: Trained, ending: Ending, *, curve: LearningCurve
) -> SessionResult:
    """Write `result.json` whole, and return what it says."""
    result = as_read(_result(context, fitted, proof, trained, ending, curve=curve))
    draft = context.folder / (RESULT_FILE + ".new")
    draft.write_text(result.to_json(), encoding="utf-8", errors="backslashreplace")
    draft.replace(context.folder / RESULT_FILE)
    return result


def as_read(result: SessionResult) -> SessionResult:
    """The result as its readers will find it: a number of NumPy's, or none at all, costs no session its end."""
    return SessionResult.parse(json.dumps(plain(result.as_dict())))


def _result(
    context: Context, fitted: FittedBenchmark, proof: Proof, trained: Trained, ending: Ending, *, curve: LearningCurve
) -> SessionResult:
    order, choices, data = context.order, context.choices, fitted.data
    return SessionResult(
        session_id=context.config.session_id,
        source=order.table.source_name,
        metric=choices.metric,
        seed=choices.seed,
        timebox_s=order.timebox_s,
        used_s=ending.used_s,
        outcome=ending.outcome,
        message=ending.message,
        early_reason=ending.early_reason,
        stages=tuple(as_facts(StageTime, plain(asdict(use))) for use in context.log.stages),
        sample=data.facts.sample,
        cleaning=data.facts.cleaning,
        split=Split(len(data.train), len(data.validation), len(data.held_out)),
        classes=tuple(data.classes),
        with_network=proof.with_network,
        proven=proof.proven_unix is not None,
        proven_unix=proof.proven_unix,
        trained_rows=trained.rows,
        epochs=trained.runs.epochs,
        batch_size=trained.batch_size,
        trainings=tuple(as_facts(TrainingDone, plain(asdict(rung))) for rung in trained.runs.done),
        further_trainings=trained.further,
        hands=trained.hands,
        networks=proof.networks,
        continued=None if order.continue_from is None else str(order.continue_from),
        promise=_promise(context, proof, trained),
        scores=Scores(_scores(proof.benchmark), _scores(proof.delivered)),
        per_class=ClassScores(_per_class(fitted, proof.benchmark), _per_class(fitted, proof.delivered)),
        confusion=_confusion(fitted, proof),
        benchmark=choices.outside_scores,
        verdicts=_verdicts(proof, trained, curve, ending.used_s),
        learning_curve=as_facts(Curve, plain(curve.as_dict())),
        suspects=suspects_for_result(proof.suspects),
        warnings=tuple(context.log.warnings),
        versions=versions(),
        hashes=Hashes(proof.weights_sha256, data.sha256),
        measured=as_facts(Machine, plain(context.measured)),
        several_labels=has_several_labels(data.held_out.labels),
        thresholds=_thresholds(fitted),
        taken_for=_taken_for(fitted, proof),
        word_vectors=context.word_vectors,
        texts_read=context.texts_read,
    )


def _verdicts(proof: Proof, trained: Trained, curve: LearningCurve, used_s: float) -> tuple[VerdictFacts, ...]:
    labels, gpu = labels_verdict(proof.suspects), gpu_verdict(trained.runs.steps_s, used_s)
    return tuple(
        as_facts(VerdictFacts, plain(asdict(verdict))) for verdict in (*proof.verdicts, curve.verdict, labels, gpu)
    )


def _promise(context: Context, proof: Proof, trained: Trained) -> PromiseOutcome | None:
    """Whether the gain that the session continued had promised came true."""
    former = context.order.continue_from
    if former is None or not trained.runs.done:
        return None
    more_s = sum(rung.train_s for rung in trained.runs.done)
    delivered, metric = proof.delivered.validation, context.choices.metric
    return promise_of(former, more_s=more_s, delivered=delivered, metric=metric)


def _scores(part: PartScores) -> ModelScores:
    return ModelScores(as_intervals(part.validation), as_intervals(part.held_out))


def _per_class(fitted: FittedBenchmark, part: PartScores) -> tuple[ClassScore, ...]:
    data = fitted.data
    thresholds = fitted.model.decision.thresholds
    return tuple(per_class(part.probabilities, data.held_out.labels, data.classes, thresholds))


def _confusion(fitted: FittedBenchmark, proof: Proof) -> Counts:
    """Empty where a text may have several labels: none of them is in the place of another."""
    data = fitted.data
    if has_several_labels(data.held_out.labels):
        return ()
    return _as_counts(confusion(proof.delivered.probabilities, data.held_out.labels, len(data.classes)))


def _taken_for(fitted: FittedBenchmark, proof: Proof) -> Counts:
    labels = fitted.data.held_out.labels
    if not has_several_labels(labels):
        return ()
    return _as_counts(taken_for(proof.delivered.probabilities, labels, fitted.model.decision.thresholds))


def _as_counts(counts: NDArray[np.int64]) -> Counts:
    return tuple(tuple(int(rows) for rows in row) for row in counts)


def _thresholds(fitted: FittedBenchmark) -> tuple[float, ...]:
    thresholds = fitted.model.decision.thresholds
    return () if thresholds is None else tuple(map(float, thresholds))

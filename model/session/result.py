"""What a session leaves for people and programs to read: `result.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from model.judging.gpu import gpu_verdict
from model.judging.intervals import Verdict
from model.judging.learning_curve import LearningCurve
from model.judging.scores import confusion, per_class
from model.judging.suspects import labels_verdict
from model.judging.suspects_file import suspects_for_result
from model.run_folder import RESULT_FILE
from model.session.benchmark_stage import FittedBenchmark, estimates_as_dict
from model.session.context import Context, versions
from model.session.diary import plain
from model.session.network_stages import Trained
from model.session.promise import promise_of
from model.session.proofs import Probabilities
from model.session.prove_stage import PartScores, Proof


@dataclass(frozen=True, slots=True)
class Ending:
    """How the session ended, in a word that programs know and a sentence for a person."""

    outcome: str
    message: str
    used_s: float


def write_result(
    context: Context, fitted: FittedBenchmark, proof: Proof, trained: Trained, ending: Ending, *, curve: LearningCurve
) -> dict[str, Any]:
    """Write `result.json` whole, and return what it says."""
    result = plain(_result(context, fitted, proof, trained, ending, curve=curve))
    draft = context.folder / (RESULT_FILE + ".new")
    draft.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8", errors="backslashreplace")
    draft.replace(context.folder / RESULT_FILE)
    return dict(result)


def _result(
    context: Context, fitted: FittedBenchmark, proof: Proof, trained: Trained, ending: Ending, *, curve: LearningCurve
) -> dict[str, Any]:
    config, data = context.config, fitted.data
    return {
        "session_id": config.session_id,
        "source": config.source_name,
        "metric": config.metric,
        "seed": config.seed,
        "timebox_s": config.timebox_s,
        "used_s": ending.used_s,
        "outcome": ending.outcome,
        "message": ending.message,
        "stages": [asdict(use) for use in context.diary.stages],
        **data.facts,
        "split": {name: len(part) for name, part in _parts(fitted).items()},
        "classes": list(data.classes),
        "with_network": proof.with_network,
        "proven": proof.proven_unix is not None,
        "proven_unix": proof.proven_unix,
        "trained_rows": trained.rows,
        "epochs": trained.climb.epochs,
        "batch_size": trained.batch_size,
        "trainings": [asdict(rung) for rung in trained.climb.done],
        "continued": context.config.continue_from,
        "promise": _promise(context, proof, trained),
        "scores": {"benchmark": _scores(proof.benchmark), "delivered": _scores(proof.delivered)},
        "per_class": {name: _per_class(fitted, part.probabilities) for name, part in _models(proof).items()},
        "confusion": confusion(proof.delivered.probabilities, data.held_out.labels, len(data.classes)),
        "benchmark": config.outside_scores or {},
        "verdicts": [asdict(verdict) for verdict in _verdicts(proof, trained, curve, ending.used_s)],
        "learning_curve": curve.as_dict(),
        "suspects": suspects_for_result(proof.suspects),
        "warnings": context.diary.warnings,
        "versions": versions(),
        "hashes": {"weights_sha256": proof.weights_sha256, "data_sha256": data.sha256},
        "measured": context.measured,
    }


def _verdicts(proof: Proof, trained: Trained, curve: LearningCurve, used_s: float) -> tuple[Verdict, ...]:
    labels, gpu = labels_verdict(proof.suspects), gpu_verdict(trained.climb.steps_s, used_s)
    return (*proof.verdicts, curve.verdict, labels, gpu)


def _promise(context: Context, proof: Proof, trained: Trained) -> dict[str, Any] | None:
    """Whether the gain that the session continued had promised came true."""
    former = context.config.continue_from
    if former is None or not trained.climb.done:
        return None
    more_s = sum(rung.train_s for rung in trained.climb.done)
    delivered, metric = proof.delivered.validation, context.config.metric
    found = promise_of(Path(former), more_s=more_s, delivered=delivered, metric=metric)
    return None if found is None else found.as_dict()


def _parts(fitted: FittedBenchmark) -> dict[str, Any]:
    data = fitted.data
    return {"train": data.train, "validation": data.validation, "held_out": data.held_out}


def _models(proof: Proof) -> dict[str, PartScores]:
    return {"benchmark": proof.benchmark, "delivered": proof.delivered}


def _scores(part: PartScores) -> dict[str, Any]:
    return {"validation": estimates_as_dict(part.validation), "held_out": estimates_as_dict(part.held_out)}


def _per_class(fitted: FittedBenchmark, probabilities: Probabilities) -> list[dict[str, Any]]:
    data = fitted.data
    return [asdict(score) for score in per_class(probabilities, data.held_out.labels, data.classes)]

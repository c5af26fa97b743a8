"""The final check: the last model is proven and takes its place, or the one proven before it stays; then the scores.

The held-out part is read once, here, and its n-grams are counted once for both models. The last model labels it while a
fresh process proves that it reloads; where that fails, the model that lies in the folder does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from model.arrays import Floats
from model.folder.artifact import weights_sha256
from model.folder.manifest import read_manifest, with_scores
from model.folder.predictor import load_model
from model.judging.intervals import Verdict, paired_difference, score_with_intervals, verdict
from model.judging.suspects import NOT_LOOKED, SuspectLabels
from model.protocol.manifest import Manifest
from model.protocol.metrics import METRIC_NAMES, lower_is_better
from model.protocol.result import About, Interval, Standing
from model.session.benchmark_stage import Estimates, FittedBenchmark, as_intervals, say_scored
from model.session.context import Context
from model.session.data_stages import Part
from model.session.proofs import Check, Probabilities, Proofs, ToProve, predictions
from model.session.proving import NEAR_TIMES
from model.session.resume import load_held_out, make_room
from model.training.lately import Way
from model.training.members import LABELLED

LEAST_REST_S = 0.7  # kept behind the last proof, on the quickest machine
JUDGED_SHARE = 0.6  # of judging comes behind the proof; the benchmark's part is done while it goes on


@dataclass(frozen=True, slots=True)
class PartScores:
    """Scores of one model: on validation, and on the held-out part."""

    validation: Estimates
    held_out: Estimates
    probabilities: Probabilities  # (held-out rows, classes)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the final check found out about the model that lies in the folder.

    `proven_unix` is when a fresh process reloaded it with the same predictions; None where none did.
    """

    weights_sha256: str
    benchmark: PartScores
    delivered: PartScores
    verdicts: tuple[Verdict, ...]
    with_network: bool
    proven_unix: float | None
    suspects: SuspectLabels = NOT_LOOKED
    networks: int = 0


def hand_over(context: Context, proofs: Proofs, last: ToProve) -> None:
    """Have a fresh process reload the last model, unless it is proven already; what else is to be done goes on."""
    sha256 = weights_sha256(last.delivered)
    if proofs.asked_about not in (None, sha256):  # an earlier one: a moment for it, should the last one fail
        proofs.settle(wait_s=context.box.left_s(_rest_s(context) + NEAR_TIMES * proofs.needed_s()))
    if proofs.is_proven(sha256) or proofs.asked_about == sha256:
        return
    try:
        _ask(context, proofs, last)
    except OSError as error:
        context.log.warn(f"The last save failed ({error.strerror}): the model saved before it is delivered.")


def _ask(context: Context, proofs: Proofs, last: ToProve) -> None:
    def timeout_s() -> float:
        return max(LEAST_REST_S, context.box.left_s(_rest_s(context)))

    try:
        proofs.ask(last, timeout_s)
    except OSError:
        make_room(context.folder)
        proofs.ask(last, timeout_s)


def _rest_s(context: Context) -> float:
    """What is still to be done behind the proof."""
    return LEAST_REST_S + JUDGED_SHARE * context.lately.now_s(Way.JUDGE)


def judge(context: Context, fitted: FittedBenchmark, proofs: Proofs) -> Proof:
    """Wait for the proof, then score what lies in the folder."""
    logits = fitted.model.logits(fitted.data.held_out.texts)  # while the fresh process labels
    benchmark, last = _score_benchmark(context, fitted, logits), _label_last(context, fitted, proofs, logits)
    check = proofs.settle(wait_s=context.box.left_s())
    manifest = read_manifest(context.folder)
    _say_unproven(context, proofs, manifest, check)
    delivered = _score(context, fitted, manifest, benchmark, last)
    verdicts = (
        _verdicts(context, fitted, delivered, benchmark) if manifest.has_network else _own_verdict(context, delivered)
    )
    proven_unix = proofs.proven.unix_s if proofs.proven and proofs.is_proven(manifest.weights_sha256) else None
    networks = len(manifest.description.networks)
    proof = Proof(manifest.weights_sha256, benchmark, delivered, verdicts, networks > 0, proven_unix, networks=networks)
    _note_predicting(context, fitted, networks)
    _say_scores(context, fitted, proof)
    with_scores(context.folder, _manifest_scores(proof))
    return proof


def _note_predicting(context: Context, fitted: FittedBenchmark, networks: int) -> None:
    """What labelling texts like these takes with the model delivered, by what its proof took."""
    if not networks:
        return
    context.lately.networks = networks
    texts = max(1, len(fitted.data.validation) + len(fitted.data.held_out))
    label_s = context.lately.now_s(Way.LABEL)
    context.measured["predict_s"] = context.lately.now_s(Way.START) + max(1.0, LABELLED / texts) * label_s


def _say_unproven(context: Context, proofs: Proofs, manifest: Manifest, check: Check | None) -> None:
    """What is delivered in place of a model that could not be proven."""
    if check in (None, Check.PROVEN):
        return
    before = proofs.proven
    if before is None or not proofs.is_proven(manifest.weights_sha256):
        context.log.warn(f"The model is saved, but it is not proven that it reloads: {proofs.why_not}.")
        return
    what = "model with a network" if manifest.has_network else "n-gram benchmark"
    why = "did not reload as it was saved" if check is Check.REFUTED else "could not be proven to reload"
    context.log.warn(
        f"The last model {why} ({proofs.why_not}): delivered is the {what} that was proven at {before.clock}."
    )


@dataclass(frozen=True, slots=True)
class _Labelled:
    """What the model of a hash says, (rows, classes) each."""

    weights_sha256: str
    validation: Probabilities
    held_out: Probabilities


def _label_last(context: Context, fitted: FittedBenchmark, proofs: Proofs, logits: Floats) -> _Labelled | None:
    """What the last model says of the held-out part; None where that is the benchmark, or nobody here made it.

    `logits` are the benchmark's of that part.
    """
    proven = proofs.proven.model if proofs.proven else None
    last = proofs.model_asked_about or proven
    if last is None or last.delivered.network is None or last.delivered.benchmark is not fitted.model:
        return None
    begun_s = context.box.awake_s()
    held_out = predictions(last.delivered, fitted.data.held_out.texts, benchmark=logits)
    context.lately.note(Way.HELD_OUT, context.box.awake_s() - begun_s)
    return _Labelled(weights_sha256(last.delivered), last.validation, held_out)


def _score(
    context: Context, fitted: FittedBenchmark, manifest: Manifest, benchmark: PartScores, last: _Labelled | None
) -> PartScores:
    """Scores of the model as it lies in the folder."""
    if manifest.weights_sha256 == weights_sha256(fitted.delivered()):
        return benchmark
    if last is None or last.weights_sha256 != manifest.weights_sha256:
        last = _labelled_by_folder(context, fitted)
    return _part_scores(context, fitted, last.validation, last.held_out)


def _labelled_by_folder(context: Context, fitted: FittedBenchmark) -> _Labelled:
    """By a model proven before the last one, or one that an earlier worker, or an earlier session, has left."""
    predictor = load_model(context.folder)
    return _Labelled(
        predictor.weights_sha256,
        predictor.probabilities(fitted.data.validation.texts, normalised=True),
        predictor.probabilities(fitted.data.held_out.texts, normalised=True),
    )


def _score_benchmark(context: Context, fitted: FittedBenchmark, logits: Floats) -> PartScores:
    held_out = fitted.model.decision.probabilities(logits)
    return PartScores(fitted.validation, _scores(context, fitted, fitted.data.held_out, held_out), held_out)


def _part_scores(
    context: Context, fitted: FittedBenchmark, validation: Probabilities, held_out: Probabilities
) -> PartScores:
    data = fitted.data
    return PartScores(
        _scores(context, fitted, data.validation, validation),
        _scores(context, fitted, data.held_out, held_out),
        held_out,
    )


def _scores(context: Context, fitted: FittedBenchmark, part: Part, probabilities: Probabilities) -> Estimates:
    thresholds, seed = fitted.model.decision.thresholds, context.choices.seed
    return score_with_intervals(probabilities, part.labels, fitted.data.classes, thresholds=thresholds, seed=seed)


def _verdicts(
    context: Context, fitted: FittedBenchmark, delivered: PartScores, benchmark: PartScores
) -> tuple[Verdict, ...]:
    metric, labels = context.choices.metric, fitted.data.held_out.labels
    if metric not in benchmark.held_out:
        return ()
    thresholds = fitted.model.decision.thresholds
    difference = paired_difference(
        delivered.probabilities, benchmark.probabilities, labels, metric, thresholds=thresholds
    )
    others = (*_continued_verdict(context, fitted, delivered), *_outside_verdicts(context, delivered))
    return (verdict(difference, metric), *others)


def _continued_verdict(context: Context, fitted: FittedBenchmark, delivered: PartScores) -> tuple[Verdict, ...]:
    """Against the model that this session continued, on the same texts."""
    former = context.order.continue_from
    before = None if former is None else load_held_out(Path(former))
    if before is None or before.shape != delivered.probabilities.shape:
        return ()
    metric, labels, thresholds = context.choices.metric, fitted.data.held_out.labels, fitted.model.decision.thresholds
    difference = paired_difference(delivered.probabilities, before, labels, metric, thresholds=thresholds)
    return (verdict(difference, metric, about=About.CONTINUED),)


def _own_verdict(context: Context, delivered: PartScores) -> tuple[Verdict, ...]:
    """The benchmark alone is level with itself: no interval makes that more or less true."""
    metric = context.choices.metric
    if metric not in delivered.held_out:
        return ()
    value = delivered.held_out[metric].value
    text = f"The n-gram benchmark itself is the delivered model: {METRIC_NAMES[metric]} {value:.3f}."
    return (Verdict(About.BENCHMARK, Standing.LEVEL, text, 0.0, 0.0, 0.0), *_outside_verdicts(context, delivered))


def _outside_verdicts(context: Context, delivered: PartScores) -> list[Verdict]:
    """Against scores from elsewhere: only the delivered model's own interval is known."""
    verdicts = []
    for metric, value in context.choices.outside_scores.items():
        own = delivered.held_out.get(metric)
        if own is not None:
            gap = type(own)(own.value - value, own.low - value, own.high - value)
            if lower_is_better(metric):
                gap = type(own)(-gap.value, -gap.high, -gap.low)
            verdicts.append(verdict(gap, metric, about=About.OUTSIDE))
    return verdicts


def _say_scores(context: Context, fitted: FittedBenchmark, proof: Proof) -> None:
    """Each with the weights that it belongs to: a network may well have the benchmark's score, and is not it."""
    hashes = {"weights_sha256": proof.weights_sha256, "data_sha256": fitted.data.sha256}
    of_benchmark = {**hashes, "weights_sha256": weights_sha256(fitted.delivered())}
    say_scored(context, "delivered", "validation", proof.delivered.validation, **hashes)
    say_scored(context, "benchmark", "held-out", proof.benchmark.held_out, **of_benchmark)
    say_scored(context, "delivered", "held-out", proof.delivered.held_out, **hashes)


def _manifest_scores(proof: Proof) -> dict[str, dict[str, Interval]]:
    return {
        "validation": as_intervals(proof.delivered.validation),
        "held_out": as_intervals(proof.delivered.held_out),
    }

"""The model as it would be delivered now: the benchmark, with the network on top where validation says it helps."""

from __future__ import annotations

from model.folder.artifact import Delivered
from model.network.network_weights import NetworkWeights
from model.ngram.calibration import softmax
from model.session.benchmark_stage import FittedBenchmark
from model.session.proofs import ToProve, predictions
from model.session.smoke_stage import Trial
from model.training.progress import Candidate


def best_so_far(metric: str, fitted: FittedBenchmark, trial: Trial, best: Candidate, *, what: str) -> ToProve:
    """The best moment of the trainings, with what it said of validation when it was chosen."""
    validation = softmax(best.logits + fitted.model.decision_shift)
    return ToProve(delivered_with(fitted, trial, best.network), validation, what, best.validation.scores.get(metric))


def as_it_is(delivered: Delivered, fitted: FittedBenchmark) -> ToProve:
    """A model that no training of this session has chosen: it says here what it says of validation."""
    return ToProve(delivered, predictions(delivered, fitted.data.validation.texts), "delivered")


def delivered_with(fitted: FittedBenchmark, trial: Trial, network: NetworkWeights | None) -> Delivered:
    """The benchmark with the network on top of it; alone where there is none."""
    if network is None:
        return fitted.delivered()
    return Delivered(fitted.data.classes, fitted.model, trial.encoded.vocabulary, network, trial.encoded.max_tokens)

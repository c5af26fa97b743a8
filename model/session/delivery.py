"""The model as it would be delivered now: the benchmark, with the network on top where validation says it helps."""

from __future__ import annotations

from model.folder.artifact import Delivered
from model.session.benchmark_stage import FittedBenchmark
from model.session.proofs import ToProve, predictions
from model.session.smoke_stage import Trial, delivered_with
from model.training.progress import Candidate


def best_so_far(metric: str, fitted: FittedBenchmark, trial: Trial, best: Candidate, *, what: str) -> ToProve:
    """The best moment of the trainings, with what it said of validation when it was chosen."""
    validation, score = fitted.model.decision.probabilities(best.logits), best.validation.scores.get(metric)
    return ToProve(delivered_with(fitted, trial.encoded, best.networks), validation, what, score)


def as_it_is(delivered: Delivered, fitted: FittedBenchmark) -> ToProve:
    """A model that no training of this session has chosen: it says here what it says of validation."""
    return ToProve(delivered, predictions(delivered, fitted.data.validation.texts), "delivered")

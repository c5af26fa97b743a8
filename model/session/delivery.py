"""The model as it would be delivered now: the benchmark, with the network on top where validation says it helps."""

from __future__ import annotations

from model.folder.artifact import Delivered, save_model
from model.network.network_weights import NetworkWeights
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context, provenance
from model.session.smoke_stage import Trial


def save_delivered(context: Context, fitted: FittedBenchmark, trial: Trial) -> str:
    """Save it; the hash of its weights."""
    saved = save_model(
        context.folder,
        delivered_with(fitted, trial, trial.learner.deliver().network),
        scores={},
        provenance=provenance(context, fitted.data.sha256),
    )
    return str(saved.weights_sha256)


def delivered_with(fitted: FittedBenchmark, trial: Trial, network: NetworkWeights | None) -> Delivered:
    """The benchmark with the network on top of it; alone where there is none."""
    if network is None:
        return fitted.delivered()
    return Delivered(fitted.data.classes, fitted.model, trial.encoded.vocabulary, network, trial.encoded.max_tokens)

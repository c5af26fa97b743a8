"""The stages that learn, on texts with several labels: from the matrix of labels to a proven model, and its curve."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.folder.manifest import read_manifest
from model.folder.predictor import load_model
from model.judging.learning_curve import Rung
from model.judging.scores import metric_value
from model.protocol.result import DataFacts
from model.protocol.run_folder import MANIFEST_FILE
from model.session.benchmark_stage import FittedBenchmark, run_benchmark
from model.session.curve_stage import ShortTrainings, draw_curve
from model.session.data_stages import Part, SessionData
from model.session.delivery import best_so_far
from model.session.early_stop import WhyEarly
from model.session.proofs import Proofs
from model.session.prove_stage import hand_over, judge
from model.session.smoke_stage import Trial, encode_texts, new_trial
from model.training.plan import ProofTimes
from model.training.training_set import TrainingTime
from tests.unit.made_models import LABELS, made_label_texts, made_labels
from tests.unit.proven_sessions import MadeSession, made_label_fitted


def _data() -> SessionData:
    """The last label is told by two words together, which the n-gram model counts and the network reads."""
    parts = []
    for seed, rows in enumerate((400, 100, 100)):
        texts, labels = list(made_label_texts(rows, seed)), made_labels(rows, seed)
        labels[:, 2] = labels[:, 0] & labels[:, 1]
        parts.append(Part([text.replace(" far", "") for text in texts], labels))
    return SessionData(LABELS, *parts, "ff", DataFacts())


def _trained(session: MadeSession) -> tuple[FittedBenchmark, Trial]:
    """A benchmark and a network, really trained, for a few passes."""
    (session.folder / MANIFEST_FILE).unlink()
    fitted = run_benchmark(session.context, _data())
    trial = new_trial(session.context, fitted, encode_texts(fitted, 8), ProofTimes(0.1, 0.1))
    trial.learner.train(TrainingTime(400, lambda: 0.0, epochs=4, peak_rate=0.01))
    return fitted, trial


def test_a_network_on_several_labels_is_trained_proven_and_scored(tmp_path: Path) -> None:
    """What is delivered says of validation what was said when it was chosen, and never less than the benchmark."""
    session = MadeSession(tmp_path, timebox_s=600.0, fitted=made_label_fitted())
    fitted, trial = _trained(session)
    assert trial.encoded.training.labels.shape == (400, 3)
    assert trial.encoded.shape.classes == 3
    session.proofs = Proofs(session.context, fitted)
    best = trial.learner.best
    assert best is not None
    to_prove = best_so_far("macro_f1", fitted, trial, best, what="delivered")
    hand_over(session.context, session.proofs, to_prove)
    proof = judge(session.context, fitted, session.proofs)
    assert proof.proven_unix is not None
    assert not session.context.log.warnings
    predictor, part = load_model(tmp_path), fitted.data.validation
    here = predictor.probabilities(part.texts, normalised=True)
    np.testing.assert_allclose(here, to_prove.validation, atol=1e-5)
    value = metric_value("macro_f1", here, part.labels, thresholds=predictor.thresholds)
    assert value == pytest.approx(best.validation.scores["macro_f1"])
    assert value >= fitted.validation["macro_f1"].value
    assert proof.delivered.held_out["macro_f1"].value > 0.85
    assert read_manifest(tmp_path).format_version == 2


def test_the_curve_of_several_labels_is_drawn_with_their_thresholds(tmp_path: Path) -> None:
    """Each point is the score of the labels that the model would say."""
    session = MadeSession(tmp_path, timebox_s=600.0, fitted=made_label_fitted())
    fitted = replace(session.fitted, data=_data())
    labels = fitted.data.validation.labels
    random = np.random.default_rng(0)
    rungs = [
        Rung(float(seconds), 400, seconds / 10, np.clip(0.4 * labels + random.normal(0.25, spread, labels.shape), 0, 1))
        for seconds, spread in ((10, 0.3), (30, 0.25), (90, 0.2))
    ]
    curve = draw_curve(session.context, fitted, ShortTrainings(), rungs, WhyEarly())
    thresholds = fitted.model.decision.thresholds
    expected = [metric_value("macro_f1", rung.probabilities, labels, thresholds=thresholds) for rung in rungs]
    assert [point.value for point in curve.points] == pytest.approx(expected)
    at_half = [metric_value("macro_f1", rung.probabilities, labels) for rung in rungs]
    assert expected != pytest.approx(at_half)

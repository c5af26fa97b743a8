"""Several labels a row: probabilities that hold, and thresholds that suit a metric and no single row."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.judging.decision import sigmoid
from model.judging.scores import metric_value
from model.ngram.calibration import calibrate, decision_shift

Drawn = tuple[NDArray[np.float64], NDArray[np.int8]]


def _drawn(rows: int = 6_000, rare: tuple[float, ...] = (0.0, -1.0, -3.0), seed: int = 0) -> Drawn:
    """True logits (rows, labels), of rising rareness, and labels drawn from their probabilities."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 2.0, (rows, len(rare))) + rare
    return logits, (random.random(logits.shape) < sigmoid(logits)).astype(np.int8)


def _loss(logits: NDArray[np.floating], labels: NDArray[np.int8]) -> float:
    return metric_value("log_loss", sigmoid(logits), labels)


def test_each_label_gets_its_own_scale_and_shift_back() -> None:
    """One is far too sure, one too unsure, one too low: log loss is nearly that of the true logits again."""
    logits, labels = _drawn()
    found = calibrate(logits * (4.0, 0.5, 1.0) - (0.0, 0.0, 2.0), labels)
    assert found.scale * np.array([4.0, 0.5, 1.0]) == pytest.approx(np.ones(3), rel=0.12)
    assert found.shift == pytest.approx([0, 0, 2.0], abs=0.3)
    assert _loss(found.apply(logits * (4.0, 0.5, 1.0) - (0.0, 0.0, 2.0)), labels) < _loss(logits, labels) + 1e-3


def test_a_label_of_few_rows_takes_the_scale_of_the_others() -> None:
    """Four positives that lie well do not make it sure: its scale stays near the common one."""
    logits, labels = _drawn(1_000, (0.0, 0.0, 0.0, -9.0))
    labels[:, 3] = 0
    labels[np.argsort(-logits[:, 3])[:4], 3] = 1
    scale = np.asarray(calibrate(2 * logits, labels).scale)
    assert scale[:3] == pytest.approx([0.5] * 3, rel=0.2)
    assert 0.25 < scale[3] < 1.2


def test_a_label_that_no_row_has_or_that_every_row_has_is_no_error() -> None:
    """Its numbers stay finite."""
    logits, labels = _drawn(200)
    labels[:, 0], labels[:, 1] = 0, 1
    found = calibrate(logits, labels)
    for metric in ("macro_f1", "micro_f1", "jaccard", "exact_match", "log_loss"):
        assert np.isfinite(decision_shift(found.apply(logits), labels, metric)).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000), st.integers(2, 6), st.floats(0.05, 20))
def test_calibration_never_makes_its_own_rows_much_worse(seed: int, count: int, size: float) -> None:
    """Whatever the labels."""
    random = np.random.default_rng(seed)
    logits, labels = size * random.normal(size=(80, count)), random.integers(0, 2, (80, count))
    assert _loss(calibrate(logits, labels).apply(logits), labels) <= _loss(logits, labels) + 0.02


@pytest.mark.parametrize("metric", ["macro_f1", "micro_f1", "jaccard", "exact_match"])
def test_thresholds_serve_their_metric_on_new_rows(metric: str) -> None:
    """At least as good as one half everywhere, and for F1 better by points."""
    logits, labels = _drawn()
    thresholds = sigmoid(-decision_shift(logits, labels, metric))
    new_logits, new_labels = _drawn(seed=1)
    at_half, fitted = (metric_value(metric, sigmoid(new_logits), new_labels, at) for at in (None, thresholds))
    assert fitted > at_half + (0.01 if metric.endswith("f1") else -0.004)


def test_thresholds_of_f1_are_about_half_of_the_best_f1() -> None:
    """As Lipton et al. (2014) derive it, for each label its own: a rare one is said much earlier."""
    logits, labels = _drawn(20_000)
    thresholds = sigmoid(-decision_shift(logits, labels, "macro_f1"))
    for place, threshold in enumerate(thresholds):
        said, has = sigmoid(logits[:, place]) >= threshold, labels[:, place] == 1
        best = 2 * (said & has).sum() / (said.sum() + has.sum())
        assert threshold == pytest.approx(best / 2, abs=0.06)
    assert thresholds[2] < thresholds[0]


def test_a_single_lucky_row_decides_no_threshold() -> None:
    """Two positives that score highest would have it near their own score; what is expected counts more."""
    random = np.random.default_rng(0)
    logits = np.stack((random.normal(-4, 1, 3_000), random.normal(-1, 1, 3_000)), axis=1)
    labels = (random.random(logits.shape) < sigmoid(logits)).astype(np.int8)
    expected = sigmoid(-decision_shift(logits, labels, "macro_f1"))[0]
    labels[:, 0] = 0
    labels[np.argsort(-logits[:, 0])[:2], 0] = 1
    lucky = sigmoid(-decision_shift(logits, labels, "macro_f1"))[0]
    assert lucky == pytest.approx(expected, abs=0.05)
    assert lucky < np.sort(sigmoid(logits[:, 0]))[-3]


@pytest.mark.parametrize("metric", ["mean_roc_auc", "log_loss"])
def test_metrics_of_probabilities_leave_one_half(metric: str) -> None:
    """No threshold matters to them."""
    assert not decision_shift(*_drawn(500), metric).any()


@pytest.mark.parametrize("metric", ["micro_f1", "jaccard", "exact_match"])
def test_metrics_of_all_labels_together_have_one_threshold(metric: str) -> None:
    """Each label is worth the same there."""
    assert np.ptp(decision_shift(*_drawn(500), metric)) == 0

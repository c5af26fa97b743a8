"""Raw scores turned into probabilities, and into decisions that suit a metric."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from scipy.special import log_softmax as reference_log_softmax

from model.judging.decision import log_softmax, softmax
from model.judging.scores import metric_value
from model.ngram.calibration import calibrate, decision_shift


def _drawn_labels(logits: NDArray[np.float64], seed: int = 0) -> NDArray[np.int64]:
    """Labels (rows,) drawn from the probabilities that logits (rows, classes) stand for."""
    random = np.random.default_rng(seed)
    return np.argmax(logits + random.gumbel(size=logits.shape), axis=1)


def _logits(rows: int = 4_000, classes: int = 3, seed: int = 1) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(0, 1.5, (rows, classes))


@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-800, 800)))
def test_probabilities_equal_scipy_and_sum_to_one(logits: NDArray[np.float64]) -> None:
    """Whatever the size of the logits, nothing overflows."""
    np.testing.assert_allclose(log_softmax(logits), reference_log_softmax(logits, axis=1), atol=1e-9)
    np.testing.assert_allclose(softmax(logits).sum(axis=1), 1)


def test_scores_that_are_far_too_sure_are_brought_back() -> None:
    """Logits ten times too large get a tenth as their scale, and their log loss is that of the true ones again."""
    logits = _logits()
    labels = _drawn_labels(logits)
    found = calibrate(10 * logits, labels)
    assert found.scale == pytest.approx(0.1, rel=0.1)
    mended = metric_value("log_loss", softmax(found.apply(10 * logits)), labels)
    assert mended <= metric_value("log_loss", softmax(logits), labels) + 1e-3


def test_a_shift_of_one_class_is_found() -> None:
    """A class whose scores are too low by two is lifted by about two."""
    logits = _logits()
    labels = _drawn_labels(logits)
    found = calibrate(logits - np.array([0, 2, 0]), labels)
    np.testing.assert_allclose(found.shift - found.shift[0], [0, 2, 0], atol=0.25)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000), st.integers(2, 6), st.floats(0.05, 20))
def test_calibration_never_makes_its_own_rows_much_worse(seed: int, classes: int, size: float) -> None:
    """Log loss on the rows it was chosen on falls or stays, whatever the labels."""
    random = np.random.default_rng(seed)
    logits, labels = size * random.normal(size=(80, classes)), random.integers(0, classes, 80)
    after = metric_value("log_loss", softmax(calibrate(logits, labels).apply(logits)), labels)
    assert after <= metric_value("log_loss", softmax(logits), labels) + 1e-3


def test_calibration_keeps_the_scale_positive_even_for_scores_that_mislead() -> None:
    """Scores that point the wrong way are made unsure, never turned round."""
    labels = np.array([0, 1] * 50)
    found = calibrate(-5 * np.eye(2)[labels], labels)
    assert 0 < found.scale < 0.1


def test_a_class_without_rows_is_no_error() -> None:
    """Its shift stays finite."""
    found = calibrate(_logits(60), np.array([0, 1] * 30))
    assert np.isfinite(found.shift).all()


def _rare_class() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Calibrated logits (rows, 2) for a class of about 7 %."""
    logits = np.random.default_rng(3).normal(0, 1.2, (6_000, 2)) + np.log([0.93, 0.07])
    return logits, _drawn_labels(logits)


def test_decisions_for_macro_f1_favour_a_rare_class() -> None:
    """A class of 7 % is said more often than its probability alone would have it, and macro-F1 rises by points."""
    logits, labels = _rare_class()
    shift = decision_shift(logits, labels, "macro_f1")
    assert shift[1] > shift[0] + 0.5
    plain, shifted = (metric_value("macro_f1", softmax(logits + added), labels) for added in (0, shift))
    assert shifted > plain + 0.03


@pytest.mark.parametrize("metric", ["accuracy", "roc_auc", "log_loss"])
def test_other_metrics_take_the_probabilities_as_they_are(metric: str) -> None:
    """No shift for accuracy, ROC-AUC and log loss."""
    assert not decision_shift(*_rare_class(), metric).any()


def test_balanced_classes_need_no_shift() -> None:
    """With as many rows of each class there is nothing to make up for."""
    logits = _logits(300)
    assert not decision_shift(logits, np.arange(300) % 3, "macro_f1").any()

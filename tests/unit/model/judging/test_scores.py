"""Scores against scikit-learn, with weights as repeated rows."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as reference

from model.judging.scores import confusion, metric_value, metrics_for, per_class, weighted_metric
from model.protocol.metrics import better

CLASSES = ("no", "perhaps", "yes")
Rows = tuple[NDArray[np.float64], NDArray[np.int64]]


@st.composite
def _rows(draw: st.DrawFn, class_count: int | None = None) -> Rows:
    """Probabilities (rows, classes), ties included, and labels (rows,)."""
    classes = class_count or draw(st.integers(2, 5))
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    rows = draw(st.integers(1, 40))
    raw = random.integers(1, draw(st.sampled_from([3, 100])), (rows, classes)).astype(float)
    return raw / raw.sum(axis=1, keepdims=True), random.integers(0, classes, rows)


@given(_rows())
def test_accuracy_macro_f1_and_log_loss_equal_scikit_learn(rows: Rows) -> None:
    """On any probabilities and labels, a class without rows included."""
    probabilities, labels = rows
    predicted = probabilities.argmax(axis=1)
    assert metric_value("accuracy", *rows) == pytest.approx(reference.accuracy_score(labels, predicted))
    expected = reference.f1_score(labels, predicted, average="macro", zero_division=0)
    assert metric_value("macro_f1", *rows) == pytest.approx(expected)
    every = range(probabilities.shape[1])
    assert metric_value("log_loss", *rows) == pytest.approx(reference.log_loss(labels, probabilities, labels=every))


@given(_rows(class_count=2))
def test_roc_auc_equals_scikit_learn(rows: Rows) -> None:
    """Ties between the classes count half."""
    probabilities, labels = rows
    assume(len(set(labels)) == 2)
    assert metric_value("roc_auc", *rows) == pytest.approx(reference.roc_auc_score(labels, probabilities[:, 1]))


@given(_rows(class_count=2), st.sampled_from(["accuracy", "macro_f1", "log_loss", "roc_auc"]), st.data())
def test_a_weight_is_how_often_a_row_counts(rows: Rows, metric: str, data: st.DataObject) -> None:
    """Weighing rows gives what repeating them gives: a bootstrap resample needs no copy."""
    probabilities, labels = rows
    weights = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(labels), max_size=len(labels))))
    assume(weights.sum() > 0)
    repeated = np.repeat(np.arange(len(labels)), weights)
    found = weighted_metric(metric, probabilities, labels, np.stack([weights, np.ones_like(weights)]))
    expected = [metric_value(metric, probabilities[repeated], labels[repeated]), metric_value(metric, *rows)]
    np.testing.assert_allclose(found, expected, rtol=1e-9, equal_nan=True)


@given(_rows(), st.floats(0.01, 0.5))
def test_the_size_of_the_weights_does_not_matter(rows: Rows, size: float) -> None:
    """A small weight for every row is the same as one for every row."""
    weights = np.full((1, len(rows[1])), size)
    for metric in ("accuracy", "macro_f1", "log_loss"):
        assert weighted_metric(metric, *rows, weights)[0] == pytest.approx(metric_value(metric, *rows))


def test_roc_auc_is_unknown_where_a_class_is_missing() -> None:
    """Not a number rather than an invented one, and it is not among the metrics of such rows."""
    labels = np.zeros(4, np.int64)
    assert np.isnan(metric_value("roc_auc", np.full((4, 2), 0.5), labels))
    assert "roc_auc" not in metrics_for(labels, 2)
    assert "roc_auc" in metrics_for(np.array([0, 1]), 2)
    assert "roc_auc" not in metrics_for(np.array([0, 1]), 3)


def test_a_certain_mistake_costs_much_but_not_everything() -> None:
    """The log loss of a probability of zero is large and finite."""
    loss = metric_value("log_loss", np.array([[1.0, 0.0]]), np.array([1]))
    assert 20 < loss < 40


def test_an_unknown_metric_is_refused_with_the_known_ones() -> None:
    """The sentence names what there is."""
    with pytest.raises(ValueError, match="'f2' is unknown; there are: accuracy, macro_f1, roc_auc, log_loss"):
        metric_value("f2", np.full((2, 2), 0.5), np.array([0, 1]))


@given(_rows(class_count=3))
def test_per_class_figures_equal_scikit_learn(rows: Rows) -> None:
    """Precision, recall, F1 and rows of each class, one that held-out rows lack included."""
    probabilities, labels = rows
    expected = reference.precision_recall_fscore_support(
        labels, probabilities.argmax(axis=1), labels=range(3), zero_division=0
    )
    for place, found in enumerate(per_class(probabilities, labels, CLASSES)):
        figures = (found.precision, found.recall, found.f1, found.support)
        assert found.label == CLASSES[place]
        assert figures == pytest.approx([column[place] for column in expected])


@given(_rows(class_count=3))
def test_the_confusion_table_equals_scikit_learn(rows: Rows) -> None:
    """True classes down, predicted classes across."""
    probabilities, labels = rows
    expected = reference.confusion_matrix(labels, probabilities.argmax(axis=1), labels=range(3))
    np.testing.assert_array_equal(confusion(probabilities, labels, 3), expected)


def test_all_metrics_at_once() -> None:
    """A dictionary with what these rows allow; perfect predictions are perfect everywhere."""
    labels = np.array([0, 1, 1, 0])
    perfect = {metric: metric_value(metric, np.eye(2)[labels], labels) for metric in metrics_for(labels, 2)}
    assert perfect == {"accuracy": 1, "macro_f1": 1, "roc_auc": 1, "log_loss": pytest.approx(0)}


def test_better_means_more_for_every_metric() -> None:
    """A lower log loss is better, a higher accuracy is."""
    assert better("log_loss", 0.2) > better("log_loss", 0.3)
    assert better("accuracy", 0.3) > better("accuracy", 0.2)

"""Scores of several labels a row against scikit-learn, and which labels a mean is over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as reference

from model.judging.label_scores import judged_labels, roc_auc, taken_for
from model.judging.scores import metric_value, metrics_for, per_class, weighted_metric, weighted_metrics
from model.protocol.metrics import LEAST_POSITIVES, METRICS_OF_ALL_LABELS, METRICS_OF_LABELS

Rows = tuple[NDArray[np.float64], NDArray[np.int8], NDArray[np.float64]]


@st.composite
def _rows(draw: st.DrawFn, most: int = 60) -> Rows:
    """Probabilities (rows, labels), ties included, labels (rows, labels), thresholds (labels,)."""
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    shape = draw(st.integers(1, most)), draw(st.integers(2, 6))
    steps = draw(st.sampled_from([3, 1_000]))
    labels = (random.random(shape) < random.random(shape[1])).astype(np.int8)
    return random.integers(0, steps + 1, shape) / steps, labels, random.integers(1, 10, shape[1]) / 10


def _said(rows: Rows) -> NDArray[np.int8]:
    return (rows[0] >= rows[2]).astype(np.int8)


@pytest.mark.slow
@given(_rows())
def test_means_over_rows_equal_scikit_learn(rows: Rows) -> None:
    """Micro-F1, Jaccard of the label sets, rows exactly right; log loss is the mean of the labels'."""
    probabilities, labels, thresholds = rows
    said, inside = _said(rows), np.clip(probabilities, 1e-6, 1 - 1e-6)
    expected = {
        "micro_f1": reference.f1_score(labels, said, average="micro", zero_division=0),
        "jaccard": reference.jaccard_score(labels, said, average="samples", zero_division=1),
        "exact_match": reference.accuracy_score(labels, said),
        "log_loss": np.mean(
            [reference.log_loss(labels[:, at], inside[:, at], labels=[0, 1]) for at in range(labels.shape[1])]
        ),
    }
    used = {metric: inside if metric == "log_loss" else probabilities for metric in expected}
    found = {metric: metric_value(metric, used[metric], labels, thresholds) for metric in expected}
    assert found == pytest.approx(expected)


@pytest.mark.slow
@given(_rows())
def test_means_over_labels_equal_scikit_learn_on_the_labels_that_count(rows: Rows) -> None:
    """Those with five positives and five negatives, or all that occur where there is none; beside them all that do."""
    probabilities, labels, thresholds = rows
    said, positives = _said(rows), labels.sum(axis=0)
    occur = np.flatnonzero(positives) if positives.any() else np.arange(labels.shape[1])
    judged = [at for at in occur if 5 <= positives[at] <= len(labels) - 5] or list(occur)
    for metric, counted in (("macro_f1", judged), ("macro_f1_all", occur)):
        by_label = [reference.f1_score(labels[:, at], said[:, at], zero_division=np.nan) for at in counted]
        expected = np.nanmean(by_label) if np.isfinite(by_label).any() else 0
        assert metric_value(metric, probabilities, labels, thresholds) == pytest.approx(expected)
    for metric, counted in (("mean_roc_auc", judged), ("mean_roc_auc_all", occur)):
        varied = [at for at in counted if 0 < positives[at] < len(labels)]
        areas = [reference.roc_auc_score(labels[:, at], probabilities[:, at]) for at in varied]
        found = metric_value(metric, probabilities, labels, thresholds)
        assert found == pytest.approx(np.mean(areas) if areas else np.nan, nan_ok=True)


def test_macro_f1_of_labels_that_can_all_be_judged_is_scikit_learns() -> None:
    """No rule of ours between, and both means are one."""
    random = np.random.default_rng(3)
    labels = (random.random((200, 4)) < 0.3).astype(np.int8)
    probabilities = np.clip(0.4 * labels + 0.6 * random.random((200, 4)), 0, 1)
    expected = reference.f1_score(labels, (probabilities >= 0.5).astype(int), average="macro")
    found = [metric_value(metric, probabilities, labels) for metric in ("macro_f1", "macro_f1_all")]
    assert found == pytest.approx([expected, expected])


@given(_rows(), st.data())
def test_a_weight_is_how_often_a_row_counts(rows: Rows, data: st.DataObject) -> None:
    """Weighing rows gives what repeating them gives; which labels can be judged is decided on the rows as they are."""
    probabilities, labels, thresholds = rows
    weights = np.array(data.draw(st.lists(st.integers(1, 3), min_size=len(labels), max_size=len(labels))))
    repeated = np.repeat(np.arange(len(labels)), weights)
    fixed = [metric for metric in metrics_for(labels, 0) if metric not in {"macro_f1", "mean_roc_auc"}]
    found = weighted_metrics(fixed, probabilities, labels, weights[None], thresholds)
    for metric in fixed:
        again = metric_value(metric, probabilities[repeated], labels[repeated], thresholds)
        assert found[metric][0] == pytest.approx(again)


@given(st.integers(2, 60), st.floats(0, 1), st.sampled_from([2, 50]), st.integers(0, 1_000))
def test_roc_auc_equals_scikit_learn_under_weights(rows: int, rate: float, steps: int, seed: int) -> None:
    """With ties, rare and frequent positives, rows that are drawn never and twice."""
    random = np.random.default_rng(seed)
    scores, positive = random.integers(0, steps, rows) / steps, random.random(rows) < rate
    weights = random.integers(0, 3, (4, rows)).astype(float)
    for found, weight in zip(roc_auc(scores, positive, weights), weights, strict=True):
        drawn = positive[weight > 0]
        if len(drawn) == 0 or drawn.all() or not drawn.any():
            assert np.isnan(found)
        else:
            assert found == pytest.approx(reference.roc_auc_score(positive, scores, sample_weight=weight))


def test_a_label_with_too_few_positives_or_negatives_stands_apart() -> None:
    """Four positives are too few, five are enough; as many negatives are needed."""
    rows = np.arange(40)
    labels = np.stack([rows < 5, rows < 4, rows >= 4, rows >= 5, rows < 0], axis=1).astype(np.int8)
    assert judged_labels(labels).tolist() == [True, False, False, True, False]
    assert LEAST_POSITIVES == 5
    scores = per_class(labels * 0.9, labels, ("five", "four", "all but four", "all but five", "none"))
    assert [score.judged for score in scores] == [True, False, False, True, False]
    assert [score.support for score in scores] == [5, 4, 36, 35, 0]
    assert [score.roc_auc for score in scores] == [1, 1, 1, 1, None]


def test_the_labels_that_cannot_be_judged_move_only_the_mean_of_all() -> None:
    """Two labels judged, both right; a third with one positive, missed."""
    labels = np.array([[row % 2, row % 3 == 0, row == 0] for row in range(30)], np.int8)
    probabilities = np.array(labels, float)
    probabilities[:, 2] = 0
    assert metric_value("macro_f1", probabilities, labels) == 1
    assert metric_value("macro_f1_all", probabilities, labels) == pytest.approx(2 / 3)


def test_where_no_label_can_be_judged_all_that_occur_count() -> None:
    """A mean of little is said rather than none."""
    labels = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0]], np.int8)
    probabilities = np.array([[0.9, 0.1, 0], [0.9, 0.9, 0], [0.1, 0.9, 0]])
    assert metric_value("macro_f1", probabilities, labels) == pytest.approx((2 / 3 + 1) / 2)


def test_a_threshold_of_its_own_decides_each_label() -> None:
    """The same probabilities, other thresholds: another score; ROC AUC and log loss do not change."""
    labels = np.array([[1, 0], [0, 1]] * 6, np.int8)
    probabilities = np.where(labels == 1, 0.4, 0.2)
    low = np.array([0.3, 0.3])
    assert metric_value("exact_match", probabilities, labels) == 0
    assert metric_value("exact_match", probabilities, labels, low) == 1
    for metric in ("mean_roc_auc", "log_loss"):
        assert metric_value(metric, probabilities, labels) == metric_value(metric, probabilities, labels, low)


@given(_rows())
def test_per_label_figures_equal_scikit_learn(rows: Rows) -> None:
    """Precision, recall, F1 and positives of each label, one that nothing has included."""
    probabilities, labels, thresholds = rows
    said, names = _said(rows), [f"label {at}" for at in range(labels.shape[1])]
    for at, found in enumerate(per_class(probabilities, labels, names, thresholds)):
        expected = reference.precision_recall_fscore_support(
            labels[:, at], said[:, at], average="binary", zero_division=0
        )
        assert (found.precision, found.recall, found.f1) == pytest.approx(expected[:3])
        assert (found.label, found.support) == (names[at], labels[:, at].sum())


@given(_rows(most=20))
def test_taken_for_counts_rows_with_one_missed_and_the_other_invented(rows: Rows) -> None:
    """Counted row by row; a label is never taken for itself."""
    said, labels = _said(rows), rows[1]
    expected = np.zeros((labels.shape[1],) * 2, int)
    for given_row, said_row in zip(labels, said, strict=True):
        for missed in np.flatnonzero(given_row > said_row):
            for invented in np.flatnonzero(said_row > given_row):
                expected[missed, invented] += 1
    found = taken_for(*rows)
    np.testing.assert_array_equal(found, expected)
    assert not np.diag(found).any()


def test_metrics_that_can_be_aimed_at_are_those_computed() -> None:
    """And the two means over all labels; without a label that varies, no ROC AUC."""
    labels = np.array([[1, 0], [0, 0]], np.int8)
    assert metrics_for(labels, 2) == (*METRICS_OF_LABELS, *METRICS_OF_ALL_LABELS)
    assert not [metric for metric in metrics_for(np.zeros((3, 2), np.int8), 2) if "roc_auc" in metric]


def test_an_unknown_metric_is_refused_with_the_known_ones() -> None:
    """A metric of classes is none of labels."""
    with pytest.raises(ValueError, match="'accuracy' is unknown where a row has several labels; there are: macro_f1, "):
        weighted_metric("accuracy", np.full((2, 2), 0.5), np.eye(2, dtype=np.int8), np.ones((1, 2)))

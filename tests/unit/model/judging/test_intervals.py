"""How sure a score is, and the verdict in words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.judging.decision import Labels, Probabilities, sigmoid, softmax
from model.judging.intervals import IntervalEstimate, paired_difference, score_with_intervals, verdict
from model.judging.scores import metric_value
from model.protocol.metrics import METRICS, METRICS_OF_LABELS

pytestmark = pytest.mark.slow

CLASSES = ("no", "yes")
NAMES = ("toxic", "insult", "threat", "rare")


def _predictions(rows: int, sureness: float, seed: int) -> tuple[Probabilities, Labels]:
    """Probabilities (rows, 2) that know the labels (rows,) to some degree."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 2, rows)
    return softmax(random.normal(0, 1, (rows, 2)) + sureness * np.eye(2)[labels]), labels


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Over 200 made held-out parts, the 95 % interval of accuracy holds the true accuracy in 90 % or more."""
    truth = metric_value("accuracy", *_predictions(200_000, 1.0, seed=0))
    held = 0
    for seed in range(1, 201):
        estimate = score_with_intervals(*_predictions(150, 1.0, seed), CLASSES, resamples=300)["accuracy"]
        held += estimate.low <= truth <= estimate.high
    assert 0.9 <= held / 200 <= 0.99


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_lies_inside_its_interval_which_narrows_with_rows(metric: str) -> None:
    """Four times the rows about halve it."""
    few = score_with_intervals(*_predictions(200, 1.0, 1), CLASSES)[metric]
    many = score_with_intervals(*_predictions(3_200, 1.0, 1), CLASSES)[metric]
    assert few.low < few.value < few.high
    assert many.low < many.value < many.high
    assert many.high - many.low < 0.5 * (few.high - few.low)


def test_the_interval_is_that_of_a_plain_bootstrap() -> None:
    """Drawing rows again, one resample at a time, gives the same ends to a few thousandths."""
    probabilities, labels = _predictions(300, 1.0, 3)
    found = score_with_intervals(probabilities, labels, CLASSES, resamples=4_000)["macro_f1"]
    random = np.random.default_rng(0)
    values = []
    for _ in range(4_000):
        rows = random.integers(0, 300, 300)
        values.append(metric_value("macro_f1", probabilities[rows], labels[rows]))
    np.testing.assert_allclose((found.low, found.high), np.quantile(values, (0.025, 0.975)), atol=0.006)


def test_the_same_seed_gives_the_same_interval() -> None:
    """A result can be repeated to the last digit."""
    rows = _predictions(100, 1.0, 3)
    assert score_with_intervals(*rows, CLASSES, seed=5) == score_with_intervals(*rows, CLASSES, seed=5)


@given(st.integers(1, 60), st.integers(0, 1_000), st.sampled_from(list(METRICS)))
def test_a_model_is_level_with_itself(rows: int, seed: int, metric: str) -> None:
    """The difference is zero with an interval of zero width, and the verdict says level."""
    probabilities, labels = _predictions(rows, 1.0, seed)
    if metric == "roc_auc" and len(set(labels)) < 2:
        return
    difference = paired_difference(probabilities, probabilities, labels, metric, resamples=50)
    assert difference == IntervalEstimate(0, 0, 0)
    assert verdict(difference, metric).standing == "level"


@pytest.mark.parametrize("metric", METRICS)
def test_a_better_model_is_above_and_the_worse_below(metric: str) -> None:
    """For every metric, log loss too, more is better in a difference; swapping the models turns it round."""
    good, labels = _predictions(800, 2.0, 4)
    random = np.random.default_rng(5)
    poor = softmax(np.log(good) + random.normal(0, 2, good.shape))
    up, down = (paired_difference(*pair, labels, metric) for pair in ((good, poor), (poor, good)))
    assert verdict(up, metric).standing == "above"
    assert verdict(down, metric).standing == "below"
    assert (up.value, up.low, up.high) == pytest.approx((-down.value, -down.high, -down.low))


def test_pairing_sees_a_difference_that_two_intervals_would_hide() -> None:
    """Two models that err on nearly the same texts are compared on the same resamples."""
    good, labels = _predictions(600, 1.0, 6)
    worse = good.copy()
    right = np.flatnonzero(good.argmax(axis=1) == labels)[:12]
    worse[right] = worse[right, ::-1]
    one, other = (score_with_intervals(p, labels, CLASSES)["accuracy"] for p in (good, worse))
    assert other.high > one.low
    assert paired_difference(good, worse, labels, "accuracy").low > 0


@pytest.mark.parametrize(
    ("ends", "metric", "text"),
    [
        ((0.013, 0.004, 0.022), "macro_f1", "Above the benchmark: macro-F1 +1.3 points (… +0.4 to +2.2)."),
        ((0.013, -0.004, 0.022), "accuracy", "Level with the benchmark: accuracy +1.3 points (… -0.4 to +2.2)."),
        ((-0.1, -0.2, -0.05), "roc_auc", "Below the benchmark: ROC AUC -10.0 points (… -20.0 to -5.0)."),
        ((0.05, 0.01, 0.09), "log_loss", "Above the benchmark: log loss 0.050 better (… +0.010 to +0.090)."),
        ((-0.05, -0.09, -0.01), "log_loss", "Below the benchmark: log loss 0.050 worse (… -0.090 to -0.010)."),
    ],
)
def test_the_verdict_is_a_sentence_with_an_interval(ends: tuple[float, float, float], metric: str, text: str) -> None:
    """Above or below only where the whole interval is; the figures stand beside the word."""
    assert verdict(IntervalEstimate(*ends), metric).text == text.replace("…", "95 % interval")


def test_the_verdict_names_what_it_compares_with() -> None:
    """A score from elsewhere is no benchmark of this session."""
    assert verdict(IntervalEstimate(0.1, 0.05, 0.2), "accuracy", about="outside score").text.startswith(
        "Above the outside score:"
    )


def test_a_held_out_part_without_one_of_the_classes_is_scored() -> None:
    """Metrics that need both classes are left out; the others have intervals; a difference of unknowns is unknown."""
    probabilities, _ = _predictions(20, 1.0, 1)
    labels = np.zeros(20, np.int64)
    assert set(score_with_intervals(probabilities, labels, CLASSES)) == {"accuracy", "macro_f1", "log_loss"}


def test_resamples_without_one_of_the_classes_are_left_out() -> None:
    """With one positive row in thirty, a third of the resamples lacks it: the interval is made of the others."""
    probabilities, labels = _predictions(30, 1.0, 1)[0], np.eye(30, dtype=np.int64)[0]
    estimate = score_with_intervals(probabilities, labels, CLASSES)["roc_auc"]
    assert 0 <= estimate.low <= estimate.high <= 1


def test_one_row_has_an_interval_without_width() -> None:
    """Every resample of one row is that row."""
    estimate = score_with_intervals(np.array([[0.2, 0.8]]), np.array([1]), CLASSES)["accuracy"]
    assert estimate == IntervalEstimate(1, 1, 1)


def _label_predictions(rows: int, sureness: float, seed: int) -> tuple[Probabilities, Labels]:
    """Probabilities (rows, 4) that know the labels (rows, 4) to some degree; the last label is rare."""
    random = np.random.default_rng(seed)
    labels = (random.random((rows, 4)) < (0.5, 0.3, 0.1, 2 / rows)).astype(np.int8)
    return sigmoid(random.normal(-1, 1, labels.shape) + sureness * labels), labels


@pytest.mark.parametrize("metric", METRICS_OF_LABELS)
def test_every_metric_of_labels_lies_inside_its_interval_which_narrows_with_rows(metric: str) -> None:
    """Sixteen times the rows: less than half as wide."""
    thresholds = np.full(4, 0.4)
    few = score_with_intervals(*_label_predictions(200, 2.0, 1), NAMES, thresholds=thresholds)[metric]
    many = score_with_intervals(*_label_predictions(3_200, 2.0, 1), NAMES, thresholds=thresholds)[metric]
    assert few.low < few.value < few.high
    assert many.low < many.value < many.high
    assert many.high - many.low < 0.5 * (few.high - few.low)


@pytest.mark.parametrize("metric", METRICS_OF_LABELS)
def test_a_model_that_knows_labels_better_is_above_and_the_worse_below(metric: str) -> None:
    """Under the same thresholds; swapping the models turns it round, and a model is level with itself."""
    good, labels = _label_predictions(800, 4.0, 4)
    random = np.random.default_rng(5)
    poor = sigmoid(np.log(good / (1 - good)) + random.normal(0, 2, good.shape))
    thresholds = np.full(4, 0.6)
    up, down, same = (
        paired_difference(*pair, labels, metric, thresholds=thresholds)
        for pair in ((good, poor), (poor, good), (good, good))
    )
    assert [verdict(each, metric).standing for each in (up, down, same)] == ["above", "below", "level"]
    assert (up.value, up.low, up.high) == pytest.approx((-down.value, -down.high, -down.low))


def test_the_interval_of_a_mean_over_labels_is_that_of_a_plain_bootstrap() -> None:
    """Drawing rows again, one resample at a time, gives the same ends."""
    probabilities, labels = _label_predictions(300, 2.0, 3)
    labels, probabilities = labels[:, :3], probabilities[:, :3]
    found = score_with_intervals(probabilities, labels, NAMES[:3], resamples=4_000)
    random = np.random.default_rng(0)
    drawn = [random.integers(0, 300, 300) for _ in range(1_500)]
    for metric, within in (("macro_f1", 0.01), ("mean_roc_auc", 0.006)):
        values = [metric_value(metric, probabilities[rows], labels[rows]) for rows in drawn]
        estimate = found[metric]
        np.testing.assert_allclose((estimate.low, estimate.high), np.quantile(values, (0.025, 0.975)), atol=within)

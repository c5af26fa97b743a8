"""The learning curve: what twice the time would bring, told from four trainings that were made up."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from model.judging.decision import sigmoid
from model.judging.learning_curve import (
    LearningCurve,
    Rung,
    cannot_tell,
    ended_early,
    judge,
    measure_curve,
    weighted_quantiles,
)
from model.judging.scores import metric_value
from model.protocol.metrics import METRICS_OF_LABELS

pytestmark = pytest.mark.slow

SECONDS = (5.0, 10.0, 20.0, 240.0)
ROWS = 4_000


def power_law(seconds: float, floor: float, drop: float, exponent: float) -> float:
    """Error after so many seconds: the floor, and `drop` more at the end of the main training."""
    return floor + drop * (seconds / SECONDS[-1]) ** -exponent


def trainings(
    errors: list[float], *, seed: int = 0, rows: int = ROWS, seconds: tuple[float, ...] = SECONDS
) -> tuple[list[Rung], NDArray[np.int64]]:
    """Trainings with these error rates. They err on the same hard texts mostly, a quarter of the time on others."""
    random = np.random.default_rng(seed)
    labels, hardness = random.integers(0, 2, rows), random.random(rows)
    rungs = []
    for train_s, error in zip(seconds, errors, strict=False):
        own = np.where(random.random(rows) < 0.25, random.random(rows), hardness)
        guessed = np.where(own < error, 1 - labels, labels)
        rungs.append(Rung(train_s, rows, 1.0, np.eye(2)[guessed]))
    return rungs, labels


def measured(errors: list[float], *, seed: int = 0, metric: str = "accuracy") -> LearningCurve:
    """The curve through trainings with these error rates."""
    rungs, labels = trainings(errors, seed=seed)
    return measure_curve(rungs, labels, metric, seed=seed)


@pytest.mark.parametrize(("floor", "drop", "exponent"), [(0.05, 0.1, 0.5), (0.0, 0.2, 0.2), (0.1, 0.12, 0.4)])
def test_a_made_power_law_is_recovered(floor: float, drop: float, exponent: float) -> None:
    """The gain told is near the one that the law says, and worth it."""
    found = measured([power_law(seconds, floor, drop, exponent) for seconds in SECONDS]).verdict
    true = power_law(240, floor, drop, exponent) - power_law(480, floor, drop, exponent)
    assert found.value == pytest.approx(true, abs=0.012)
    assert found.standing == "worth it"
    assert found.text.startswith("Twice the time would bring about +")
    assert found.text.endswith(": worth it.")


def test_the_band_holds_the_truth_about_as_often_as_it_says() -> None:
    """Trainings that scatter by their seeds: of 40 bands of 80 %, at least 28 hold the true gain, and none is huge."""
    true = power_law(240, 0.12, 0.06, 0.3) - power_law(480, 0.12, 0.06, 0.3)
    held, widths = 0, []
    for seed in range(40):
        luck = np.random.default_rng(seed + 100).normal(0, 0.003, 4)
        errors = [power_law(seconds, 0.12, 0.06, 0.3) + shift for seconds, shift in zip(SECONDS, luck, strict=True)]
        found = measured(errors, seed=seed).verdict
        held += found.low <= true <= found.high
        widths.append(found.high - found.low)
    assert held >= 28
    assert np.median(widths) < 0.03


def test_the_band_holds_what_a_longer_training_really_brings_about_as_often_as_it_says() -> None:
    """A fifth training of twice the time, which errs on texts of its own: of 40 bands of 80 %, at least 28 hold it."""
    held = 0
    for seed in range(40):
        errors = [power_law(seconds, 0.12, 0.06, 0.3) for seconds in (*SECONDS, 480.0)]
        (*rungs, longer), labels = trainings(errors, seed=seed, seconds=(*SECONDS, 480.0))
        found = measure_curve(rungs, labels, "accuracy", seed=seed).verdict
        right = [np.mean(rung.probabilities.argmax(axis=1) == labels) for rung in (longer, rungs[-1])]
        held += found.low <= right[0] - right[1] <= found.high
    assert held >= 28


def test_a_flat_curve_is_hardly_worth_it() -> None:
    """Four trainings of the same score: nothing is to be had from a fifth."""
    found = measured([0.2] * 4)
    assert found.verdict.standing == "hardly worth it"
    assert found.verdict.value < 0.003
    assert "hardly worth it" in found.verdict.text


@pytest.mark.parametrize("errors", [[0.30, 0.22, 0.36, 0.25], [0.3, 0.4, 0.2, 0.35]])
def test_scores_that_go_up_and_down_cannot_tell(errors: list[float]) -> None:
    """No falling curve runs through them, so none is drawn to a conclusion."""
    found = measured(errors)
    assert found.verdict.standing == "cannot tell"
    assert "up and down" in found.verdict.text


def test_fewer_than_three_trainings_cannot_tell() -> None:
    """Two points lie on any curve; their scores are told all the same."""
    found = measured([0.3, 0.2])
    assert found.verdict.standing == "cannot tell"
    assert [round(point.value, 1) for point in found.points] == [0.7, 0.8]
    assert not found.band
    assert np.isnan(found.verdict.value)


def test_log_loss_falls_where_scores_rise() -> None:
    """A gain in log loss is a positive number, and the curve itself goes down."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 2, ROWS)
    right = random.beta(6, 2, ROWS)  # how sure the model is of the true class
    rungs = [Rung(seconds, ROWS, 1.0, _sure(labels, right ** power_law(seconds, 0.8, 0.4, 0.4))) for seconds in SECONDS]
    found = measure_curve(rungs, labels, "log_loss")
    assert found.verdict.value > 0
    assert "less log loss" in found.verdict.text
    assert found.band[-1].value < found.band[0].value


def _sure(labels: NDArray[np.int64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    columns = np.stack([right, 1 - right], axis=1)
    return np.where(labels[:, None] == 0, columns, columns[:, ::-1])


def test_the_band_runs_to_twice_the_time_and_opens_to_the_gain_that_is_told() -> None:
    """From the first short training to twice the main one: there it lies as far above the main score as is said."""
    found = measured([power_law(seconds, 0.1, 0.06, 0.35) for seconds in SECONDS])
    band, last = found.band, found.points[-1].value
    assert (band[0].train_s, band[-1].train_s) == pytest.approx((5, 480))
    assert all(point.low <= point.value <= point.high for point in band)
    told = [last + gain for gain in (found.verdict.value, found.verdict.low, found.verdict.high)]
    assert [band[-1].value, band[-1].low, band[-1].high] == pytest.approx(told, abs=5e-4)


@pytest.mark.parametrize(
    ("gain", "low", "high", "standing"),
    [
        (0.006, 0.0, 0.015, "hardly worth it"),
        (0.02, 0.008, 0.04, "worth it"),
        (0.012, 0.001, 0.02, "cannot tell"),
        (0.005, 0.0, 0.03, "cannot tell"),
    ],
)
def test_a_verdict_needs_a_band_that_holds_one_answer(gain: float, low: float, high: float, standing: str) -> None:
    """Worth it and hardly worth it each need both ends of the band on their side."""
    assert judge(gain, low, high, "macro_f1").standing == standing


def test_the_verdict_says_the_gain_and_its_band_in_points() -> None:
    """In the words that a person reads."""
    said = judge(0.006, 0.0, 0.015, "macro_f1").text
    assert said == "Twice the time would bring about +0.6 points (80 %: 0 to +1.5): hardly worth it."
    assert cannot_tell("the box was short").text == "Cannot tell what twice the time would bring: the box was short."


@pytest.mark.parametrize(("stalled", "would"), [(True, "hardly help"), (False, "not be used: training ended early")])
def test_a_training_that_ended_early_says_why_more_time_is_not_worth_it(stalled: bool, would: str) -> None:
    """It had stopped getting better, or it had done all the epochs it tries: only the first is about the score."""
    found = ended_early("for this reason", stalled=stalled)
    assert found.text == f"Twice the time would {would}, for this reason."
    assert found.standing == "hardly worth it"


def test_weighted_quantiles_count_each_row_as_its_weight_says() -> None:
    """A row that counts nine times as much is the median."""
    values, weights = np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 1.0, 9.0])
    assert weighted_quantiles(values, weights, (0.05, 0.5))[:, 0].tolist() == [1.0, 3.0]


@pytest.mark.parametrize("metric", METRICS_OF_LABELS)
def test_a_curve_through_trainings_of_several_labels_has_a_gain_and_a_band(metric: str) -> None:
    """The longest is the best, and its point is the metric under the thresholds; words are those of the metric."""
    random = np.random.default_rng(2)
    labels = (random.random((1_500, 3)) < (0.4, 0.2, 0.1)).astype(np.int8)
    noise = random.normal(0, 1, labels.shape)
    rungs = [
        Rung(train_s, 1_500, 1.0, sigmoid(noise + skill * (labels - 0.5)))
        for train_s, skill in zip(SECONDS, (1.0, 1.6, 2.2, 3.2), strict=True)
    ]
    thresholds = np.array([0.5, 0.4, 0.3])
    found = measure_curve(rungs, labels, metric, thresholds=thresholds)
    assert found.points[-1].value == pytest.approx(metric_value(metric, rungs[-1].probabilities, labels, thresholds))
    assert found.verdict.low <= found.verdict.value <= found.verdict.high
    assert len(found.band) == 25
    assert found.verdict.standing in {"worth it", "hardly worth it", "cannot tell"}

"""How much of the network is taken, and that the delivered arrays do what was scored."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.judging.decision import Decision, sigmoid, softmax
from model.judging.scores import metric_value
from model.network.network_weights import NetworkWeights
from model.protocol.metrics import METRICS, METRICS_OF_LABELS, better
from model.training.correction import STRENGTHS, Aim, choose_strength, scaled_arrays
from tests.unit.made_models import made_weights

pytestmark = pytest.mark.slow

Floats = NDArray[np.float32]


def _aim(metric: str, rows: int = 2_000, sureness: float = 1.0, classes: int = 2) -> Aim:
    """Validation rows on which the benchmark knows something."""
    random = np.random.default_rng(0)
    labels = random.integers(0, classes, rows)
    logits = (sureness * np.eye(classes)[labels] + random.normal(size=(rows, classes))).astype(np.float32)
    return Aim(logits, labels, metric, Decision(np.zeros(classes)))


def _noise(aim: Aim, size: float, seed: int = 1) -> Floats:
    return aim.benchmark + np.random.default_rng(seed).normal(0, size, aim.benchmark.shape).astype(np.float32)


def _helpful(aim: Aim, size: float = 1.5) -> Floats:
    return (aim.benchmark + size * np.eye(aim.benchmark.shape[1])[aim.labels]).astype(np.float32)


@pytest.mark.parametrize("metric", METRICS)
def test_nothing_is_taken_of_a_network_that_is_noise(metric: str) -> None:
    """The benchmark alone is delivered, with its own score."""
    aim = _aim(metric)
    choice = choose_strength(aim, _noise(aim, 4.0))
    assert choice.strength == 0
    assert choice.value == metric_value(metric, softmax(aim.benchmark), aim.labels)


@pytest.mark.parametrize("metric", METRICS)
def test_a_network_that_helps_is_taken(metric: str) -> None:
    """As far as it helps, and the score told is that of the mixture."""
    aim = _aim(metric)
    network = _helpful(aim)
    choice = choose_strength(aim, network)
    assert choice.strength > 0
    mixture = (1 - choice.strength) * aim.benchmark + choice.strength * network
    assert choice.value == metric_value(metric, softmax(mixture), aim.labels)
    assert better(metric, choice.value) > better(metric, aim.value(aim.benchmark))


def test_a_network_that_goes_too_far_is_taken_in_part() -> None:
    """For log loss, a correction three times too large in the right direction helps at a third of its size."""
    aim = _aim("log_loss")
    truth = choose_strength(aim, _noise(aim, 0.0)).value
    choice = choose_strength(aim, aim.benchmark + 2 * aim.benchmark)
    assert choice.strength < 1
    assert choice.value <= truth


def test_the_decision_shift_counts() -> None:
    """The metric is that of the labels that the delivered model says, shift included."""
    aim = _aim("accuracy")
    always_first = Aim(aim.benchmark, aim.labels, "accuracy", Decision(np.array([1e6, 0.0])))
    assert choose_strength(always_first, _helpful(aim)).value == np.mean(aim.labels == 0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500), st.sampled_from(["accuracy", "macro_f1", "log_loss"]), st.floats(0, 4), st.integers(2, 4))
def test_never_below_the_benchmark_on_validation(seed: int, metric: str, size: float, classes: int) -> None:
    """Whatever the network says."""
    aim = _aim(metric, rows=60, classes=classes)
    choice = choose_strength(aim, _noise(aim, size, seed))
    assert choice.strength in STRENGTHS
    assert better(metric, choice.value) >= better(metric, aim.value(aim.benchmark))


def test_of_strengths_that_decide_alike_the_surest_is_taken() -> None:
    """Accuracy does not move, but the texts that are right become surer: log loss tells, and the metric is kept."""
    labels = np.array([0, 0, 0, 1])
    benchmark = np.log(np.array([[0.6, 0.4]] * 3 + [[0.6, 0.4]], np.float32))
    network = np.log(np.array([[0.8, 0.2]] * 3 + [[0.8, 0.2]], np.float32))
    choice = choose_strength(Aim(benchmark, labels, "accuracy", Decision(np.zeros(2))), network)
    assert choice.value == 0.75
    assert choice.strength == 0.75  # three of four are right: 0.75 is as sure as one should be


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_network_whose_numbers_ran_away_is_not_taken(bad: float) -> None:
    """One number that is none is enough: the score is the benchmark's, a real number."""
    aim = _aim("macro_f1")
    network = _helpful(aim)
    network[3, 1] = bad
    choice = choose_strength(aim, network)
    assert (choice.strength, choice.value) == (0.0, aim.value(aim.benchmark))


@pytest.mark.parametrize("strength", STRENGTHS)
def test_delivered_arrays_are_the_mixture_that_was_scored(strength: float) -> None:
    """A network of the same shape whose logits are (1 - s) * benchmark + s * the network's, to the last digits."""
    whole = made_weights()
    mixed = NetworkWeights(whole.shape, scaled_arrays(whole.arrays, strength))
    random = np.random.default_rng(0)
    tokens = random.integers(1, whole.shape.vocabulary, (5, 9)).astype(np.int32)
    benchmark = random.normal(size=(5, 3)).astype(np.float32)
    logits, delivered = (np.asarray(weights.build()([tokens, benchmark])) for weights in (whole, mixed))
    np.testing.assert_allclose(delivered, (1 - strength) * benchmark + strength * logits, atol=1e-5)


def test_the_network_in_training_is_left_as_it_is() -> None:
    """Scaling works on copies."""
    whole = made_weights()
    before = {name: array.copy() for name, array in whole.arrays.items()}
    for array in scaled_arrays(whole.arrays, 0.5).values():
        array[:] = 99
    for name, array in whole.arrays.items():
        np.testing.assert_array_equal(array, before[name])


RARE = (0.5, 0.3, 0.02)


def _labels_aim(metric: str = "macro_f1", rows: int = 2_000, sureness: float = 1.5) -> Aim:
    """Validation rows of three labels, the last one rare, on which the benchmark knows something."""
    random = np.random.default_rng(0)
    labels = (random.random((rows, 3)) < RARE).astype(np.int8)
    prior = np.log(np.array(RARE) / (1 - np.array(RARE)))
    logits = (prior + sureness * (labels - np.array(RARE)) + random.normal(size=labels.shape)).astype(np.float32)
    return Aim(logits, labels, metric, Decision(np.array([0.3, 0.8, 2.0]), several_labels=True))


def _better_at(aim: Aim, *labels: int, size: float = 1.5) -> Floats:
    """A network that knows more than the benchmark of some labels, and of the others the same."""
    network = aim.benchmark.copy()
    for label in labels:
        network[:, label] += size * (2 * aim.labels[:, label] - 1)
    return network


@pytest.mark.parametrize("metric", METRICS_OF_LABELS)
def test_of_several_labels_a_network_is_taken_as_far_as_it_helps(metric: str) -> None:
    """The score told is that of the mixture, with the thresholds that are delivered; noise is left."""
    aim = _labels_aim(metric)
    choice = choose_strength(aim, _better_at(aim, 0, 1, 2))
    assert choice.share > 0.5
    strength = np.asarray(choice.strength, np.float32)
    mixture = (1 - strength) * aim.benchmark + strength * _better_at(aim, 0, 1, 2)
    expected = metric_value(metric, sigmoid(mixture), aim.labels, thresholds=sigmoid([-0.3, -0.8, -2.0]))
    assert choice.value == pytest.approx(expected)
    assert choose_strength(aim, _noise(aim, 4.0)).share == 0


def test_a_label_that_the_network_spoils_is_left_to_the_benchmark() -> None:
    """It helps the first label and harms the second: each has its own strength."""
    aim = _labels_aim("log_loss")
    network = _better_at(aim, 0)
    network[:, 1] = _noise(aim, 4.0)[:, 1]
    choice = choose_strength(aim, network)
    assert isinstance(choice.strength, np.ndarray)
    assert choice.strength[0] >= 0.75
    assert choice.strength[1] == 0
    assert choice.log_loss < metric_value("log_loss", sigmoid(aim.benchmark), aim.labels)


def test_a_few_rows_of_a_rare_label_do_not_choose_its_strength() -> None:
    """Two positives of it became worse by chance: it keeps the strength that the other labels speak for."""
    aim = _labels_aim("log_loss", rows=200)
    assert 0 < aim.labels[:, 2].sum() < 10
    network = _better_at(aim, 0, 1, size=1.0)
    positives = np.flatnonzero(aim.labels[:, 2])[:2]
    network[positives, 2] -= 0.5
    strengths = np.broadcast_to(np.asarray(choose_strength(aim, network).strength), 3)
    assert strengths[2] in (strengths[0], strengths[1])
    assert strengths[2] > 0


def test_labels_that_run_away_take_nothing() -> None:
    """One number that is none is enough."""
    aim = _labels_aim()
    network = _better_at(aim, 0)
    network[3, 1] = np.nan
    assert choose_strength(aim, network).share == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 500), st.sampled_from(METRICS_OF_LABELS), st.floats(0, 4))
def test_of_several_labels_never_below_the_benchmark_on_validation(seed: int, metric: str, size: float) -> None:
    """Whatever the network says, in the metric aimed at and in log loss."""
    aim = _labels_aim(metric, rows=80)
    choice = choose_strength(aim, _noise(aim, size, seed))
    assert better(metric, choice.value) >= better(metric, aim.value(aim.benchmark))
    assert choice.log_loss <= aim.log_loss(aim.benchmark)


def test_delivered_arrays_are_the_mixture_label_by_label() -> None:
    """A network of the same shape, each of whose logits has a strength of its own."""
    whole, strength = made_weights(), np.array([0.0, 0.25, 1.0])
    mixture = NetworkWeights(whole.shape, scaled_arrays(whole.arrays, strength))
    assert all(array.dtype == np.float32 for array in mixture.arrays.values())
    random = np.random.default_rng(0)
    tokens = random.integers(1, whole.shape.vocabulary, (5, 9)).astype(np.int32)
    benchmark = random.normal(size=(5, 3)).astype(np.float32)
    logits, delivered = (np.asarray(weights.build()([tokens, benchmark])) for weights in (whole, mixture))
    np.testing.assert_allclose(delivered, (1 - strength) * benchmark + strength * logits, atol=1e-5)

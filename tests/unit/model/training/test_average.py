"""Which networks are averaged: those with which validation says that the whole gets better."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.judging.decision import Decision
from model.judging.scores import metric_value
from model.network.network_weights import NetworkWeights
from model.protocol.metrics import better
from model.training.average import averaged, best_average
from model.training.correction import LEAST_GAIN, Aim
from model.training.progress import Trained
from tests.unit.made_models import made_weights

Floats = NDArray[np.float32]


def _aim(metric: str, rows: int = 1_000, *, several: bool = False) -> Aim:
    random, classes = np.random.default_rng(0), 3
    labels = random.integers(0, 2, (rows, classes)) if several else random.integers(0, classes, rows)
    return Aim(np.zeros((rows, classes), np.float32), labels, metric, Decision(np.zeros(classes), several))


def _networks(aim: Aim, count: int, noise: float = 2.0) -> list[Floats]:
    """Networks that are right on the whole, and wrong in places of their own."""
    truth = np.eye(3)[aim.labels] if aim.labels.ndim == 1 else 2.0 * aim.labels - 1
    drawn = (np.random.default_rng(seed).normal(0, noise, truth.shape) for seed in range(1, count + 1))
    return [(2 * truth + errors).astype(np.float32) for errors in drawn]


@pytest.mark.parametrize("metric", ["accuracy", "macro_f1", "log_loss"])
def test_networks_that_are_wrong_in_other_places_are_averaged(metric: str) -> None:
    """All three, and their average is better than each of them."""
    aim = _aim(metric)
    networks = _networks(aim, 3)
    places = best_average(aim, networks, most=3)
    assert sorted(places) == [0, 1, 2]
    together = aim.log_loss(np.mean(networks, axis=0))
    assert together < min(aim.log_loss(logits) for logits in networks) - LEAST_GAIN


@pytest.mark.parametrize("metric", ["macro_f1", "jaccard", "log_loss"])
def test_of_several_labels_too(metric: str) -> None:
    """Each row a yes or no for every label."""
    aim = _aim(metric, several=True)
    assert len(best_average(aim, _networks(aim, 3), most=3)) > 1


def test_no_more_are_taken_than_asked_for() -> None:
    """What labelling costs is bounded by their number."""
    aim = _aim("accuracy")
    assert len(best_average(aim, _networks(aim, 5), most=2)) == 2
    assert len(best_average(aim, _networks(aim, 5), most=1)) == 1


def test_the_same_network_twice_brings_nothing() -> None:
    """One is enough."""
    aim = _aim("accuracy")
    (logits,) = _networks(aim, 1)
    assert best_average(aim, [logits, logits.copy()], most=3) == (0,)


def test_a_network_that_is_noise_or_ran_away_is_left_out() -> None:
    """Neither helps the others."""
    aim = _aim("accuracy")
    noise = np.random.default_rng(9).normal(0, 4, aim.benchmark.shape).astype(np.float32)
    broken = np.full(aim.benchmark.shape, np.nan, np.float32)
    assert sorted(best_average(aim, [broken, noise, *_networks(aim, 2)], most=4)) == [2, 3]


def test_nothing_is_averaged_of_nothing() -> None:
    """Before any training."""
    assert best_average(_aim("accuracy"), [], most=3) == ()


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from(["accuracy", "macro_f1", "log_loss"]),
    st.lists(st.floats(0.1, 8.0), min_size=1, max_size=4),
    st.integers(1, 4),
)
def test_more_networks_never_make_it_worse_on_validation(metric: str, noises: list[float], most: int) -> None:
    """Neither in log loss nor in the metric, whatever the networks are: the best single one is always a choice."""
    aim = _aim(metric, rows=200)
    networks = [_networks(aim, place + 1, noise)[-1] for place, noise in enumerate(noises)]
    trained = [Trained(made_weights(place, vocabulary=20), logits) for place, logits in enumerate(networks)]
    places = best_average(aim, networks, most)
    chosen, single = averaged(aim, [trained[place] for place in places]), averaged(aim, [trained[places[0]]])
    assert len(set(places)) == len(places) <= most
    assert chosen.validation.log_loss <= single.validation.log_loss
    assert better(metric, chosen.validation.scores[metric]) >= better(metric, single.validation.scores[metric])


def _by_hand(network: NetworkWeights, benchmark: Floats, correction: Floats) -> Floats:
    """What a network makes of the benchmark's logits, where its last layer is given `correction` in place of states."""
    arrays = network.arrays
    scaled = arrays["benchmark_scale.kernel"] * benchmark + arrays["benchmark_scale.bias"]
    logits: Floats = scaled + correction @ arrays["correction.kernel"] + arrays["correction.bias"]
    return logits


def test_what_is_delivered_is_the_mean_as_strong_as_it_helps() -> None:
    """The mean of the delivered networks' outputs is what was scored, whatever the strength."""
    random = np.random.default_rng(3)
    aim = _aim("log_loss", rows=300)
    aim = Aim(np.eye(3, dtype=np.float32)[aim.labels], aim.labels, "log_loss", aim.decision)
    states = [0.2 * random.normal(size=(300, 24)).astype(np.float32) for _ in range(3)]
    weights = [made_weights(seed, vocabulary=20) for seed in range(3)]
    raw = [_by_hand(one, aim.benchmark, state) for one, state in zip(weights, states, strict=True)]
    helpful = [logits + 2 * np.eye(3, dtype=np.float32)[aim.labels] for logits in raw]
    candidate = averaged(aim, [Trained(*pair) for pair in zip(weights, helpful, strict=True)])
    assert candidate.validation.strength > 0
    share = np.float32(candidate.validation.strength)
    outputs = [_by_hand(one, aim.benchmark, state) for one, state in zip(candidate.networks, states, strict=True)]
    expected = (1 - share) * aim.benchmark + share * np.mean(raw, axis=0)
    np.testing.assert_allclose(np.mean(outputs, axis=0), expected, atol=1e-5)
    assert candidate.validation.log_loss == metric_value(
        "log_loss", aim.decision.calibrated(candidate.logits), aim.labels
    )

"""The plain Keras network, and the fast way through it: the same numbers, forward and back."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.network.bilstm import BilstmShape, Network, build_bilstm
from model.network.fast_steps import FastSteps
from model.network.fastest_steps import make_steps
from model.network.forward import corrections
from model.network.network_weights import array_shapes, get_arrays, set_arrays
from model.network.plain_steps import PlainSteps
from model.network.steps import Steps
from model.text.encode import TokenRows

pytestmark = pytest.mark.slow

SHAPE = BilstmShape(vocabulary=30, classes=3, embedding=8, units=6)
SEED = 11


def _network(seed: int = 0) -> Network:
    """A network with weights drawn by lot: its last layer is not zero."""
    network = build_bilstm(SHAPE)
    random = np.random.default_rng(seed)
    set_arrays(
        network, {name: random.normal(0, 0.5, size).astype(t) for name, (t, size) in array_shapes(SHAPE).items()}
    )
    return network


def _batch(rows: int = 7, length: int = 12, seed: int = 1) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Tokens (rows, length) of different lengths, the first as long as the padding; benchmark logits; labels."""
    random = np.random.default_rng(seed)
    lengths = np.concatenate(([length, 1], random.integers(1, length + 1, rows - 2)))
    tokens = random.integers(1, SHAPE.vocabulary, (rows, length)).astype(np.int32)
    tokens[np.arange(length) >= lengths[:, None]] = 0
    return tokens, random.normal(size=(rows, 3)).astype(np.float32), random.integers(0, 3, rows)


@pytest.fixture(scope="module")
def network() -> Network:
    return _network()


@pytest.fixture(scope="module", params=["compiled", "TensorFlow's operation"])
def fast(network: Network, request: pytest.FixtureRequest) -> FastSteps:
    """Both of the fast ways: every test that takes this runs twice."""
    return FastSteps(network, SEED, compiled=request.param == "compiled")


def _keras_logits(network: Network, tokens: NDArray[Any], benchmark: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(network([tokens, benchmark], training=False))


def _fast_logits(steps: Steps, tokens: NDArray[Any], benchmark: NDArray[Any]) -> NDArray[Any]:
    layer = steps.network.get_layer("benchmark_scale")
    return np.asarray(layer.kernel) * benchmark + np.asarray(layer.bias) + steps.correction(tokens)


def test_an_untrained_network_is_level_with_the_benchmark() -> None:
    """Its logits are the benchmark's, whatever the text: training begins where the n-gram model ended."""
    tokens, benchmark, _ = _batch()
    new = build_bilstm(SHAPE)
    np.testing.assert_array_equal(_keras_logits(new, tokens, benchmark), benchmark)
    np.testing.assert_array_equal(_fast_logits(FastSteps(new, SEED), tokens, benchmark), benchmark)


def test_the_same_seed_makes_the_same_network() -> None:
    """A session can be repeated."""
    one, other, third = (get_arrays(build_bilstm(SHAPE, seed=seed)) for seed in (1, 1, 2))
    for name in one:
        np.testing.assert_array_equal(one[name], other[name])
    assert not np.array_equal(one["embedding.embeddings"], third["embedding.embeddings"])


def test_arrays_have_the_names_and_sizes_that_are_saved(network: Network) -> None:
    """What is written down about a network's arrays is what Keras has."""
    found = {name: (array.dtype.name, array.shape) for name, array in get_arrays(network).items()}
    assert found == array_shapes(SHAPE)


def test_arrays_taken_are_copies(network: Network) -> None:
    """A snapshot does not change while training goes on."""
    before = get_arrays(network)
    before["correction.bias"][:] = 99
    assert not (get_arrays(network)["correction.bias"] == 99).any()


@pytest.mark.parametrize("way", ["plain", "fast"])
def test_padding_does_not_change_an_output(network: Network, fast: FastSteps, way: str) -> None:
    """A text scores the same alone, beside longer ones, and with any number of zeros behind it."""
    steps: Steps = fast if way == "fast" else PlainSteps(network)
    tokens, benchmark, _ = _batch()
    whole = _fast_logits(steps, tokens, benchmark)
    wider = np.pad(tokens, ((0, 0), (0, 9)))
    np.testing.assert_allclose(_fast_logits(steps, wider, benchmark), whole, atol=1e-5)
    np.testing.assert_allclose(_keras_logits(network, wider, benchmark), whole, atol=1e-5)
    for row in range(len(tokens)):
        alone = tokens[row : row + 1, : np.count_nonzero(tokens[row])]
        np.testing.assert_allclose(_fast_logits(steps, alone, benchmark[row : row + 1])[0], whole[row], atol=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_the_fast_way_forward_equals_plain_keras(network: Network, fast: FastSteps, seed: int) -> None:
    """To a hundred-thousandth, on batches of every size and length."""
    tokens, benchmark, _ = _batch(rows=3 + 9 * seed, length=4 + 13 * seed, seed=seed)
    expected = _keras_logits(network, tokens, benchmark)
    np.testing.assert_allclose(_fast_logits(fast, tokens, benchmark), expected, atol=1e-5)
    np.testing.assert_allclose(_fast_logits(PlainSteps(network), tokens, benchmark), expected, atol=1e-5)


def test_gradients_equal_plain_keras(network: Network, fast: FastSteps) -> None:
    """Of every weight, to a hundred-thousandth, without dropout; rows of words that are not there have none."""
    import tensorflow as tf

    tokens, benchmark, labels = _batch(rows=12)
    with tf.GradientTape() as tape:
        logits = network([tokens, benchmark], training=False)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
    expected = tape.gradient(loss, [weight.value for weight in network.trainable_variables])
    found = fast.gradients(tokens, benchmark, labels)
    assert len(found) == len(expected) == 11
    for own, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(own, tf.convert_to_tensor(theirs), atol=1e-5)
    absent = np.setdiff1d(np.arange(SHAPE.vocabulary), tokens)
    assert not found[0][absent].any()
    assert np.abs(found[0]).max() > 1e-4


def test_the_loss_told_is_that_of_the_batch() -> None:
    """Without dropout it is the cross-entropy of the network's logits before the step."""
    import tensorflow as tf

    shape = BilstmShape(vocabulary=30, classes=3, embedding=8, units=6, spatial_dropout=0.0, dropout=0.0)
    network = build_bilstm(shape)
    set_arrays(network, get_arrays(_network()))
    tokens, benchmark, labels = _batch()
    logits = _keras_logits(network, tokens, benchmark)
    expected = float(tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)))
    assert FastSteps(network, SEED).train(tokens, benchmark, labels, 0.0) == pytest.approx(expected, abs=1e-5)
    assert PlainSteps(network).train(tokens, benchmark, labels, 0.0) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("fast", [True, False])
def test_steps_lower_the_loss(fast: bool) -> None:
    """A few dozen steps on one batch learn it nearly by heart, dropout and all."""
    network = build_bilstm(SHAPE)
    steps = make_steps(network, seed=SEED, fast=fast)
    tokens, benchmark, labels = _batch(rows=16)
    before = _loss(network, tokens, benchmark, labels)
    for _ in range(60):
        steps.train(tokens, benchmark, labels, 0.02)
    assert _loss(network, tokens, benchmark, labels) < 0.3 * before


def _loss(network: Network, tokens: NDArray[Any], benchmark: NDArray[Any], labels: NDArray[Any]) -> float:
    import tensorflow as tf

    logits = _keras_logits(network, tokens, benchmark)
    return float(tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)))


def test_a_learning_rate_of_zero_changes_nothing() -> None:
    """What the end of a schedule asks for, and what measuring speed relies on."""
    network = _network()
    before = get_arrays(network)
    FastSteps(network, SEED).train(*_batch(), 0.0)
    for name, array in get_arrays(network).items():
        np.testing.assert_array_equal(array, before[name])


@pytest.mark.parametrize("fast", [True, False])
def test_going_back_repeats_the_same_steps(fast: bool) -> None:
    """Weights, moments and the dropout of the fast steps go on as if the steps between had never been."""
    network = _network()
    steps = make_steps(network, seed=SEED, fast=fast)
    steps.train(*_batch(), 0.01)
    weights, optimiser = get_arrays(network), steps.optimiser_state()
    first = _after(steps)
    set_arrays(network, weights)
    steps.restore_optimiser(optimiser)
    second = _after(steps)
    if fast:  # Keras draws its dropout from a generator of its own
        for name, array in first.items():
            np.testing.assert_array_equal(array, second[name])


def _after(steps: Steps) -> dict[str, NDArray[np.float32]]:
    """Weights after three steps."""
    for seed in range(3):
        steps.train(*_batch(seed=seed), 0.01)
    return get_arrays(steps.network)


def test_dropout_is_drawn_anew_in_each_step(fast: FastSteps) -> None:
    """The same batch has another loss in the next step, and the mean over many is near to that without dropout."""
    losses = [fast.train(*_batch(), 0.0) for _ in range(40)]
    assert len(set(losses)) > 30
    mean = np.mean([fast.train(*_batch(), 0.0) for _ in range(40)])
    assert mean == pytest.approx(np.mean(losses), rel=0.3)


def test_one_trace_serves_every_batch(fast: FastSteps) -> None:
    """Other sizes and lengths cost no tracing: many lengths are free."""
    for rows, length in ((2, 3), (5, 9), (9, 30)):
        fast.train(*_batch(rows, length), 0.0)
        fast.correction(_batch(rows, length)[0])
    assert fast._train.experimental_get_tracing_count() == 1
    assert fast._correct.experimental_get_tracing_count() == 1


def test_labelling_texts_makes_no_optimiser() -> None:
    """It would take twice the network's memory for nothing."""
    steps = FastSteps(_network(), SEED)
    steps.correction(_batch()[0])
    assert "_adam" not in vars(steps)


def test_corrections_come_back_in_the_order_of_the_texts(fast: FastSteps) -> None:
    """Batches are made by length; each text gets its own correction all the same."""
    random = np.random.default_rng(3)
    lengths = random.integers(1, 30, 25)
    rows = TokenRows(random.integers(1, 30, lengths.sum()).astype(np.int32), np.concatenate(([0], lengths.cumsum())))
    found = corrections(fast, rows, rows_at_once=4)
    for row in range(25):
        alone = fast.correction(rows.padded(np.array([row]), int(lengths[row])))
        np.testing.assert_allclose(found[row], alone[0], atol=1e-5)


def _several(rows: int, seed: int = 1) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """A batch whose rows have any of three labels, or none (rows, 3)."""
    tokens, benchmark, _ = _batch(rows, seed=seed)
    return tokens, benchmark, np.random.default_rng(seed).integers(0, 2, (rows, 3)).astype(np.int8)


def _keras_loss(network: Network, tokens: NDArray[Any], benchmark: NDArray[Any], labels: NDArray[Any]) -> Any:
    """What Keras itself calls the cross entropy of labels that do not exclude each other."""
    import keras

    logits = network([tokens, benchmark], training=False)
    return keras.losses.BinaryCrossentropy(from_logits=True)(labels.astype(np.float32), logits)


@pytest.mark.parametrize("compiled", [True, False])
def test_gradients_of_several_labels_equal_plain_keras(network: Network, compiled: bool) -> None:
    """Of every weight, to a hundred-thousandth; a label tells nothing of another."""
    import tensorflow as tf

    tokens, benchmark, labels = _several(rows=12)
    with tf.GradientTape() as tape:
        loss = _keras_loss(network, tokens, benchmark, labels)
    expected = tape.gradient(loss, [weight.value for weight in network.trainable_variables])
    found = FastSteps(network, SEED, compiled=compiled, several_labels=True).gradients(tokens, benchmark, labels)
    assert len(found) == len(expected) == 11
    for own, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(own, tf.convert_to_tensor(theirs), atol=1e-5)
    assert np.abs(found[0]).max() > 1e-4


def test_the_loss_told_of_several_labels_is_their_mean() -> None:
    """Both ways tell the same: the mean over rows, and over the labels of a row."""
    shape = BilstmShape(vocabulary=30, classes=3, embedding=8, units=6, spatial_dropout=0.0, dropout=0.0)
    network = build_bilstm(shape)
    set_arrays(network, get_arrays(_network()))
    tokens, benchmark, labels = _several(rows=9)
    probability = 1 / (1 + np.exp(-_keras_logits(network, tokens, benchmark).astype(np.float64)))
    expected = -np.log(np.where(labels == 1, probability, 1 - probability)).mean()
    for steps in (FastSteps(network, SEED, several_labels=True), PlainSteps(network, several_labels=True)):
        assert steps.train(tokens, benchmark, labels, 0.0) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("fast", [True, False])
def test_steps_learn_several_labels(fast: bool) -> None:
    """A few dozen steps on one batch learn every label of it nearly by heart."""
    network = build_bilstm(SHAPE)
    steps = make_steps(network, seed=SEED, fast=fast, several_labels=True)
    tokens, benchmark, labels = _several(rows=16)
    before = float(_keras_loss(network, tokens, benchmark, labels))
    for _ in range(60):
        steps.train(tokens, benchmark, labels, 0.02)
    assert float(_keras_loss(network, tokens, benchmark, labels)) < 0.3 * before

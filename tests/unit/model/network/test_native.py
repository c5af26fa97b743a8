"""The compiled LSTM against Keras' own, beyond what `test_model_network` asks of both fast ways; and without it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.network import native_encoder
from model.network.bilstm import BilstmShape, Network, build_bilstm
from model.network.compiled_forward import CompiledForward
from model.network.fast_steps import FastSteps
from model.network.fastest_steps import forward_of
from model.network.kernels import BlockEncoder
from model.network.layout import laid_out
from model.network.native_encoder import NativeEncoder, why_not
from model.network.network_weights import NetworkWeights, array_shapes, get_arrays, set_arrays

pytestmark = pytest.mark.slow


def _network(units: int, features: int) -> Network:
    shape = BilstmShape(vocabulary=40, classes=2, embedding=features, units=units)
    network, random = build_bilstm(shape), np.random.default_rng(units)
    sizes = array_shapes(shape).items()
    set_arrays(network, {name: random.normal(0, 0.4, size).astype(kind) for name, (kind, size) in sizes})
    return network


def _tokens(rows: int, length: int, padding: int) -> NDArray[np.int32]:
    """Texts of one token up to `length`, and some columns of padding behind the longest."""
    random = np.random.default_rng(rows * length)
    lengths = random.integers(1, length + 1, rows)
    tokens = random.integers(1, 40, (rows, length + padding)).astype(np.int32)
    tokens[np.arange(length + padding) >= lengths[:, None]] = 0
    return tokens


SIZES = [
    (1, 1, 0, 6, 8),
    (1, 9, 3, 5, 3),
    (5, 1, 4, 16, 16),
    (13, 40, 0, 32, 20),
    (33, 17, 2, 7, 65),
    (64, 60, 0, 64, 128),
]


@pytest.mark.parametrize(("rows", "length", "padding", "units", "features"), SIZES)
def test_it_equals_keras(rows: int, length: int, padding: int, units: int, features: int) -> None:
    """Corrections and the gradient of every weight, to a hundred-thousandth, at sizes that fill no vector too."""
    import tensorflow as tf

    network, tokens = _network(units, features), _tokens(rows, length, padding)
    benchmark, labels = np.zeros((rows, 2), np.float32), np.arange(rows) % 2
    with tf.GradientTape() as tape:
        logits = network([tokens, benchmark], training=False)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
    steps = FastSteps(network, seed=1, compiled=True)
    expected = np.asarray(logits) - np.asarray(network.get_layer("benchmark_scale").bias)
    np.testing.assert_allclose(steps.correction(tokens), expected, atol=1e-5)
    theirs = tape.gradient(loss, [weight.value for weight in network.trainable_variables])
    for own, other in zip(steps.gradients(tokens, benchmark, labels), theirs, strict=True):
        np.testing.assert_allclose(own, tf.convert_to_tensor(other), atol=1e-5)


@pytest.mark.parametrize(("rows", "length", "padding", "units", "features"), SIZES)
def test_labelling_without_tensorflow_says_the_same(
    rows: int, length: int, padding: int, units: int, features: int
) -> None:
    """A saved network labels texts on its arrays alone, as Keras would, batch after batch."""
    network = _network(units, features)
    shape = BilstmShape(vocabulary=40, classes=2, embedding=features, units=units)
    forward = forward_of(NetworkWeights(shape, get_arrays(network)))
    assert isinstance(forward, CompiledForward)
    for some in (rows, rows + 2, 1):
        tokens = _tokens(some, length, padding)
        logits = network([tokens, np.zeros((some, 2), np.float32)], training=False)
        expected = np.asarray(logits) - np.asarray(network.get_layer("benchmark_scale").bias)
        np.testing.assert_allclose(forward.correction(tokens), expected, atol=1e-5)


def test_training_with_dropout_is_the_same_on_both_fast_ways() -> None:
    """The same features are dropped, forward and back: after some steps the weights are the same."""
    trained = []
    for native in (True, False):
        steps = FastSteps(_network(8, 16), seed=5, compiled=native)
        for rows in (6, 9, 3):
            steps.train(_tokens(rows, 11, 1), np.zeros((rows, 2), np.float32), np.arange(rows) % 2, 0.01)
        trained.append(get_arrays(steps.network))
    for name, array in trained[0].items():
        np.testing.assert_allclose(array, trained[1][name], atol=1e-4, err_msg=name)


def test_its_tanh_is_right_everywhere() -> None:
    """From underflow to saturation; and what is not a number stays so, or a broken training would look sound."""
    from model.network.native_lstm import _tanh

    values = np.concatenate([np.linspace(-12, 12, 4001), [1e-30, -1e-30, 0.0, 1e30, -1e30]]).astype(np.float32)
    found = [_tanh(value) for value in values]
    np.testing.assert_allclose(found, np.tanh(values.astype(np.float64)), atol=5e-7)
    assert np.isnan(_tanh(np.float32(np.nan)))


def test_a_batch_leaves_nothing_for_the_next() -> None:
    """Memory is used again: a long batch before a short one changes nothing in it."""
    steps, short = FastSteps(_network(8, 8), seed=1, compiled=True), _tokens(3, 4, 0)
    fresh = steps.correction(short)
    gradients = steps.gradients(short, np.zeros((3, 2), np.float32), np.zeros(3, np.int64))
    long = _tokens(20, 30, 0)
    steps.gradients(long, np.zeros((20, 2), np.float32), np.zeros(20, np.int64))
    np.testing.assert_array_equal(steps.correction(short), fresh)
    again = steps.gradients(short, np.zeros((3, 2), np.float32), np.zeros(3, np.int64))
    for own, other in zip(again, gradients, strict=True):
        np.testing.assert_array_equal(own, other)


def test_labelling_texts_keeps_memory_for_one_step_only() -> None:
    """Not for each of the tokens, as training does."""
    steps = FastSteps(_network(8, 8), seed=1, compiled=True)
    steps.correction(_tokens(20, 30, 0))
    assert isinstance(steps._encoder, NativeEncoder)
    assert [len(one._kept[0]) for one in steps._encoder._directions] == [20, 20]


def test_it_is_compiled_once() -> None:
    """Other sizes of a batch, training and labelling run what is there: nothing compiles in the middle of a box."""
    from model.network.native_lstm import backward, forward

    steps = FastSteps(_network(8, 8), seed=1, compiled=True)
    for rows, length in ((1, 1), (4, 9)):
        tokens = _tokens(rows, length, 0)
        steps.train(tokens, np.zeros((rows, 2), np.float32), np.zeros(rows, np.int64), 0.0)
        steps.correction(tokens)
    assert len(forward.signatures) == len(backward.signatures) == 1


def test_texts_are_laid_out_without_their_padding() -> None:
    """First tokens of all texts, longest first, then second ones; backward begins at each text's own end."""
    batch, order = laid_out(np.array([[4, 0, 0, 0], [5, 9, 7, 0]], np.int32))
    assert order.tolist() == [1, 0]
    assert batch.words[batch.forward].tolist() == [5, 4, 9, 7]
    assert batch.words[batch.backward].tolist() == [7, 4, 9, 5]
    assert batch.active.tolist() == [2, 1, 1]
    assert batch.lengths.tolist() == [3, 1]


@pytest.fixture
def asked_anew() -> Iterator[None]:
    """Whether it can be compiled is asked once in a process: ask before and after."""
    why_not.cache_clear()
    yield
    why_not.cache_clear()


@pytest.mark.usefixtures("asked_anew")
@pytest.mark.parametrize("error", [ImportError("No module named 'numba'"), AssertionError("wrong numbers")])
def test_where_it_does_not_work_tensorflow_does(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Without numba, or where it computes something else, the steps take TensorFlow's operation."""

    def fails() -> None:
        raise error

    monkeypatch.setattr(native_encoder, "_try_out", fails)
    network, shape = _network(4, 4), BilstmShape(vocabulary=40, classes=2, embedding=4, units=4)
    assert isinstance(FastSteps(network, seed=1)._encoder, BlockEncoder)
    assert isinstance(forward_of(NetworkWeights(shape, get_arrays(network))), FastSteps)
    assert str(error) in (why_not() or "")


@pytest.mark.usefixtures("asked_anew")
def test_wrong_numbers_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was compiled is tried on a text of one word before it is trusted."""
    from model.network import native_lstm

    right = native_lstm.forward

    def wrong(*given: Any) -> tuple[Any, ...]:
        largest, where, total = right(*given)
        return largest + 0.01, where, total

    monkeypatch.setattr(native_lstm, "forward", wrong)
    assert "AssertionError" in (why_not() or "it was trusted")


def test_it_is_taken_where_it_works() -> None:
    """Nobody has to ask for it."""
    assert why_not() is None
    assert isinstance(FastSteps(_network(4, 4), seed=1)._encoder, NativeEncoder)


def test_no_folder_for_what_was_compiled_is_no_error(tmp_path: Any) -> None:
    """As on a system that is read-only throughout: the steps work all the same."""
    code = "from model.network.native_encoder import why_not; print(why_not())"
    blocked = tmp_path / "file"
    blocked.write_text("")
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(blocked / "below")}
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert found.returncode == 0, found.stderr

"""Adam that touches only what a batch touched, against a reference written by hand."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.network.backend import start_backend
from model.network.lazy_adam import LazyAdam

pytestmark = pytest.mark.slow

MEAN_DECAY, SQUARE_DECAY, EPSILON = 0.9, 0.999, 1e-7
ROWS, COLUMNS = 6, 4


class _Reference:
    """Adam of one array, entry by entry, that counts its own updates (Kingma & Ba 2015, algorithm 1)."""

    def __init__(self, values: NDArray[Any]) -> None:
        self.values = values.astype(np.float64)
        self.mean, self.square, self.updates = np.zeros_like(self.values), np.zeros_like(self.values), 0

    def apply(self, gradient: NDArray[Any], rate: float) -> None:
        self.updates += 1
        self.mean = MEAN_DECAY * self.mean + (1 - MEAN_DECAY) * gradient
        self.square = SQUARE_DECAY * self.square + (1 - SQUARE_DECAY) * gradient**2
        # epsilon stands beside the uncorrected root, as in Keras (section 2, last paragraph)
        step = np.sqrt(1 - SQUARE_DECAY**self.updates) / (1 - MEAN_DECAY**self.updates)
        self.values -= rate * step * self.mean / (np.sqrt(self.square) + EPSILON)


def _made() -> tuple[Any, Any, LazyAdam]:
    start_backend()
    import tensorflow as tf

    random = np.random.default_rng(0)
    table = tf.Variable(random.normal(size=(ROWS, COLUMNS)).astype(np.float32))
    other = tf.Variable(random.normal(size=(3, 2)).astype(np.float32))
    return table, other, LazyAdam(table, [other])


def _batches(count: int) -> list[tuple[NDArray[Any], NDArray[Any], NDArray[Any], float]]:
    """Rows touched, their gradients, the gradient of the other variable, and a rate: row 0 is never touched."""
    random = np.random.default_rng(1)
    found = []
    for _ in range(count):
        ids = np.sort(random.choice(np.arange(1, ROWS), random.integers(1, 4), replace=False)).astype(np.int32)
        gradients = random.normal(size=(len(ids), COLUMNS)).astype(np.float32)
        found.append((ids, gradients, random.normal(size=(3, 2)).astype(np.float32), random.uniform(1e-3, 1e-1)))
    return found


def test_it_equals_the_reference_row_by_row() -> None:
    """Rows are updated when they occur, corrected by how often they did; other variables are plain Adam."""
    table, other, adam = _made()
    rows, dense = [_Reference(row) for row in np.asarray(table)], _Reference(np.asarray(other))
    for ids, gradients, of_other, rate in _batches(25):
        adam.apply(ids, gradients, [of_other], np.float32(rate))
        dense.apply(of_other, rate)
        for row, gradient in zip(ids, gradients, strict=True):
            rows[row].apply(gradient, rate)
    np.testing.assert_allclose(np.asarray(table), [row.values for row in rows], atol=1e-5)
    np.testing.assert_allclose(np.asarray(other), dense.values, atol=1e-5)


def test_rows_that_a_batch_does_not_hold_stay_as_they_are() -> None:
    """To the last bit, with their moments: a rare word is not worn away between its occurrences."""
    table, _, adam = _made()
    for ids, gradients, of_other, rate in _batches(10):
        before = np.asarray(table).copy()
        moments = adam.state()
        adam.apply(ids, gradients, [of_other], np.float32(rate))
        untouched = np.setdiff1d(np.arange(ROWS), ids)
        np.testing.assert_array_equal(np.asarray(table)[untouched], before[untouched])
        after = adam.state()
        for name in ("table_mean", "table_square", "table_updates"):
            np.testing.assert_array_equal(after[name][untouched], moments[name][untouched])
        assert (np.asarray(table)[ids] != before[ids]).any(axis=1).all()


def test_other_variables_equal_keras_adam() -> None:
    """Where everything is touched at every step there is no difference."""
    start_backend()
    import keras

    _, other, adam = _made()
    theirs = keras.Variable(np.asarray(other))
    reference = keras.optimizers.Adam(learning_rate=0.05)
    for ids, gradients, of_other, _ in _batches(15):
        adam.apply(ids, gradients, [of_other], np.float32(0.05))
        reference.apply([of_other], [theirs])
    np.testing.assert_allclose(np.asarray(other), np.asarray(theirs), atol=1e-5)


def test_the_first_update_of_a_rare_word_is_as_long_as_anybodys() -> None:
    """After a hundred steps without it, its first step is one learning rate long in every column."""
    table, _, adam = _made()
    nothing = np.zeros((3, 2), np.float32)
    for _ in range(100):
        adam.apply(np.array([1], np.int32), np.ones((1, COLUMNS), np.float32), [nothing], np.float32(0.01))
    before = np.asarray(table)[2].copy()
    adam.apply(np.array([2], np.int32), np.full((1, COLUMNS), 5, np.float32), [nothing], np.float32(0.01))
    np.testing.assert_allclose(before - np.asarray(table)[2], 0.01, rtol=1e-3)


@pytest.mark.parametrize("steps_between", [1, 4])
def test_it_goes_on_from_a_state_as_if_nothing_had_been(steps_between: int) -> None:
    """State out, other steps, state and values in again: the next steps are the same."""
    table, other, adam = _made()
    for batch in _batches(3):
        adam.apply(batch[0], batch[1], [batch[2]], np.float32(batch[3]))
    values, state = (np.asarray(table).copy(), np.asarray(other).copy()), adam.state()
    outcomes = []
    for _ in range(2):
        table.assign(values[0])
        other.assign(values[1])
        adam.restore(state)
        for batch in _batches(steps_between):
            adam.apply(batch[0], batch[1], [batch[2]], np.float32(batch[3]))
        outcomes.append((np.asarray(table).copy(), np.asarray(other).copy()))
    np.testing.assert_array_equal(outcomes[0][0], outcomes[1][0])
    np.testing.assert_array_equal(outcomes[0][1], outcomes[1][1])


def test_a_state_of_another_version_or_size_is_left_alone() -> None:
    """A model that was trained with an earlier version can be trained on: its optimiser begins anew."""
    _, _, adam = _made()
    fresh = adam.state()
    adam.restore({"table_mean": np.ones((2, 2), np.float32)})
    adam.restore({**fresh, "mean": np.ones(3, np.float32)})
    for name, array in adam.state().items():
        np.testing.assert_array_equal(array, fresh[name])

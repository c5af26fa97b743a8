"""Adam that touches only what a batch touched.

The rows of an embedding that a batch does not contain keep their value and their moments; Keras' Adam works through
all of them at every step. Each row's moments are corrected by how often that row was updated, not by the number of
steps, so a rare word's first update is as long as a frequent one's. It differs from Adam in both; see Kingma & Ba 2015.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MEAN_DECAY, _SQUARE_DECAY, _EPSILON = 0.9, 0.999, 1e-7


class LazyAdam:
    """Optimiser of one table of rows (the embedding) and any number of other variables (TensorFlow)."""

    def __init__(self, table: Any, others: Sequence[Any]) -> None:
        import tensorflow as tf

        self._table = table
        self._others = list(others)
        self._table_mean = tf.Variable(tf.zeros_like(table), trainable=False)
        self._table_square = tf.Variable(tf.zeros_like(table), trainable=False)
        self._table_updates = tf.Variable(tf.zeros([table.shape[0]]), trainable=False)
        self._sizes = [int(np.prod(variable.shape)) for variable in others]
        self._mean = tf.Variable(tf.zeros([sum(self._sizes)]), trainable=False)  # of all others, one behind the other
        self._square = tf.Variable(tf.zeros([sum(self._sizes)]), trainable=False)
        self._updates = tf.Variable(0.0, trainable=False)

    def apply(self, row_ids: Any, row_gradients: Any, gradients: Sequence[Any], learning_rate: Any) -> None:
        """One update. `row_ids` (some rows,), each once; `row_gradients` (some rows, columns)."""
        self._apply_rows(row_ids, row_gradients, learning_rate)
        self._updates.assign_add(1.0)
        self._apply_dense(gradients, learning_rate)

    def state(self) -> dict[str, NDArray[Any]]:
        """Moments and counts as arrays."""
        return {name: np.asarray(variable) for name, variable in self._named().items()}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Go on from arrays that `state` gave; those of another version or size are left alone: it begins anew."""
        named = self._named()
        if all(name in state and state[name].shape == variable.shape for name, variable in named.items()):
            for name, variable in named.items():
                variable.assign(state[name])

    def _named(self) -> dict[str, Any]:
        return {
            "table_mean": self._table_mean,
            "table_square": self._table_square,
            "table_updates": self._table_updates,
            "updates": self._updates,
            "mean": self._mean,
            "square": self._square,
        }

    def _apply_rows(self, row_ids: Any, gradients: Any, learning_rate: Any) -> None:
        import tensorflow as tf

        updates = tf.gather(self._table_updates, row_ids) + 1.0
        mean = _moved(tf.gather(self._table_mean, row_ids), gradients, _MEAN_DECAY)
        square = _moved(tf.gather(self._table_square, row_ids), tf.square(gradients), _SQUARE_DECAY)
        step = learning_rate * _bias_correction(updates)[:, None] * mean / (tf.sqrt(square) + _EPSILON)
        self._table.scatter_sub(tf.IndexedSlices(step, row_ids))
        self._table_updates.scatter_update(tf.IndexedSlices(updates, row_ids))
        self._table_mean.scatter_update(tf.IndexedSlices(mean, row_ids))
        self._table_square.scatter_update(tf.IndexedSlices(square, row_ids))

    def _apply_dense(self, gradients: Sequence[Any], learning_rate: Any) -> None:
        """All at once: beside a short text's LSTM, a dozen small operations for each variable take their time."""
        import tensorflow as tf

        gradient = tf.concat([tf.reshape(part, [-1]) for part in gradients], axis=0)
        self._mean.assign(_moved(self._mean, gradient, _MEAN_DECAY))
        self._square.assign(_moved(self._square, tf.square(gradient), _SQUARE_DECAY))
        step = learning_rate * _bias_correction(self._updates) * self._mean / (tf.sqrt(self._square) + _EPSILON)
        for variable, part in zip(self._others, tf.split(step, self._sizes), strict=True):
            variable.assign_sub(tf.reshape(part, variable.shape))


def _moved(moment: Any, value: Any, decay: float) -> Any:
    return decay * moment + (1.0 - decay) * value


def _bias_correction(updates: Any) -> Any:
    import tensorflow as tf

    return tf.sqrt(1.0 - tf.pow(_SQUARE_DECAY, updates)) / (1.0 - tf.pow(_MEAN_DECAY, updates))

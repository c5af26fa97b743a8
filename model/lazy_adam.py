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
        self._means = [tf.Variable(tf.zeros_like(variable), trainable=False) for variable in others]
        self._squares = [tf.Variable(tf.zeros_like(variable), trainable=False) for variable in others]
        self._updates = tf.Variable(0.0, trainable=False)

    def apply(self, row_ids: Any, row_gradients: Any, gradients: Sequence[Any], learning_rate: Any) -> None:
        """One update. `row_ids` (some rows,), each once; `row_gradients` (some rows, columns)."""
        self._apply_rows(row_ids, row_gradients, learning_rate)
        self._updates.assign_add(1.0)
        for place, gradient in enumerate(gradients):
            self._apply_dense(place, gradient, learning_rate)

    def state(self) -> dict[str, NDArray[Any]]:
        """Moments and counts as arrays."""
        return {name: np.asarray(variable) for name, variable in self._named().items()}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Go on from arrays that `state` gave."""
        for name, variable in self._named().items():
            variable.assign(state[name])

    def _named(self) -> dict[str, Any]:
        named = {
            "table_mean": self._table_mean,
            "table_square": self._table_square,
            "table_updates": self._table_updates,
            "updates": self._updates,
        }
        named |= {f"mean_{place}": variable for place, variable in enumerate(self._means)}
        return named | {f"square_{place}": variable for place, variable in enumerate(self._squares)}

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

    def _apply_dense(self, place: int, gradient: Any, learning_rate: Any) -> None:
        import tensorflow as tf

        mean, square = self._means[place], self._squares[place]
        mean.assign(_moved(mean, gradient, _MEAN_DECAY))
        square.assign(_moved(square, tf.square(gradient), _SQUARE_DECAY))
        step = learning_rate * _bias_correction(self._updates) * mean / (tf.sqrt(square) + _EPSILON)
        self._others[place].assign_sub(step)


def _moved(moment: Any, value: Any, decay: float) -> Any:
    return decay * moment + (1.0 - decay) * value


def _bias_correction(updates: Any) -> Any:
    import tensorflow as tf

    return tf.sqrt(1.0 - tf.pow(_SQUARE_DECAY, updates)) / (1.0 - tf.pow(_MEAN_DECAY, updates))

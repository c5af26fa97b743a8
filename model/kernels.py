"""The fast way through an LSTM on a CPU: one TensorFlow operation per direction instead of one step at a time.

`BlockLSTMV2` orders its gates as Keras does (input, forget, cell, output), so it runs on a Keras layer's own weights.
The gradient that TensorFlow (2.21) has registered for it is that of the older `BlockLSTM`, which orders them input,
cell, forget, output, so the gradients of two gates come out exchanged: the right one, `BlockLSTMGradV2`, is named here.

Behind the end of a text its states differ from Keras', which repeats the last one; before it they are equal. Only
TensorFlow has the operation: this file and `model.fast_steps` are the only ones that need it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Tensor = Any


def lstm_states(cell: Any, inputs: Tensor) -> Tensor:
    """States (time, rows, units) of a Keras `LSTMCell` along inputs (time, rows, features)."""
    import tensorflow as tf

    weights = tf.concat([cell.kernel.value, cell.recurrent_kernel.value], axis=0)
    return tf.custom_gradient(_states)(inputs, weights, tf.convert_to_tensor(cell.bias.value))


def _states(inputs: Tensor, weights: Tensor, bias: Tensor) -> tuple[Tensor, Callable[[Tensor], tuple[Tensor, ...]]]:
    """States, and what turns their gradient into those of inputs, weights and bias."""
    import tensorflow as tf

    given = _given(inputs, weights, bias)
    found = tf.raw_ops.BlockLSTMV2(**given, cell_clip=0.0)

    def gradient(of_states: Tensor) -> tuple[Tensor, ...]:
        gates = {name: getattr(found, name) for name in ("i", "cs", "f", "o", "ci", "co", "h")}
        back = tf.raw_ops.BlockLSTMGradV2(**given, **gates, cs_grad=tf.zeros_like(found.cs), h_grad=of_states)
        return back.x_grad, back.w_grad, back.b_grad

    return found.h, gradient


def _given(inputs: Tensor, weights: Tensor, bias: Tensor) -> dict[str, Any]:
    """What the operation and its gradient both take: a text begins with nothing, and there are no peepholes."""
    import tensorflow as tf

    units = tf.shape(bias)[0] // 4
    nothing = tf.zeros([tf.shape(inputs)[1], units])
    no_peephole = dict.fromkeys(("wci", "wcf", "wco"), tf.zeros([units]))
    length = tf.cast(tf.shape(inputs)[0], tf.int64)
    start = {"cs_prev": nothing, "h_prev": nothing}
    return {"seq_len_max": length, "x": inputs, "w": weights, "b": bias, **start, **no_peephole, "use_peephole": False}


def reverse_rows(values: Any, lengths: Any) -> Any:
    """Token numbers (rows, time) with each row's first `lengths` (rows,) in reverse order, padding left behind."""
    import numpy as np

    columns = np.arange(values.shape[1])
    places = np.where(columns < lengths[:, None], lengths[:, None] - 1 - columns, columns)
    return np.take_along_axis(values, places, axis=1)

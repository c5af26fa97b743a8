"""The fast way through an LSTM on a CPU: one TensorFlow operation per direction instead of one step at a time.

`BlockLSTMV2` orders its gates as Keras does (input, forget, cell, output), so it runs on a Keras layer's own weights.
Behind the end of a text its states differ from Keras', which repeats the last one; before it they are equal. Only
TensorFlow has the operation: this file and `model.fast_steps` are the only ones that need it.
"""

from __future__ import annotations

from typing import Any

Tensor = Any


def lstm_states(cell: Any, inputs: Tensor) -> Tensor:
    """States (time, rows, units) of a Keras `LSTMCell` along inputs (time, rows, features)."""
    import tensorflow as tf

    units = cell.units
    rows = tf.shape(inputs)[1]
    nothing = tf.zeros([rows, units])
    no_peephole = tf.zeros([units])
    return tf.raw_ops.BlockLSTMV2(
        seq_len_max=tf.cast(tf.shape(inputs)[0], tf.int64),
        x=inputs,
        cs_prev=nothing,
        h_prev=nothing,
        w=tf.concat([cell.kernel.value, cell.recurrent_kernel.value], axis=0),
        wci=no_peephole,
        wcf=no_peephole,
        wco=no_peephole,
        b=cell.bias.value,
        cell_clip=0.0,
        use_peephole=False,
    ).h


def reverse_rows(values: Any, lengths: Any) -> Any:
    """Token numbers (rows, time) with each row's first `lengths` (rows,) in reverse order, padding left behind."""
    import numpy as np

    columns = np.arange(values.shape[1])
    places = np.where(columns < lengths[:, None], lengths[:, None] - 1 - columns, columns)
    return np.take_along_axis(values, places, axis=1)

"""An LSTM in TensorFlow alone: one operation per direction instead of one step at a time.

It serves where `native_lstm` cannot be compiled, or is the slower one. `BlockLSTMV2` orders its gates as Keras does
(input, forget, cell, output), so it runs on a Keras layer's own weights. The gradient that TensorFlow (2.21) has
registered for it is that of the older `BlockLSTM`, which orders them input, cell, forget, output, so the gradients of
two gates come out exchanged: `BlockLSTMGradV2`, the right one, is named here.

Behind the end of a text its states differ from Keras', which repeats the last one; before it they are equal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from model.network.bilstm import FAR_BELOW
from model.network.layout import Layout

Tensor = Any


class BlockEncoder:
    """Largest and mean state of both directions, by TensorFlow's own operation."""

    def __init__(self, cells: tuple[Any, Any]) -> None:
        self._cells = cells

    def pooled(self, words: Tensor, layout: Layout, scale: Tensor, *, keep: bool) -> Tensor:
        """(rows, 4 * units) of `words` (words, features) and a batch; `scale` (rows, features) of its dropout.

        `keep`, whether gradients will be asked for, makes no difference here.
        """
        import tensorflow as tf

        real = tf.range(tf.size(layout.active))[:, None] < layout.lengths  # (time, rows)
        states = []
        for cell, packed in zip(self._cells, (layout.forward, layout.backward), strict=True):
            places = tf.scatter_nd(tf.where(real), packed, tf.shape(real, tf.int64))
            states.append(lstm_states(cell, tf.gather(words, places) * scale))
        return _pooled(states, layout.lengths, tf.cast(real, tf.float32)[:, :, None])


def _pooled(states: list[Tensor], lengths: Tensor, real: Tensor) -> Tensor:
    """Largest and mean state over the real tokens, as the plain network pools: (rows, 4 * units)."""
    import tensorflow as tf

    largest = [tf.reduce_max(direction + (1.0 - real) * FAR_BELOW, axis=0) for direction in states]
    mean = [tf.reduce_sum(direction * real, axis=0) / tf.cast(lengths, tf.float32)[:, None] for direction in states]
    return tf.concat([*largest, *mean], axis=1)


def lstm_states(cell: Any, inputs: Tensor) -> Tensor:
    """States (time, rows, units) of a Keras `LSTMCell` along inputs (time, rows, features)."""
    import tensorflow as tf

    weights = tf.concat([cell.kernel.value, cell.recurrent_kernel.value], axis=0)
    return tf.custom_gradient(_states)(inputs, weights, tf.convert_to_tensor(cell.bias.value))


def _states(inputs: Tensor, weights: Tensor, bias: Tensor) -> tuple[Tensor, Callable[[Tensor], tuple[Tensor, ...]]]:
    """States, and what turns their gradient into those of inputs, weights and bias."""
    import tensorflow as tf

    given = _given(inputs, weights, bias)
    block = tf.raw_ops.BlockLSTMV2(**given, cell_clip=0.0)

    def gradient(of_states: Tensor) -> tuple[Tensor, ...]:
        gates = {name: getattr(block, name) for name in ("i", "cs", "f", "o", "ci", "co", "h")}
        back = tf.raw_ops.BlockLSTMGradV2(**given, **gates, cs_grad=tf.zeros_like(block.cs), h_grad=of_states)
        return back.x_grad, back.w_grad, back.b_grad

    return block.h, gradient


def _given(inputs: Tensor, weights: Tensor, bias: Tensor) -> dict[str, Any]:
    """What the operation and its gradient both take: a text begins with nothing, and there are no peepholes."""
    import tensorflow as tf

    units = tf.shape(bias)[0] // 4
    nothing = tf.zeros([tf.shape(inputs)[1], units])
    no_peephole = dict.fromkeys(("wci", "wcf", "wco"), tf.zeros([units]))
    length = tf.cast(tf.shape(inputs)[0], tf.int64)
    start = {"cs_prev": nothing, "h_prev": nothing}
    return {"seq_len_max": length, "x": inputs, "w": weights, "b": bias, **start, **no_peephole, "use_peephole": False}

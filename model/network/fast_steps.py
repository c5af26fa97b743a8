"""Training steps on a fast LSTM (TensorFlow only), on the weights of the plain Keras network.

The LSTM is the compiled one where that runs, else TensorFlow's own operation. As pooling does not ask for the order of
time, the backward direction is never turned round again. Gradients of the embedding exist for a batch's words only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from model.arrays import Floats
from model.network.bilstm import Network
from model.network.kernels import BlockEncoder
from model.network.layout import Layout, laid_out
from model.network.lazy_adam import LazyAdam
from model.network.native_encoder import NativeEncoder, why_not
from model.network.steps import Tokens
from model.text.buckets import MOST_LENGTHS

Tensor = Any


class Encoder(Protocol):
    """Two directions of an LSTM over a batch, with their pooling."""

    def pooled(self, words: Tensor, layout: Layout, scale: Tensor, *, keep: bool) -> Tensor:
        """(rows, 4 * units) of `words` (words, features) and a batch; `scale` (rows, features) of its dropout."""
        ...


class FastSteps:
    """Forward passes and optimiser steps; one trace serves every batch size and length."""

    most_lengths = MOST_LENGTHS

    def __init__(
        self, network: Network, seed: int, *, compiled: bool | None = None, several_labels: bool = False
    ) -> None:
        import tensorflow as tf

        self.network = network
        self._seed = seed
        self._step = 0
        self._several_labels = several_labels
        bilstm = network.get_layer("bilstm")
        cells = (bilstm.forward_layer.cell, bilstm.backward_layer.cell)
        self.compiled = compiled is not False and why_not() is None
        self._encoder: Encoder = NativeEncoder(cells) if self.compiled else BlockEncoder(cells)
        self._table = network.get_layer("embedding").embeddings.value
        self._others = [weight.value for weight in network.trainable_variables if weight.value is not self._table]
        vector = tf.TensorSpec([None], tf.int32)
        batch = Layout(vector, vector, vector, vector, vector)
        logits = tf.TensorSpec([None, network.output_shape[-1]], tf.float32)
        rate, step = tf.TensorSpec([], tf.float32), tf.TensorSpec([], tf.int32)
        labels = logits if several_labels else vector
        # no branch hangs on a tensor: rewriting Python for TensorFlow (autograph) would cost half of the trace
        given = (batch, logits, labels, rate, step)
        self._train = tf.function(self._train_batch, input_signature=given, autograph=False)
        self._correct = tf.function(self._correct_batch, input_signature=(batch,), autograph=False)

    @cached_property
    def _adam(self) -> LazyAdam:
        """Made with the first training step: labelling texts needs no optimiser, three times the network's memory."""
        return LazyAdam(self._table, self._others)

    @cached_property
    def _traced_train(self) -> Any:
        """The one trace, called straight: looking for the one that fits takes .7 ms, as much as ten short texts."""
        _ = self._adam  # its variables cannot be made inside the traced step
        return self._train.get_concrete_function()

    @cached_property
    def _traced_correct(self) -> Any:
        return self._correct.get_concrete_function()

    def train(self, tokens: Tokens, benchmark: Floats, labels: NDArray[np.integer], learning_rate: float) -> float:
        """One optimiser step on a batch; its loss."""
        self._step += 1
        batch, order = laid_out(tokens)
        rate, step = np.float32(learning_rate), np.int32(self._step)
        given = (batch, benchmark[order].astype(np.float32), self._as_trained_on(labels[order]), rate, step)
        return float(self._traced_train(*_as_tensors(given)))

    def correction(self, tokens: Tokens) -> Floats:
        """What the network adds to the scaled benchmark logits (rows, classes), without dropout."""
        batch, order = laid_out(tokens)
        return np.asarray(self._traced_correct(*_as_tensors((batch,))))[np.argsort(order)]

    def optimiser_state(self) -> dict[str, NDArray[Any]]:
        """The optimiser, and how many steps it has done, as arrays."""
        return {**self._adam.state(), "step": np.array(self._step)}

    def restore_optimiser(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Go on from arrays that `optimiser_state` gave."""
        self._adam.restore(state)
        self._step = int(state.get("step", 0))

    def gradients(self, tokens: Tokens, benchmark: Floats, labels: NDArray[np.integer]) -> list[NDArray[np.float32]]:
        """Gradients of the loss without dropout, in the order of `network.trainable_variables`; for comparisons."""
        batch, order = laid_out(tokens)
        trained_on = self._as_trained_on(labels[order])
        _, of_words, of_others = self._loss_and_gradients(batch, benchmark[order], trained_on, None)
        of_table = np.zeros(self._table.shape, np.float32)
        of_table[batch.words] = of_words
        others = iter(of_others)
        same = (weight.value is self._table for weight in self.network.trainable_variables)
        return [of_table if is_table else np.asarray(next(others)) for is_table in same]

    def _train_batch(self, batch: Layout, benchmark: Tensor, labels: Tensor, rate: Tensor, step: Tensor) -> Tensor:
        loss, of_words, of_others = self._loss_and_gradients(batch, benchmark, labels, step)
        self._adam.apply(batch.words, of_words, of_others, rate)
        return loss

    def _loss_and_gradients(
        self, batch: Layout, benchmark: Tensor, labels: Tensor, step: Tensor | None
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        import tensorflow as tf

        words = tf.gather(self._table, batch.words)
        with tf.GradientTape() as tape:
            tape.watch(words)
            logits = self._forward(words, batch, step, keep=True) + self.network.get_layer("benchmark_scale")(benchmark)
            loss = self._loss(labels, logits)
        of_words, *of_others = tape.gradient(loss, [words, *self._others])
        return loss, tf.convert_to_tensor(of_words), of_others

    def _as_trained_on(self, labels: NDArray[np.integer]) -> NDArray[Any]:
        """Labels as their cross entropy takes them: (rows,), or (rows, labels) each with its own probability."""
        return labels.astype(np.float32 if self._several_labels else np.int32)

    def _loss(self, labels: Tensor, logits: Tensor) -> Tensor:
        """Mean over rows, and over their labels where there are several."""
        import tensorflow as tf

        if self._several_labels:
            return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels, logits))
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))

    def _correct_batch(self, batch: Layout) -> Tensor:
        import tensorflow as tf

        return self._forward(tf.gather(self._table, batch.words), batch, None, keep=False)

    def _forward(self, words: Tensor, batch: Layout, step: Tensor | None, *, keep: bool) -> Tensor:
        """The correction (rows, classes); `step` draws the dropout of a training step, None leaves it out."""
        import tensorflow as tf

        noise = (tf.size(batch.lengths), words.shape[1])  # whole features of a text: spatial dropout
        scale = self._dropout("spatial_dropout", noise, step)
        pooled = self._encoder.pooled(words, batch, scale, keep=keep)
        return self.network.get_layer("correction")(pooled * self._dropout("dropout", tf.shape(pooled), step))

    def _dropout(self, layer: str, shape: Any, step: Tensor | None) -> Tensor:
        """Factors of a layer's dropout: 0, or what keeps the mean as it was."""
        import tensorflow as tf

        if step is None:
            return tf.ones(shape)
        rate = self.network.get_layer(layer).rate
        noise = tf.random.stateless_uniform(shape, seed=tf.stack([self._seed + len(layer), step]))
        return tf.cast(noise >= rate, tf.float32) / (1.0 - rate)


def _as_tensors(given: tuple[Any, ...]) -> Any:
    import tensorflow as tf

    return tf.nest.map_structure(tf.constant, given)

"""Training steps on the fast LSTM operation (TensorFlow only), on the weights of the plain Keras network.

Both directions are laid out with time first and padding last; as pooling does not ask for the order of time, the
backward direction is never turned round again. Gradients of the embedding exist for the words of the batch only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.bilstm import FAR_BELOW, Network
from model.kernels import Tensor, lstm_states, reverse_rows
from model.lazy_adam import LazyAdam
from model.steps import Floats, Tokens

Layout = tuple[Any, Any, Any, Any]  # of a batch, see `_laid_out`


class FastSteps:
    """Forward passes and optimiser steps; one trace serves every batch size and length."""

    def __init__(self, network: Network, seed: int) -> None:
        import tensorflow as tf

        self.network = network
        self._seed = seed
        self._step = 0
        bilstm = network.get_layer("bilstm")
        self._cells = (bilstm.forward_layer.cell, bilstm.backward_layer.cell)
        self._table = network.get_layer("embedding").embeddings.value
        self._others = [weight.value for weight in network.trainable_variables if weight.value is not self._table]
        matrix, vector = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None], tf.int32)
        batch = (vector, matrix, matrix, vector)
        logits = tf.TensorSpec([None, network.output_shape[-1]], tf.float32)
        rate, step = tf.TensorSpec([], tf.float32), tf.TensorSpec([], tf.int32)
        self._train = tf.function(self._train_batch, input_signature=(batch, logits, vector, rate, step))
        self._correct = tf.function(self._correct_batch, input_signature=(batch,))

    @cached_property
    def _adam(self) -> LazyAdam:
        """Made with the first training step: labelling texts needs no optimiser, three times the network's memory."""
        return LazyAdam(self._table, self._others)

    def train(self, tokens: Tokens, benchmark: Floats, labels: NDArray[np.integer], learning_rate: float) -> float:
        """One optimiser step on a batch; its loss."""
        self._step += 1
        _ = self._adam  # its variables cannot be made inside the traced step
        rate = np.float32(learning_rate)
        return float(self._train(_laid_out(tokens), benchmark, labels.astype(np.int32), rate, self._step))

    def correction(self, tokens: Tokens) -> Floats:
        """What the network adds to the scaled benchmark logits (rows, classes), without dropout."""
        return np.asarray(self._correct(_laid_out(tokens)))

    def optimiser_state(self) -> dict[str, NDArray[Any]]:
        """The optimiser, and how many steps it has done, as arrays."""
        return {**self._adam.state(), "step": np.array(self._step)}

    def restore_optimiser(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Go on from arrays that `optimiser_state` gave."""
        self._adam.restore(state)
        self._step = int(state["step"])

    def gradients(self, tokens: Tokens, benchmark: Floats, labels: NDArray[np.integer]) -> list[NDArray[np.float32]]:
        """Gradients of the loss without dropout, in the order of `network.trainable_variables`; for comparisons."""
        batch = _laid_out(tokens)
        ids = batch[0]
        _, of_words, of_others = self._loss_and_gradients(batch, benchmark, labels.astype(np.int32), None)
        of_table = np.zeros(self._table.shape, np.float32)
        of_table[ids] = of_words
        others = iter(of_others)
        same = (weight.value is self._table for weight in self.network.trainable_variables)
        return [of_table if is_table else np.asarray(next(others)) for is_table in same]

    def _train_batch(self, batch: Layout, benchmark: Tensor, labels: Tensor, rate: Tensor, step: Tensor) -> Tensor:
        loss, of_words, of_others = self._loss_and_gradients(batch, benchmark, labels, step)
        self._adam.apply(batch[0], of_words, of_others, rate)
        return loss

    def _loss_and_gradients(
        self, batch: Layout, benchmark: Tensor, labels: Tensor, step: Tensor | None
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        import tensorflow as tf

        words = tf.gather(self._table, batch[0])
        with tf.GradientTape() as tape:
            tape.watch(words)
            logits = self._forward(words, batch, step) + self.network.get_layer("benchmark_scale")(benchmark)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
        of_words, *of_others = tape.gradient(loss, [words, *self._others])
        return loss, tf.convert_to_tensor(of_words), of_others

    def _correct_batch(self, batch: Layout) -> Tensor:
        import tensorflow as tf

        return self._forward(tf.gather(self._table, batch[0]), batch, None)

    def _forward(self, words: Tensor, batch: Layout, step: Tensor | None) -> Tensor:
        """The correction (rows, classes); `step` draws the dropout of a training step, None leaves it out."""
        import tensorflow as tf

        _, forward, backward, lengths = batch
        states = []
        for cell, places in zip(self._cells, (forward, backward), strict=True):
            embedded = tf.gather(words, places)  # (time, rows, features)
            if step is not None:
                noise = (1, tf.shape(places)[1], words.shape[1])  # whole features of a text: spatial dropout
                embedded = self._dropped("spatial_dropout", embedded, noise, step)
            states.append(lstm_states(cell, embedded))
        pooled = _pooled(states, lengths)
        if step is not None:
            pooled = self._dropped("dropout", pooled, tf.shape(pooled), step)
        return self.network.get_layer("correction")(pooled)

    def _dropped(self, layer: str, values: Tensor, noise_shape: Any, step: Tensor) -> Tensor:
        import tensorflow as tf

        rate = self.network.get_layer(layer).rate
        noise = tf.random.stateless_uniform(noise_shape, seed=tf.stack([self._seed + len(layer), step]))
        return values * tf.cast(noise >= rate, tf.float32) / (1.0 - rate)


def _laid_out(tokens: Tokens) -> Layout:
    """Distinct words (words,), their places with time first, forward and backward (time, rows), and lengths (rows,)."""
    ids, places = np.unique(tokens, return_inverse=True)
    places = places.reshape(tokens.shape).astype(np.int32)
    lengths = np.count_nonzero(tokens, axis=1)
    return ids, places.T, reverse_rows(places, lengths).T, lengths.astype(np.int32)


def _pooled(states: list[Tensor], lengths: Tensor) -> Tensor:
    """Largest and mean state over the real tokens, as the plain network pools: (rows, 4 * units)."""
    import tensorflow as tf

    real = tf.sequence_mask(lengths, tf.shape(states[0])[0], tf.float32)
    real = tf.transpose(real)[:, :, None]  # (time, rows, 1)
    largest = [tf.reduce_max(each + (1.0 - real) * FAR_BELOW, axis=0) for each in states]
    mean = [tf.reduce_sum(each * real, axis=0) / tf.cast(lengths, tf.float32)[:, None] for each in states]
    return tf.concat([*largest, *mean], axis=1)

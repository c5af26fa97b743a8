"""The network, in plain Keras 3: token numbers and benchmark logits in, corrected logits out.

    logits = scale_per_class * benchmark_logits + shift + Dense(dropout([max over time, mean over time] of BiLSTM))

The last Dense layer starts at zero, so an untrained network is level with the benchmark. Pooling looks at real tokens
only: padding does not change an output. No custom class: `keras.models.load_model` needs nothing of this project.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from model.network.backend import start_backend

Network = Any  # keras.Model: Keras carries no types
FAR_BELOW = -1e9  # in place of padding before the maximum is taken


@dataclass(frozen=True, slots=True)
class BilstmShape:
    """The sizes of a network. `vocabulary` counts padding and unknown too; `units` are per direction."""

    vocabulary: int
    classes: int
    embedding: int = 128
    units: int = 64
    spatial_dropout: float = 0.2
    dropout: float = 0.5


def build_bilstm(shape: BilstmShape, *, seed: int = 7, name: str = "callit") -> Network:
    """A new network: `tokens` (rows, time) and `benchmark_logits` (rows, classes) in, logits (rows, classes) out."""
    start_backend()
    import keras

    keras.utils.set_random_seed(seed)
    tokens = keras.Input((None,), dtype="int32", name="tokens")
    benchmark = keras.Input((shape.classes,), name="benchmark_logits")
    embedded = keras.layers.Embedding(shape.vocabulary, shape.embedding, mask_zero=True, name="embedding")(tokens)
    embedded = keras.layers.SpatialDropout1D(shape.spatial_dropout, seed=seed, name="spatial_dropout")(embedded)
    lstm = keras.layers.LSTM(shape.units, return_sequences=True)
    states = keras.layers.Bidirectional(lstm, name="bilstm")(embedded)  # (rows, time, 2 * units)
    pooled = _masked_pooling(states, tokens)  # (rows, 4 * units)
    dropped = keras.layers.Dropout(shape.dropout, seed=seed, name="dropout")(pooled)
    correction = keras.layers.Dense(shape.classes, kernel_initializer="zeros", name="correction")(dropped)
    scaled = keras.layers.EinsumDense(
        "bc,c->bc", shape.classes, bias_axes="c", kernel_initializer="ones", name="benchmark_scale"
    )(benchmark)
    return keras.Model([tokens, benchmark], keras.layers.Add(name="logits")([scaled, correction]), name=name)


def build_average(networks: Sequence[Network]) -> Network:
    """One network of several of the same inputs, each of another name: the mean of their logits (rows, classes)."""
    import keras

    tokens = keras.Input((None,), dtype="int32", name="tokens")
    benchmark = keras.Input(networks[0].inputs[1].shape[1:], name="benchmark_logits")
    logits = keras.layers.Average(name="logits")([network([tokens, benchmark]) for network in networks])
    return keras.Model([tokens, benchmark], logits, name="callit")


def _masked_pooling(states: Any, tokens: Any) -> Any:
    """Largest and mean state over the real tokens: (rows, 2 * features)."""
    from keras import layers, ops

    real = ops.expand_dims(ops.cast(ops.not_equal(tokens, 0), "float32"), -1)  # (rows, time, 1)
    largest = ops.max(states + (1.0 - real) * FAR_BELOW, axis=1)
    mean = ops.sum(states * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    return layers.Concatenate(name="pooling")([largest, mean])

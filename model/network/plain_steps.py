"""Training steps in plain Keras, for every backend that Keras has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.arrays import Floats
from model.network.bilstm import Network
from model.network.steps import Tokens
from model.text.buckets import MOST_LENGTHS

_COMPILED_LENGTHS = 4  # JAX compiles each length anew, which takes as long as hundreds of steps


class PlainSteps:
    """Keras' own `train_on_batch` with its own Adam."""

    def __init__(self, network: Network, *, several_labels: bool = False) -> None:
        import keras

        self.network = network
        self.most_lengths = _COMPILED_LENGTHS if keras.backend.backend() == "jax" else MOST_LENGTHS
        losses = keras.losses
        loss = (losses.BinaryCrossentropy if several_labels else losses.SparseCategoricalCrossentropy)(from_logits=True)
        network.compile(optimizer=keras.optimizers.Adam(), loss=loss)
        network.optimizer.build(network.trainable_variables)
        self._correction = keras.Model(network.inputs[0], network.get_layer("correction").output)

    def train(self, tokens: Tokens, benchmark: Floats, labels: NDArray[np.integer], learning_rate: float) -> float:
        """One optimiser step on a batch; its loss."""
        self.network.optimizer.learning_rate = learning_rate
        return float(self.network.train_on_batch([tokens, benchmark], labels))

    def correction(self, tokens: Tokens) -> Floats:
        """What the network adds to the scaled benchmark logits (rows, classes), without dropout."""
        return np.asarray(self._correction.predict_on_batch(tokens), np.float32)

    def optimiser_state(self) -> dict[str, NDArray[Any]]:
        """The optimiser as arrays."""
        variables = self.network.optimizer.variables
        return {f"variable_{place}": np.asarray(variable) for place, variable in enumerate(variables)}

    def restore_optimiser(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Go on from arrays that `optimiser_state` gave; those of another way of training are left alone."""
        for place, variable in enumerate(self.network.optimizer.variables):
            if f"variable_{place}" in state:
                variable.assign(state[f"variable_{place}"])

"""Forward passes on the compiled LSTM alone: a saved network labels texts, and no TensorFlow is loaded for it.

Importing TensorFlow takes longer than labelling ten thousand short texts. The LSTM is the compiled code of the fast
steps; what comes behind it is one matrix product.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from model.arrays import Floats
from model.network.layout import Layout, laid_out
from model.network.native_encoder import Arrays, Direction, use_one_blas_thread
from model.network.steps import Tokens
from model.text.buckets import MOST_LENGTHS


class CompiledForward:
    """The corrections of one network, from its arrays (see `array_shapes`); there is no dropout.

    The two directions run at once, each on a processor of its own.
    """

    most_lengths = MOST_LENGTHS

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]]) -> None:
        use_one_blas_thread()
        self._arrays = {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}
        self._directions = {name: Direction() for name in ("forward", "backward")}
        self._weights = {name: self._side_by_side(name) for name in self._directions}
        self._pool = ThreadPoolExecutor(len(self._directions), thread_name_prefix="direction")

    def correction(self, tokens: Tokens) -> Floats:
        """What the network adds to the scaled benchmark logits (rows, classes); `tokens` (rows, time)."""
        batch, order = laid_out(tokens)
        words = self._arrays["embedding.embeddings"][batch.words]
        packed = (batch.forward, batch.backward)
        running = [
            self._pool.submit(self._pooled, name, words, batch, places)
            for name, places in zip(self._directions, packed, strict=True)
        ]
        largest, totals = zip(*(direction.result() for direction in running), strict=True)
        means = [total / batch.lengths[:, None].astype(np.float32) for total in totals]
        pooled = np.concatenate((*largest, *means), axis=1)  # (rows, 4 * units)
        corrections = pooled @ self._arrays["correction.kernel"] + self._arrays["correction.bias"]
        return np.asarray(corrections[np.argsort(order)], np.float32)

    def _side_by_side(self, direction: str) -> Floats:
        """Weights of the inputs above those of the states: (features + units, 4 * units)."""
        return np.concatenate([self._arrays[f"{direction}.{name}"] for name in ("kernel", "recurrent_kernel")])

    def _pooled(self, name: str, words: Floats, batch: Layout, places: NDArray[np.int32]) -> Arrays:
        """Largest state and sum of states of each text in one direction: (rows, units) each."""
        scale = np.ones((len(batch.lengths), words.shape[1]), np.float32)
        bias = self._arrays[f"{name}.bias"]
        return self._directions[name].forward(words, scale, places, batch.active, self._weights[name], bias, np.False_)

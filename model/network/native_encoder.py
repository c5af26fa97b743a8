"""The compiled LSTM inside TensorFlow's graph: one call per direction, both at once, each on a processor of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.network.layout import Layout

Tensor = Any
Arrays = tuple[NDArray[Any], ...]
Kept = tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]
_NOTHING = np.zeros((0, 0), np.float32)


class NativeEncoder:
    """Largest and mean state of both directions; memory for a batch is kept from step to step."""

    def __init__(self, cells: tuple[Any, Any]) -> None:
        use_one_blas_thread()
        self._cells = cells
        self._directions = (Direction(), Direction())

    def pooled(self, words: Tensor, layout: Layout, scale: Tensor, *, keep: bool) -> Tensor:
        """(rows, 4 * units) of `words` (words, features) and a batch; `scale` (rows, features) of its dropout.

        Gradients exist where `keep` says so: it costs ten times the memory.
        """
        import tensorflow as tf

        pooled = [
            direction.pooled(words, scale, places, layout.active, cell, keep)
            for direction, cell, places in zip(
                self._directions, self._cells, (layout.forward, layout.backward), strict=True
            )
        ]
        lengths = tf.cast(layout.lengths, tf.float32)[:, None]  # (rows, 1)
        largest, totals = zip(*pooled, strict=True)
        return tf.concat([*largest, *(total / lengths for total in totals)], axis=1)


class Direction:
    """One direction: what its last forward pass kept is what its next backward pass needs."""

    def __init__(self) -> None:
        self._kept: Kept = (_NOTHING, _NOTHING, _NOTHING, _NOTHING)
        self._where: NDArray[np.int32] | None = None

    def pooled(
        self, words: Tensor, scale: Tensor, places: Tensor, active: Tensor, cell: Any, keep: bool
    ) -> tuple[Tensor, Tensor]:
        """Largest state and sum of states of each text: (rows, units) each."""
        import tensorflow as tf

        bias = tf.convert_to_tensor(cell.bias.value)
        matrices = tf.concat([cell.kernel.value, cell.recurrent_kernel.value], axis=0)

        def run(words: Tensor, weights: Tensor, bias: Tensor) -> tuple[Any, Callable[..., Any]]:
            given = [words, scale, places, active, weights, bias, keep]
            largest, total = tf.numpy_function(self.forward, given, [tf.float32] * 2, stateful=False)
            for states in (largest, total):
                states.set_shape([None, cell.units])

            def gradient(of_largest: Tensor, of_total: Tensor) -> Any:
                given = [scale, places, active, weights, of_largest, of_total, tf.shape(words)]
                gradients = tf.numpy_function(self._backward, given, [tf.float32] * 3, stateful=False)
                for of_input, like in zip(gradients, (words, weights, bias), strict=True):
                    of_input.set_shape(like.shape)
                return gradients

            return (largest, total), gradient

        pooled: tuple[Tensor, Tensor] = tf.custom_gradient(run)(words, matrices, bias)
        return pooled

    def forward(
        self,
        words: NDArray[np.float32],
        scale: NDArray[np.float32],
        places: NDArray[np.int32],
        active: NDArray[np.int32],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        keep: NDArray[np.bool_] | np.bool_,
    ) -> Arrays:
        """Largest state and sum of states of each text, (rows, units) each; arguments as those of `pooled`.

        `weights` (features + units, 4 * units): those of the inputs above those of the states.
        """
        from model.network.native_lstm import forward

        kept = self._room(len(places) if keep else len(scale), weights.shape)
        largest, self._where, total = forward(words, scale, places, active, weights, bias, bool(keep), kept)
        return largest, total

    def _backward(
        self,
        scale: NDArray[np.float32],
        places: NDArray[np.int32],
        active: NDArray[np.int32],
        weights: NDArray[np.float32],
        of_largest: NDArray[np.float32],
        of_total: NDArray[np.float32],
        words: NDArray[np.int32],
    ) -> Arrays:
        from model.network.native_lstm import backward

        of_words = np.zeros(words, np.float32)
        return of_words, *backward(
            scale, places, active, weights, self._kept, self._where, of_largest, of_total, of_words
        )

    def _room(self, tokens: int, weights: tuple[int, ...]) -> Kept:
        """Memory for so many tokens; it grows where need be, and is new where it is first used."""
        if len(self._kept[0]) < tokens:
            self._kept = (_NOTHING,) * 4  # the old memory goes before the new one comes
            inputs, gates, *cells = (np.zeros((tokens, n), np.float32) for n in (*weights, *[weights[1] // 4] * 2))
            self._kept = inputs, gates, cells[0], cells[1]
        return self._kept


@lru_cache(maxsize=1)
def why_not() -> str | None:
    """Why the compiled LSTM cannot be taken here; None where it can. The first time it compiles, some seconds."""
    try:
        _try_out()
    except Exception as error:  # whatever is wrong with a compiler: TensorFlow's own operation runs everywhere
        return f"{type(error).__name__}: {error}"
    return None


@lru_cache(maxsize=1)
def use_one_blas_thread() -> None:
    """From now on in this process: each direction has a thread already, and more of them would wait for each other."""
    import scipy.linalg  # noqa: F401  the library that compiled code calls must be there to be told
    from threadpoolctl import ThreadpoolController

    ThreadpoolController().select(user_api="blas").limit(limits=1)


def _try_out() -> None:
    """Compile, or read what was compiled before; refuse what does not find the states of a text of one word."""
    direction, random = Direction(), np.random.default_rng(0)
    word, weights, bias = (random.normal(size=size).astype(np.float32) for size in ((1, 3), (5, 8), (8,)))
    ones, first = np.ones((1, 3), np.float32), np.zeros(1, np.int32)
    active = np.ones(1, np.int32)
    largest, _ = direction.forward(word, ones, first, active, weights, bias, np.True_)
    gates = (word @ weights[:3] + bias).astype(np.float64)
    let, _, out = (1 / (1 + np.exp(-gates[:, quarter : quarter + 2])) for quarter in (0, 2, 6))
    np.testing.assert_allclose(largest, out * np.tanh(let * np.tanh(gates[:, 4:6])), atol=1e-5)
    direction._backward(ones, first, active, weights, largest, largest, np.array(word.shape, np.int32))


if __name__ == "__main__":
    raise SystemExit(why_not())

"""How a batch of token numbers is laid out for an LSTM, so that both directions run forward and padding is last."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = Any  # a numpy array, or the tensor that TensorFlow makes of it


class Layout(NamedTuple):
    """A batch without its padding, texts sorted by falling length.

    Packed: the first token of every text, then the second of those that have one, and so on.

    words
        (words,) distinct token numbers, rising.
    forward, backward
        (tokens,) places in `words`, packed; backward begins at each text's own end.
    active
        (steps,) texts that have a token at each step.
    lengths
        (rows,) tokens of each text, falling.
    """

    words: Array
    forward: Array
    backward: Array
    active: Array
    lengths: Array


def laid_out(tokens: NDArray[np.int32]) -> tuple[Layout, NDArray[np.int64]]:
    """The layout of a batch (rows, time), padded with zeros behind each text; and the order (rows,) it is sorted in."""
    lengths = np.count_nonzero(tokens, axis=1)
    order = np.argsort(-lengths, kind="stable")
    tokens, lengths = tokens[order], lengths[order]
    steps = np.arange(lengths.max(initial=0))
    real = steps[:, None] < lengths  # (steps, rows)
    rows = np.broadcast_to(np.arange(len(lengths)), real.shape)[real]
    step = np.broadcast_to(steps[:, None], real.shape)[real]
    words, places = np.unique(tokens[rows, step], return_inverse=True)
    table = np.zeros(tokens.shape, np.int32)
    table[rows, step] = places
    active = np.count_nonzero(real, axis=1).astype(np.int32)
    backward = table[rows, lengths[rows] - 1 - step]
    return Layout(words.astype(np.int32), places.astype(np.int32), backward, active, lengths.astype(np.int32)), order

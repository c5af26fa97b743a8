"""One batch forward, or forward and back: what a learner needs of a network, whichever way it is computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from model.arrays import Floats
from model.network.bilstm import Network

Tokens = NDArray[np.int32]


class Steps(Protocol):
    """Training steps and forward passes of one network."""

    network: Network
    most_lengths: int  # to pad texts to: each costs a compilation of its own, or nothing

    def train(self, tokens: Tokens, benchmark: Floats, labels: NDArray[np.integer], learning_rate: float) -> float:
        """One optimiser step on a batch; its loss.

        `tokens` (rows, time), `benchmark` (rows, classes), `labels` (rows,), or (rows, classes) of 0 and 1 where a row
        may have several: the loss is the mean over rows, and over their labels.
        """
        ...

    def correction(self, tokens: Tokens) -> Floats:
        """What the network adds to the scaled benchmark logits (rows, classes), without dropout."""
        ...

    def optimiser_state(self) -> dict[str, NDArray[Any]]:
        """The optimiser as arrays."""
        ...

    def restore_optimiser(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Go on from arrays that `optimiser_state` gave."""
        ...

"""The network's corrections for many texts: in batches of nearly equal length, back in the order given."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from model.arrays import Floats
from model.network.steps import Tokens
from model.text.buckets import ordered_batches, padded_lengths
from model.text.encode import TokenRows

_ROWS_AT_ONCE = 256


class Forward(Protocol):
    """What labels texts with a network, in training or not."""

    most_lengths: int  # to pad texts to

    def correction(self, tokens: Tokens) -> Floats:
        """What the network adds to the scaled benchmark logits (rows, classes), without dropout; (rows, time) in."""
        ...


def corrections(forward: Forward, tokens: TokenRows, *, rows_at_once: int = _ROWS_AT_ONCE) -> Floats:
    """What the network adds to the scaled benchmark logits, (rows, classes), without dropout; at least one row."""
    lengths = tokens.lengths
    parts: list[Floats] = []
    places = []
    for batch in ordered_batches(lengths, padded_lengths(lengths, most=forward.most_lengths), rows_at_once):
        parts.append(forward.correction(tokens.padded(batch.rows, batch.length)))
        places.append(batch.rows)
    ordered = np.concatenate(parts)
    result = np.empty_like(ordered)
    result[np.concatenate(places)] = ordered
    return result

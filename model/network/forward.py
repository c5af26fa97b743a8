"""The network's corrections for many texts: in batches of nearly equal length, back in the order given."""

from __future__ import annotations

import numpy as np

from model.arrays import Floats
from model.network.steps import Steps
from model.text.buckets import ordered_batches, padded_lengths
from model.text.encode import TokenRows

_ROWS_AT_ONCE = 256


def corrections(steps: Steps, tokens: TokenRows, *, rows_at_once: int = _ROWS_AT_ONCE) -> Floats:
    """What the network adds to the scaled benchmark logits, (rows, classes), without dropout; at least one row."""
    lengths = tokens.lengths
    parts: list[Floats] = []
    places = []
    for batch in ordered_batches(lengths, padded_lengths(lengths), rows_at_once):
        parts.append(steps.correction(tokens.padded(batch.rows, batch.length)))
        places.append(batch.rows)
    ordered = np.concatenate(parts)
    result = np.empty_like(ordered)
    result[np.concatenate(places)] = ordered
    return result

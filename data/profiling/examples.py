"""A few texts to read: some at random, the longest and the shortest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.missing import is_missing_text
from data.text_mark import readable

_RANDOM_TEXTS = 6
_EXTREME_TEXTS = 3
_MOST_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its label, on one line, its end left out where it is long; `length` is that of the whole text."""

    label: str
    text: str
    length: int


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts to read; blank ones are never among them."""

    at_random: tuple[Example, ...]
    longest: tuple[Example, ...]
    shortest: tuple[Example, ...]


def examples(texts: Sequence[str], labels: Sequence[str], lengths: NDArray[np.int64], seed: int = 7) -> Examples:
    """Choose texts: at random from one class after the other, and the longest and shortest different ones.

    `lengths` (texts,) are in words or characters, as `data.profiling.profile` counts them.

    >>> chosen = examples(["a b c", "a", "", "a b", "b"], ["x", "x", "x", "y", "y"], np.array([3, 1, 0, 2, 1]))
    >>> [example.text for example in chosen.longest], chosen.shortest[0].length
    (['a b c', 'a b', 'b'], 1)
    """
    filled = [i for i, text in enumerate(texts) if not is_missing_text(text)]
    table = pd.DataFrame({"length": lengths[filled], "label": [labels[i] for i in filled]}, index=filled)
    order = table.sample(frac=1.0, random_state=seed)
    turns = order.groupby("label").cumcount().sort_values(kind="stable").index[:_RANDOM_TEXTS]
    distinct = table[~pd.Series([texts[i] for i in filled], index=filled, dtype="str").duplicated()]
    by_length = distinct.sort_values("length", kind="stable").index
    longest, shortest = by_length[::-1][:_EXTREME_TEXTS], by_length[:_EXTREME_TEXTS]
    by_group = ([_example(texts[i], labels[i], int(lengths[i])) for i in rows] for rows in (turns, longest, shortest))
    return Examples(*map(tuple, by_group))


def _example(text: str, label: str, length: int) -> Example:
    line = " ".join(readable(text[: 4 * _MOST_CHARACTERS]).split())
    whole = len(line) <= _MOST_CHARACTERS
    return Example(label, line if whole else f"{line[: _MOST_CHARACTERS - 1]}…", length)

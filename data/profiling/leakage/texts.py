"""Texts with the class in them: a word, or some, at one place in nearly every row, such as "positive: we liked it"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.profiling.leakage.determination import is_determined
from data.profiling.leakage.leak import Leak
from data.profiling.leakage.sample import END_CHARACTERS, Classes, Column

_MOST_ROWS = 500  # looked into: a word in nearly every row is seen in few
_LEAST_WORD_SHARE = 0.01  # of texts: rarer words stand for no class
_WORD = re.compile(r"\w+")
_PLACES = {
    "first word": slice(0, 1), "second word": slice(1, 2), "third word": slice(2, 3), "first two words": slice(0, 2),
    "first three words": slice(0, 3), "last word": slice(-1, None), "last but one word": slice(-2, -1),
    "last two words": slice(-2, None),
}  # fmt: skip
_FROM_THE_END = frozenset(where for where in _PLACES if where.startswith("last"))


def leak_in_texts(column: Column, classes: Classes) -> Leak | None:
    """A column of texts with the class at one place, among the first words or the last."""
    rows = np.flatnonzero(column.filled)[:_MOST_ROWS].tolist()
    texts = [column.cells[row] for row in rows]
    beginnings = [_WORD.findall(text[:END_CHARACTERS]) for text in texts]
    ends = [_WORD.findall(text[-END_CHARACTERS:]) for text in texts]
    chosen = np.zeros(len(column.cells), bool)
    chosen[rows] = True
    for where, place in _PLACES.items():
        words = [" ".join(found[place]) for found in (ends if where in _FROM_THE_END else beginnings)]
        if told := _telling(words, chosen, classes):
            return Leak.in_texts(column.name, classes.label, where, told)
    return None


def _telling(words: Sequence[str], rows: np.ndarray[tuple[int], np.dtype[np.bool_]], classes: Classes) -> list[str]:
    """The words that say the class of these rows; none where they do not."""
    least = max(3, _LEAST_WORD_SHARE * len(words) / len(classes.names))
    common = {word for word, count in Counter(words).most_common(classes.few) if word and count >= least}
    if len(common) < 2:
        return []
    groups = np.zeros(len(rows), np.int64)
    codes, _ = pd.factorize(np.array([word if word in common else "" for word in words], object))
    groups[rows] = codes
    counts = classes.counts(groups, rows)
    counts = counts[:, counts.any(axis=0)]
    if counts.shape[1] < 2 or not is_determined(counts, tests=classes.tests):
        return []
    return sorted(common)  # the same ones first, whichever rows were drawn

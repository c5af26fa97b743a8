"""Texts as numbers of words: the vocabulary of the training texts, and rows of token numbers.

Number 0 pads, number 1 stands for every word that the vocabulary does not hold, and for a text without words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.text.tokens import Hashes, Positions, TextChunk, chunks, hash_words, spelled

PADDING, UNKNOWN, FIRST_WORD = 0, 1, 2
MOST_WORDS = 30_000
MOST_TOKENS = 256
_LEAST_COUNT = 2
_COVERED_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class TokenRows:
    """Texts as token numbers. `ids` (tokens,) int32, row after row; row r is `ids[offsets[r]:offsets[r + 1]]`."""

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each row (rows,): at least one."""
        return np.diff(self.offsets)

    def take(self, rows: NDArray[np.integer]) -> TokenRows:
        """Some rows, in the order given."""
        lengths = self.lengths[rows]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        source = np.arange(offsets[-1]) + np.repeat(self.offsets[rows] - offsets[:-1], lengths)
        return TokenRows(self.ids[source], offsets)

    def padded(self, rows: NDArray[np.integer], length: int) -> NDArray[np.int32]:
        """Some rows as (rows, length), zeros behind; tokens past `length` are cut."""
        columns = np.arange(length)
        inside = columns < self.lengths[rows][:, None]
        places = np.where(inside, self.offsets[rows][:, None] + columns, 0)
        return np.where(inside, self.ids[places], PADDING).astype(np.int32)

    def save(self, path: Path) -> None:
        """Write the rows as `.npz`."""
        np.savez(path, ids=self.ids, offsets=self.offsets)

    @classmethod
    def load(cls, path: Path) -> TokenRows:
        """Read rows that `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["ids"], arrays["offsets"])


NO_ROWS = TokenRows(np.empty(0, np.int32), np.zeros(1, np.int64))


class Vocabulary:
    """Words that texts are encoded with: `words[i]` has number `i + 2`."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        hashes = hash_words(self.words)
        self._order = np.argsort(hashes)
        self._hashes = hashes[self._order]

    def __len__(self) -> int:
        """Token numbers in use, padding and unknown included."""
        return len(self.words) + FIRST_WORD

    @classmethod
    def build(cls, texts: Sequence[str], *, size: int = 20_000) -> Vocabulary:
        """The words of the training texts that occur at least twice, the most frequent `size` of them.

        Words are in falling order of frequency; ties in order of their hash, so the same texts give the same numbers.
        """
        hashes, counts = _count_words(texts)
        frequent = np.flatnonzero(counts >= _LEAST_COUNT)
        most_frequent = frequent[np.argsort(-counts[frequent], kind="stable")][: min(size, MOST_WORDS)]
        return cls(_spell(texts, hashes[most_frequent]))

    def encode(self, texts: Sequence[str], *, max_tokens: int = MOST_TOKENS) -> TokenRows:
        """Token numbers of each text, the first `max_tokens` of it."""
        parts = [self._encode_chunk(chunk, max_tokens) for chunk in chunks(texts)]
        ids = np.concatenate([np.empty(0, np.int32), *(ids for ids, _ in parts)])
        lengths = np.concatenate([np.empty(0, np.int64), *(lengths for _, lengths in parts)])
        return TokenRows(ids, np.concatenate(([0], np.cumsum(lengths))))

    def _encode_chunk(self, chunk: TextChunk, max_tokens: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        rows, starts, ends = _first_words(chunk, max_tokens)
        ids = self._look_up(chunk.hash_spans(starts, ends))
        lengths = np.bincount(rows, minlength=chunk.rows)
        empty = np.flatnonzero(lengths == 0)  # a text without words is one unknown word
        places = np.searchsorted(rows, empty)
        return np.insert(ids, places, UNKNOWN), np.maximum(lengths, 1)

    def _look_up(self, hashes: Hashes) -> NDArray[np.int32]:
        if not self.words:
            return np.full(len(hashes), UNKNOWN, np.int32)
        places = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        is_known = self._hashes[places] == hashes
        return np.where(is_known, self._order[places] + FIRST_WORD, UNKNOWN).astype(np.int32)


def tokens_to_cover(lengths: NDArray[np.integer], *, most: int = MOST_TOKENS) -> int:
    """The tokens a row may have so that 98 % of rows are whole, at most `most`, at least 8."""
    return int(np.clip(np.quantile(lengths, _COVERED_SHARE, method="higher"), 8, most)) if len(lengths) else 8


def _first_words(chunk: TextChunk, most: int) -> tuple[Positions, Positions, Positions]:
    """Row, start and end of the first `most` words of each text."""
    starts, ends = chunk.words()
    rows = chunk.row_of[starts]
    first_of_row = np.searchsorted(rows, np.arange(chunk.rows))
    is_first = np.arange(len(rows)) - first_of_row[rows] < most
    return rows[is_first], starts[is_first], ends[is_first]


def _word_hashes(texts: Sequence[str]) -> Iterator[tuple[TextChunk, Positions, Positions, Hashes]]:
    for chunk in chunks(texts):
        starts, ends = chunk.words()
        yield chunk, starts, ends, chunk.hash_spans(starts, ends)


def _count_words(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.int64]]:
    """Distinct word hashes in rising order, and how often each occurs."""
    counted = [np.unique(hashes, return_counts=True) for _, _, _, hashes in _word_hashes(texts)]
    hashes = np.concatenate([np.empty(0, np.uint64), *(part for part, _ in counted)])
    counts = np.concatenate([np.empty(0, np.int64), *(part for _, part in counted)])
    distinct, place = np.unique(hashes, return_inverse=True)
    return distinct, np.bincount(place, counts, minlength=len(distinct)).astype(np.int64)


def _spell(texts: Sequence[str], wanted: Hashes) -> list[str]:
    """The words with these hashes, in their order."""
    place_of = {int(value): place for place, value in enumerate(wanted)}
    words = [""] * len(wanted)
    for chunk, starts, ends, hashes in _word_hashes(texts):
        distinct, first = np.unique(hashes, return_index=True)
        for value, index in zip(distinct[np.isin(distinct, wanted)], first[np.isin(distinct, wanted)], strict=True):
            words[place_of[int(value)]] = spelled(chunk, starts[index], ends[index])
    return words

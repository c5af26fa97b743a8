"""Texts as numbers of words: the vocabulary of the training texts, and rows of token numbers.

Number 0 pads, number 1 stands for every word that the vocabulary does not hold, and for a text without words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.text.tokens import Hashes, Positions, TextChunk, chunks, hash_words, in_lower_case

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
        return cls(_frequent_words(texts, [_words_of(chunk) for chunk in chunks(texts)], size))

    def encode(self, texts: Sequence[str], *, max_tokens: int = MOST_TOKENS) -> TokenRows:
        """Token numbers of each text, the first `max_tokens` of it."""
        return _joined(self._encode_chunk(chunk, max_tokens) for chunk in chunks(texts))

    def _encode_chunk(self, chunk: TextChunk, max_tokens: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        rows, starts, ends = _first_words(chunk, max_tokens)
        return _with_unknown(self._look_up(chunk.hash_spans(starts, ends)), np.bincount(rows, minlength=chunk.rows))

    def _encode_words(self, words: _Words, max_tokens: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """As `_encode_chunk`, of words that were looked at already."""
        begins = np.cumsum(words.lengths) - words.lengths
        is_first = np.arange(len(words.place)) - np.repeat(begins, words.lengths) < max_tokens
        ids = self._look_up(words.hashes)[words.place[is_first]]
        return _with_unknown(ids, np.minimum(words.lengths, max_tokens))

    def _look_up(self, hashes: Hashes) -> NDArray[np.int32]:
        if not self.words:
            return np.full(len(hashes), UNKNOWN, np.int32)
        places = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        is_known = self._hashes[places] == hashes
        return np.where(is_known, self._order[places] + FIRST_WORD, UNKNOWN).astype(np.int32)


def tokens_to_cover(lengths: NDArray[np.integer], *, most: int = MOST_TOKENS) -> int:
    """The tokens a row may have so that 98 % of rows are whole, at most `most`, at least 8."""
    return int(np.clip(np.quantile(lengths, _COVERED_SHARE, method="higher"), 8, most)) if len(lengths) else 8


def encode_for_training(texts: Sequence[str], *, size: int = 20_000) -> tuple[Vocabulary, TokenRows, int]:
    """The vocabulary of the training texts, their token numbers, and the tokens that a row may have.

    As `Vocabulary.build`, `tokens_to_cover` and `encode` one after the other, but the texts are looked at once.
    """
    parts = [_words_of(chunk) for chunk in chunks(texts)]
    vocabulary = Vocabulary(_frequent_words(texts, parts, size))
    lengths = np.concatenate([np.empty(0, np.int64), *(words.lengths for words in parts)])
    max_tokens = tokens_to_cover(np.clip(lengths, 1, MOST_TOKENS))
    return vocabulary, _joined(vocabulary._encode_words(words, max_tokens) for words in parts), max_tokens


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a chunk of texts: `lengths` (texts,) how many each has, `place` (words,) of each in `hashes`.

    hashes, counts: (distinct,) in rising order. row, start, end: (distinct,) where each stands first: the text of the
    table, and characters of it in lower case.
    """

    lengths: NDArray[np.int64]
    place: NDArray[np.int32]
    hashes: Hashes
    counts: NDArray[np.int64]
    row: Positions
    start: Positions
    end: Positions


def _words_of(chunk: TextChunk) -> _Words:
    starts, ends = chunk.words()
    rows = chunk.row_of[starts]
    hashes, first, place, counts = np.unique(
        chunk.hash_spans(starts, ends), return_index=True, return_inverse=True, return_counts=True
    )
    begins = np.flatnonzero(chunk.codes == 0)[rows[first]] + 1  # of the texts
    lengths = np.bincount(rows, minlength=chunk.rows)
    stretch = (rows[first] + chunk.first_row, starts[first] - begins, ends[first] - begins)
    return _Words(lengths, place.astype(np.int32), hashes, counts, *stretch)


def _frequent_words(texts: Sequence[str], parts: Sequence[_Words], size: int) -> list[str]:
    """The most frequent words of the texts, in the order of `Vocabulary.build`."""
    hashes = np.concatenate([np.empty(0, np.uint64), *(words.hashes for words in parts)])
    distinct, first, place = np.unique(hashes, return_index=True, return_inverse=True)
    counts = np.bincount(place, np.concatenate([np.empty(0), *(words.counts for words in parts)]), len(distinct))
    frequent = np.flatnonzero(counts >= _LEAST_COUNT)
    chosen = first[frequent[np.argsort(-counts[frequent], kind="stable")][: min(size, MOST_WORDS)]]
    row, start, end = (
        (
            np.concatenate([np.empty(0, np.int64), *parts_of_it])[chosen]
            for parts_of_it in zip(*((words.row, words.start, words.end) for words in parts), strict=True)
        )
        if parts
        else ((), (), ())
    )
    return [in_lower_case(texts[at])[here:there] for at, here, there in zip(row, start, end, strict=True)]


def _with_unknown(ids: NDArray[np.int32], lengths: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Token numbers of rows of these lengths; a text without words is one unknown word."""
    empty = np.flatnonzero(lengths == 0)
    return np.insert(ids, np.cumsum(lengths)[empty], UNKNOWN), np.maximum(lengths, 1)


def _joined(parts: Iterable[tuple[NDArray[np.int32], NDArray[np.int64]]]) -> TokenRows:
    some = list(parts)
    ids = np.concatenate([np.empty(0, np.int32), *(ids for ids, _ in some)])
    lengths = np.concatenate([np.empty(0, np.int64), *(lengths for _, lengths in some)])
    return TokenRows(ids, np.concatenate(([0], np.cumsum(lengths))))


def _first_words(chunk: TextChunk, most: int) -> tuple[Positions, Positions, Positions]:
    """Row, start and end of the first `most` words of each text."""
    starts, ends = chunk.words()
    rows = chunk.row_of[starts]
    first_of_row = np.searchsorted(rows, np.arange(chunk.rows))
    is_first = np.arange(len(rows)) - first_of_row[rows] < most
    return rows[is_first], starts[is_first], ends[is_first]

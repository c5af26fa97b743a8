"""Texts as numbers of words: the vocabulary of the training texts, and rows of token numbers.

Number 0 pads, number 1 stands for every word that the vocabulary does not hold, and for a text without words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.text.cut import MIDDLE, TextCut
from model.text.tokens import Hashes, Positions, TextChunk, chunks, hash_words, in_lower_case

PADDING, UNKNOWN, FIRST_WORD = 0, 1, 2
MOST_WORDS = 30_000
MOST_TOKENS = 256  # of a text that is read as it comes; how longer ones are cut is chosen
_LEAST_COUNT = 2
_COVERED_SHARE = 0.98
_MOST_KEPT = 30_000_000  # token numbers of the texts before their cut is chosen: 120 MB
_CUT_AT_ONCE = 1_000_000  # of them, as each takes five times its room meanwhile


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

    def cut(self, cut: TextCut) -> TokenRows:
        """The rows as they would be, had their texts been cut so before; `cut` is no wider than they were cut."""
        starts = np.searchsorted(self.offsets, np.arange(0, self.offsets[-1] + 1, _CUT_AT_ONCE))
        edges = np.unique(np.append(starts, len(self)))
        return _joined(self._cut(int(first), int(end), cut) for first, end in pairwise(edges))

    def _cut(self, first: int, end: int, cut: TextCut) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        places, lengths = cut.places(self.lengths[first:end])
        known = self.ids[self.offsets[first] : self.offsets[end]]
        return np.where(places == MIDDLE, np.int32(UNKNOWN), known[places]).astype(np.int32), lengths

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

    def encode(self, texts: Sequence[str], *, max_tokens: int = MOST_TOKENS, tail_tokens: int = 0) -> TokenRows:
        """Token numbers of each text, at most `max_tokens`; of a longer one `tail_tokens` of them are its last."""
        cut = TextCut(max_tokens, tail_tokens)
        return _joined(self._encode_chunk(chunk, cut) for chunk in chunks(texts))

    def _encode_chunk(self, chunk: TextChunk, cut: TextCut) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        starts, ends = chunk.words()
        places, lengths = cut.places(np.bincount(chunk.row_of[starts], minlength=chunk.rows))
        is_word = places != MIDDLE
        ids = np.full(len(places), UNKNOWN, np.int32)
        ids[is_word] = self._look_up(chunk.hash_spans(starts[places[is_word]], ends[places[is_word]]))
        return _with_unknown(ids, lengths)

    def _encode_words(self, words: _Words, cut: TextCut) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """As `_encode_chunk`, of words that were looked at already."""
        places, lengths = cut.places(words.lengths)
        known = np.append(self._look_up(words.hashes), np.int32(UNKNOWN))
        place = np.append(words.place, np.int32(len(words.hashes)))  # of what `MIDDLE` stands for, the last one
        return _with_unknown(known[place[places]], lengths)

    def _look_up(self, hashes: Hashes) -> NDArray[np.int32]:
        if not self.words:
            return np.full(len(hashes), UNKNOWN, np.int32)
        places = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        is_known = self._hashes[places] == hashes
        return np.where(is_known, self._order[places] + FIRST_WORD, UNKNOWN).astype(np.int32)


def tokens_to_cover(lengths: NDArray[np.integer], *, most: int = MOST_TOKENS) -> int:
    """The tokens a row may have so that 98 % of rows are whole, at most `most`, at least 8."""
    return int(np.clip(np.quantile(lengths, _COVERED_SHARE, method="higher"), 8, most)) if len(lengths) else 8


@dataclass(frozen=True, slots=True)
class TrainingTexts:
    """The training texts as token numbers, the cut with which they were encoded, and the words each has (texts,)."""

    vocabulary: Vocabulary
    rows: TokenRows
    cut: TextCut
    words: NDArray[np.int64]


def encode_for_training(texts: Sequence[str], *, size: int = 20_000, widest: TextCut | None = None) -> TrainingTexts:
    """The vocabulary of the training texts and their token numbers, cut so that 98 % of rows are whole.

    As `Vocabulary.build`, `tokens_to_cover` and `encode` one after the other, but the texts are looked at once.
    Where that takes more than `MOST_TOKENS`, texts are cut there, or, where `widest` is given, by that one: it is to be
    cut again. It is halved where memory asks for it.
    """
    parts = [_words_of(chunk) for chunk in chunks(texts)]
    vocabulary = Vocabulary(_frequent_words(texts, parts, size))
    words = np.concatenate([np.empty(0, np.int64), *(words.lengths for words in parts)])
    cut = _first_cut(words, widest or TextCut(MOST_TOKENS))
    rows = _joined(vocabulary._encode_words(some, cut) for some in parts)
    return TrainingTexts(vocabulary, rows, cut, words)


def _first_cut(words: NDArray[np.int64], widest: TextCut) -> TextCut:
    covering = tokens_to_cover(np.maximum(words, 1), most=MOST_TOKENS + 1)
    if covering <= MOST_TOKENS:
        return TextCut(covering)
    while widest.most > MOST_TOKENS and np.minimum(words, widest.most).sum() > _MOST_KEPT:
        widest = TextCut(widest.most // 2, widest.tail // 2)
    return widest


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

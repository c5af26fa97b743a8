"""Texts as weighted counts of words, word pairs and character runs (TF-IDF), by hashing.

Each n-gram falls into one of four million bins; the bins that training texts fill often enough become columns, so
collisions are rare and no list of n-grams has to be kept. Character runs of 2 to 5 stay inside words and see the blank
beside them; in text without blanks they run through whole sentences.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from model.ngram.native_ngrams import count_bins, weigh_rows, why_not
from model.protocol.manifest import USUAL_RUNS, USUAL_WORDS
from model.text.tokens import Hashes, Positions, TextChunk, chunk_of, mix, portions

Count = Callable[[Sequence[str], "Families"], sparse.csr_matrix]

BINS = 1 << 22
_MOST_WORDS, _LONGEST_RUN = 3, 8
_THREADS = min(4, os.cpu_count() or 1)
_WEIGHED_ROWS = 4_096  # at once
_PAIR = np.uint64(0xD1342543DE82EF95)


@dataclass(frozen=True, slots=True)
class Families:
    """Which n-grams are counted: up to `most_words` (1 to 3) words side by side, and runs of characters.

    `runs`: the lengths of the shortest and of the longest; (0, 0) where none are counted. `signs`: full stops and other
    signs are words of their own; else they are blanks, and the words around them stand side by side.
    """

    most_words: int = USUAL_WORDS
    runs: tuple[int, int] = USUAL_RUNS
    signs: bool = True

    def __post_init__(self) -> None:
        shortest, longest = self.runs
        is_none, is_range = self.runs == (0, 0), 1 < shortest <= longest <= _LONGEST_RUN
        if not 1 <= self.most_words <= _MOST_WORDS or not (is_none or is_range):
            raise ValueError(f"No such n-grams are counted: {self}.")


USUAL_FAMILIES = Families()


@dataclass(frozen=True)
class NgramSpace:
    """The columns of the TF-IDF table: words first, then character runs.

    `bins` (columns,) int64: which bin each column counts, word bins below `BINS`, character bins from `BINS` on;
    `weights` (columns,) float32: the inverse document frequency; `word_columns`: how many columns are words.
    """

    bins: NDArray[np.int64]
    weights: NDArray[np.float32]
    word_columns: int
    families: Families = USUAL_FAMILIES

    def table(self, texts: Sequence[str], *, count: Count | None = None) -> sparse.csr_matrix:
        """The texts as rows (texts, columns) float32; the word part and the character part each have length one.

        `count` counts them as `count_ngrams` does, which is the default.
        """
        return self.weigh((count or count_ngrams)(texts, self.families))

    def weigh(self, counts: sparse.csr_matrix, *, compiled: bool | None = None) -> sparse.csr_matrix:
        """Counts (texts, 2 x bins) as TF-IDF (texts, columns): 1 + log(count), times the weight.

        The word part and the character part are scaled to length one. `compiled`: as in `count_ngrams`.
        """
        weigh = self._weigh_compiled if _is_compiled(compiled) else self._weigh_arrays
        first_rows = range(0, counts.shape[0], _WEIGHED_ROWS)
        parts = _in_threads(lambda first: weigh(counts[first : first + _WEIGHED_ROWS]), first_rows)
        return sparse.vstack(parts, format="csr") if parts else sparse.csr_matrix((0, len(self.bins)), dtype=np.float32)

    def _weigh_compiled(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        log_of = 1 + np.log(np.arange(1 + counts.data.max(initial=1), dtype=np.float32).clip(1))
        given = (counts.indptr, counts.indices, counts.data, self._column_of, log_of, self.weights, self.word_columns)
        starts, columns, values = weigh_rows(*given)
        return sparse.csr_matrix((values.copy(), columns.copy(), starts), (counts.shape[0], len(self.bins)))

    def _weigh_arrays(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        picked = self._pick(counts)
        values = (1 + np.log(picked.data)) * self.weights[picked.indices]
        rows = np.repeat(np.arange(picked.shape[0]), np.diff(picked.indptr))
        part = rows * 2 + (picked.indices >= self.word_columns)
        lengths = np.sqrt(np.bincount(part, values.astype(np.float64) ** 2, minlength=2 * picked.shape[0]))
        scaled = (values / lengths[part]).astype(np.float32)
        return sparse.csr_matrix((scaled, picked.indices, picked.indptr), picked.shape)

    def _pick(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        columns = self._column_of[counts.indices]
        in_space = columns >= 0
        starts = np.concatenate(([0], np.cumsum(in_space)))[counts.indptr]
        return sparse.csr_matrix((counts.data[in_space], columns[in_space], starts), (counts.shape[0], len(self.bins)))

    @cached_property
    def _column_of(self) -> NDArray[np.int32]:
        column_of = np.full(2 * BINS, -1, np.int32)
        column_of[self.bins] = np.arange(len(self.bins), dtype=np.int32)
        return column_of


def find_space(
    counts: sparse.csr_matrix, *, most_columns: int, least_rows: int = 2, families: Families = USUAL_FAMILIES
) -> NgramSpace:
    """The space of the bins that at least `least_rows` texts fill, the most frequent ones if there are too many.

    `families`: those that were counted.
    """
    rows_with = np.bincount(counts.indices, minlength=2 * BINS)
    bins = np.flatnonzero(rows_with >= least_rows)
    if len(bins) > most_columns:
        bins = np.sort(bins[np.argsort(-rows_with[bins], kind="stable")[:most_columns]])
    weights = 1 + np.log((1 + counts.shape[0]) / (1 + rows_with[bins]))
    return NgramSpace(bins, weights.astype(np.float32), int(np.searchsorted(bins, BINS)), families)


def count_ngrams(
    texts: Sequence[str], families: Families = USUAL_FAMILIES, *, compiled: bool | None = None
) -> sparse.csr_matrix:
    """How often each text fills each bin: (texts, 2 x bins) float32.

    `compiled`: by compiled code, several chunks at once, or by array arithmetic; None: as it goes here.
    """
    count = _count_compiled if _is_compiled(compiled) else _count_arrays
    parts = _in_threads(lambda some: count(_chunk(some, families), families), portions(texts))
    if not parts:
        return sparse.csr_matrix((0, 2 * BINS), dtype=np.float32)
    return sparse.vstack(parts, format="csr")


def _chunk(texts: Sequence[str], families: Families) -> TextChunk:
    chunk = chunk_of(texts)
    return chunk if families.signs else chunk.without_signs()


def _is_compiled(compiled: bool | None) -> bool:
    return why_not() is None if compiled is None else compiled


def _in_threads(work: Callable[[Any], sparse.csr_matrix], parts: Iterable[Any]) -> list[sparse.csr_matrix]:
    """The work done on all parts, some at once: compiled code and array arithmetic leave Python's lock."""
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(work, parts))


def _count_compiled(chunk: TextChunk, families: Families) -> sparse.csr_matrix:
    starts, bins, counts = count_bins(chunk.codes, chunk.kinds, BINS, families.most_words, families.runs)
    return sparse.csr_matrix((counts, bins, starts), (chunk.rows, 2 * BINS))


def _count_arrays(chunk: TextChunk, families: Families) -> sparse.csr_matrix:
    grams = (*_word_grams(chunk, families.most_words), *_character_grams(chunk, families.runs))
    keys = [rows * (2 * BINS) + bins for rows, bins in grams]
    ordered = np.sort(np.concatenate(keys))
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    filled = ordered[first]
    counts = np.diff(first, append=len(ordered)).astype(np.float32)
    starts = np.searchsorted(filled, np.arange(chunk.rows + 1) * (2 * BINS))
    return sparse.csr_matrix((counts, (filled % (2 * BINS)).astype(np.int32), starts), (chunk.rows, 2 * BINS))


def _word_grams(chunk: TextChunk, most_words: int) -> Iterator[tuple[Positions, Positions]]:
    starts, ends = chunk.words()
    words = hashes = chunk.hash_spans(starts, ends)
    rows = chunk.row_of[starts]
    for before in range(most_words):
        if before:
            hashes = mix(hashes[:-1] * _PAIR + words[before:])
        same_text = rows[before:] == rows[: len(rows) - before]
        yield rows[before:][same_text], _bins(hashes[same_text])


def _character_grams(chunk: TextChunk, runs: tuple[int, int]) -> Iterator[tuple[Positions, Positions]]:
    blanks_before = np.concatenate(([0], np.cumsum(chunk.blank)))
    for length in range(runs[0], runs[1] + 1) if runs[1] else ():
        starts = np.arange(len(chunk.codes) - length + 1)
        inner_blanks = blanks_before[starts + length - 1] - blanks_before[starts + 1]
        both_blank = chunk.blank[starts] & chunk.blank[starts + length - 1]
        starts = starts[(inner_blanks == 0) & ~both_blank]
        yield chunk.row_of[starts], _bins(chunk.hash_spans(starts, starts + length)) + BINS


def _bins(hashes: Hashes) -> Positions:
    return (hashes % np.uint64(BINS)).astype(np.int64)

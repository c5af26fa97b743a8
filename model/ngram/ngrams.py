"""Texts as weighted counts of words, word pairs and character runs (TF-IDF), by hashing.

Each n-gram falls into one of four million bins; the bins that training texts fill often enough become columns, so
collisions are rare and no list of n-grams has to be kept. Character runs of 2 to 5 stay inside words and see the blank
beside them; in text without blanks they run through whole sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from model.text.tokens import Hashes, Positions, TextChunk, chunks, mix

BINS = 1 << 22
_LENGTHS = range(2, 6)
_PAIR = np.uint64(0xD1342543DE82EF95)


@dataclass(frozen=True)
class NgramSpace:
    """The columns of the TF-IDF table: words first, then character runs.

    `bins` (columns,) int64: which bin each column counts, word bins below `BINS`, character bins from `BINS` on;
    `weights` (columns,) float32: the inverse document frequency; `word_columns`: how many columns are words.
    """

    bins: NDArray[np.int64]
    weights: NDArray[np.float32]
    word_columns: int

    def table(
        self, texts: Sequence[str], *, count: Callable[[Sequence[str]], sparse.csr_matrix] | None = None
    ) -> sparse.csr_matrix:
        """The texts as rows (texts, columns) float32; the word part and the character part each have length one.

        `count` counts them as `count_ngrams` does, which is the default.
        """
        return self.weigh(self.pick((count or count_ngrams)(texts)))

    def pick(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """The columns of this space out of counts (texts, 2 x bins)."""
        columns = self._column_of[counts.indices]
        in_space = columns >= 0
        starts = np.concatenate(([0], np.cumsum(in_space)))[counts.indptr]
        return sparse.csr_matrix((counts.data[in_space], columns[in_space], starts), (counts.shape[0], len(self.bins)))

    @cached_property
    def _column_of(self) -> NDArray[np.int32]:
        column_of = np.full(2 * BINS, -1, np.int32)
        column_of[self.bins] = np.arange(len(self.bins), dtype=np.int32)
        return column_of

    def weigh(self, picked: sparse.csr_matrix) -> sparse.csr_matrix:
        """Counts (texts, columns) as TF-IDF: 1 + log(count), times the weight, each part scaled to length one."""
        values = (1 + np.log(picked.data)) * self.weights[picked.indices]
        rows = np.repeat(np.arange(picked.shape[0]), np.diff(picked.indptr))
        part = rows * 2 + (picked.indices >= self.word_columns)
        lengths = np.sqrt(np.bincount(part, values.astype(np.float64) ** 2, minlength=2 * picked.shape[0]))
        scaled = (values / lengths[part]).astype(np.float32)
        return sparse.csr_matrix((scaled, picked.indices, picked.indptr), picked.shape)


def find_space(counts: sparse.csr_matrix, *, most_columns: int, least_rows: int = 2) -> NgramSpace:
    """The space of the bins that at least `least_rows` texts fill, the most frequent ones if there are too many."""
    rows_with = np.bincount(counts.indices, minlength=2 * BINS)
    bins = np.flatnonzero(rows_with >= least_rows)
    if len(bins) > most_columns:
        bins = np.sort(bins[np.argsort(-rows_with[bins], kind="stable")[:most_columns]])
    weights = 1 + np.log((1 + counts.shape[0]) / (1 + rows_with[bins]))
    return NgramSpace(bins, weights.astype(np.float32), int(np.searchsorted(bins, BINS)))


def count_ngrams(texts: Sequence[str]) -> sparse.csr_matrix:
    """How often each text fills each bin: (texts, 2 x bins) float32."""
    parts = [_count_chunk(chunk) for chunk in chunks(texts)]
    if not parts:
        return sparse.csr_matrix((0, 2 * BINS), dtype=np.float32)
    return sparse.vstack(parts, format="csr")


def _count_chunk(chunk: TextChunk) -> sparse.csr_matrix:
    keys = [rows * (2 * BINS) + bins for rows, bins in (*_word_grams(chunk), *_character_grams(chunk))]
    ordered = np.sort(np.concatenate(keys))
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    filled = ordered[first]
    counts = np.diff(first, append=len(ordered)).astype(np.float32)
    starts = np.searchsorted(filled, np.arange(chunk.rows + 1) * (2 * BINS))
    return sparse.csr_matrix((counts, (filled % (2 * BINS)).astype(np.int32), starts), (chunk.rows, 2 * BINS))


def _word_grams(chunk: TextChunk) -> Iterator[tuple[Positions, Positions]]:
    starts, ends = chunk.words()
    hashes = chunk.hash_spans(starts, ends)
    rows = chunk.row_of[starts]
    yield rows, _bins(hashes)
    same_text = rows[1:] == rows[:-1]
    pairs = mix(hashes[:-1] * _PAIR + hashes[1:])
    yield rows[1:][same_text], _bins(pairs[same_text])


def _character_grams(chunk: TextChunk) -> Iterator[tuple[Positions, Positions]]:
    blanks_before = np.concatenate(([0], np.cumsum(chunk.blank)))
    for length in _LENGTHS:
        starts = np.arange(len(chunk.codes) - length + 1)
        inner_blanks = blanks_before[starts + length - 1] - blanks_before[starts + 1]
        both_blank = chunk.blank[starts] & chunk.blank[starts + length - 1]
        starts = starts[(inner_blanks == 0) & ~both_blank]
        yield chunk.row_of[starts], _bins(chunk.hash_spans(starts, starts + length)) + BINS


def _bins(hashes: Hashes) -> Positions:
    return (hashes % np.uint64(BINS)).astype(np.int64)

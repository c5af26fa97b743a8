"""Counts and weights of n-grams, compiled for this machine's processor (numba): one walk over a text's characters.

It finds what `model.ngram.ngrams` finds by array arithmetic, and the same hashes, several times as fast: a run of
characters is hashed by adding one character to the hash of the shorter run, and equal n-grams of a text meet in a small
table that stays in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

from model.text.tokens import ALONE, BASE, BLANK, INNER, WORD

_Function = TypeVar("_Function", bound=Callable[..., Any])
Hash = Any  # one of uint64
Array = Any  # numpy array, in C order
Table = tuple[Array, Array, Array]  # keys, the row each was written for, and where it is counted: (slots,) int32

_PAIR, _BASE = np.uint64(0xD1342543DE82EF95), np.uint64(BASE)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31 = np.uint64(30), np.uint64(27), np.uint64(31)
_ONE = np.uint64(1)
_MOST_SLOTS = 1 << 24


def _compiled(function: _Function) -> _Function:
    """Compiled at its first call and kept on disk; runs without Python's lock."""
    compiled: Any = numba.njit(nogil=True, cache=True, error_model="numpy")(function)
    as_called: _Function = compiled
    return as_called


def count_bins(
    codes: NDArray[np.uint32], kinds: NDArray[np.uint8], bins: int, most_words: int, runs: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Starts of the rows (rows + 1,), the bins that each fills, and how often: the arrays of a CSR matrix.

    `codes` and `kinds` (characters,) are those of a `TextChunk`; `bins`, a power of two, of words, and as many of runs.
    Counted are up to `most_words` words side by side, and runs of the characters from the shorter to the longer length.
    """
    zeros = np.flatnonzero(codes == 0)
    longest = int(np.diff(zeros).max())
    at_a_character = most_words + max(0, runs[1] - runs[0] + 1)  # n-grams that can begin there
    slots = min(_MOST_SLOTS, 1 << (2 * at_a_character * (longest + 1)).bit_length())
    table = np.full(slots, -1, np.int32), np.full(slots, -1, np.int32), np.full(slots, -1, np.int32)
    found = np.empty((2, at_a_character * len(codes)), np.int32)
    starts = _count(codes, kinds, zeros, np.uint64(bins - 1), most_words, runs, table, found[0], found[1])
    return starts, found[0, : starts[-1]].copy(), found[1, : starts[-1]].astype(np.float32)


@_compiled
def weigh_rows(
    starts: Array, bins: Array, counts: Array, column_of: Array, log_of: Array, weights: Array, word_columns: int
) -> tuple[Array, Array, Array]:
    """The columns that rows of counts fill: starts (rows + 1,), columns, and TF-IDF values of float32.

    `column_of` (2 x bins,) is -1 where a bin has no column, `log_of` has 1 + log(count) of each count, and `weights`
    (columns,) what a column weighs. Values of words, and those of runs, have length one in each row.
    """
    picked = np.zeros(len(starts), starts.dtype)
    columns, values = np.empty(len(bins), np.int32), np.empty(len(bins), np.float32)
    at = 0
    for row in range(len(starts) - 1):
        first, of_words, of_runs = at, 0.0, 0.0
        for place in range(starts[row], starts[row + 1]):
            column = column_of[bins[place]]
            if column < 0:
                continue
            value = log_of[int(counts[place])] * weights[column]
            columns[at], values[at] = column, value
            at += 1
            square = float(value) * float(value)
            if column < word_columns:
                of_words += square
            else:
                of_runs += square
        of_words, of_runs = np.sqrt(of_words), np.sqrt(of_runs)
        for place in range(first, at):
            values[place] = values[place] / (of_words if columns[place] < word_columns else of_runs)
        picked[row + 1] = at
    return picked, columns[:at], values[:at]


@lru_cache(maxsize=1)
def why_not() -> str | None:
    """Why the compiled counts cannot be taken here; None where they can. The first time it compiles, some seconds."""
    try:
        codes, kinds = np.array([0, 97, 0], np.uint32), np.array([BLANK, WORD, BLANK], np.uint8)
        starts, *_ = count_bins(codes, kinds, 1 << 22, 2, (2, 5))
    except Exception as error:  # whatever is wrong with a compiler: array arithmetic runs everywhere
        return f"{type(error).__name__}: {error}"
    return None if starts[-1] == 3 else "it does not count right"  # the word, and two runs


@_compiled
def _mix(value: Hash) -> Hash:
    value = (value ^ (value >> _30)) * _FIRST
    value = (value ^ (value >> _27)) * _SECOND
    return value ^ (value >> _31)


@_compiled
def _count(
    codes: Array,
    kinds: Array,
    zeros: Array,
    mask: Hash,
    most_words: int,
    runs: tuple[int, int],
    table: Table,
    bins: Array,
    counts: Array,
) -> Array:
    """Count row by row into `bins` and `counts`; where each row begins."""
    starts = np.zeros(len(zeros), np.int64)
    spread = np.empty(len(codes), np.uint64)
    for place in range(len(codes)):
        code = np.uint64(0) if kinds[place] == BLANK else np.uint64(codes[place])
        spread[place] = _mix(code + _BASE)
    found = 0
    for row in range(len(zeros) - 1):
        first, last = zeros[row], zeros[row + 1]
        if most_words > 0:
            found = _count_words(kinds, spread, first, last, row, mask, most_words, table, bins, counts, found)
        if runs[1] > 0:
            found = _count_runs(kinds, spread, first, last, row, mask, runs, table, bins, counts, found)
        starts[row + 1] = found
    return starts


@_compiled
def _count_words(
    kinds: Array,
    spread: Array,
    first: int,
    last: int,
    row: int,
    mask: Hash,
    most_words: int,
    table: Table,
    bins: Array,
    counts: Array,
    found: int,
) -> int:
    """Words, and words side by side, of the characters between two zeros."""
    at, before = first + 1, 0
    former, pair = np.uint64(0), np.uint64(0)
    while at < last:
        if kinds[at] != WORD and kinds[at] != ALONE:
            at += 1
            continue
        end = _end_of_word(kinds, at)
        whole = _hash_run(spread, at, end)
        found = _add(np.int32(whole & mask), row, table, bins, counts, found)
        if before >= 2 and most_words >= 3:
            found = _add(np.int32(_mix(pair * _PAIR + whole) & mask), row, table, bins, counts, found)
        if before >= 1 and most_words >= 2:
            pair = _mix(former * _PAIR + whole)
            found = _add(np.int32(pair & mask), row, table, bins, counts, found)
        at, former, before = end, whole, before + 1
    return found


@_compiled
def _end_of_word(kinds: Array, at: int) -> int:
    """One past the last character of the word that begins here; a sign or a letter without blanks is a whole word."""
    if kinds[at] == ALONE:
        return at + 1
    while kinds[at] == WORD or (kinds[at] == INNER and kinds[at - 1] == WORD and kinds[at + 1] == WORD):
        at += 1
    return at


@_compiled
def _hash_run(spread: Array, start: int, end: int) -> Hash:
    total, power = np.uint64(0), _ONE
    for place in range(start, end):
        total += spread[place] * power
        power *= _BASE
    return _mix(total)


@_compiled
def _count_runs(
    kinds: Array,
    spread: Array,
    first: int,
    last: int,
    row: int,
    mask: Hash,
    runs: tuple[int, int],
    table: Table,
    bins: Array,
    counts: Array,
    found: int,
) -> int:
    """Runs of characters, with a blank at one end at most and none inside."""
    shortest, longest = runs
    for start in range(first, last):
        total, power, begins_blank = spread[start], _ONE, kinds[start] == BLANK
        for place in range(start + 1, min(start + longest, last + 1)):
            power *= _BASE
            total += spread[place] * power
            ends_blank = kinds[place] == BLANK
            if place - start + 1 >= shortest and not (begins_blank and ends_blank):
                bin_of_run = np.int32((_mix(total) & mask) + mask + _ONE)
                found = _add(bin_of_run, row, table, bins, counts, found)
            if ends_blank:
                break
    return found


@_compiled
def _add(key: Any, row: int, table: Table, bins: Array, counts: Array, found: int) -> int:
    """Count one n-gram of a row; how many different ones are found by now."""
    keys, rows, places = table
    mask = len(keys) - 1
    slot = key & mask
    while rows[slot] == row:
        if keys[slot] == key:
            counts[places[slot]] += 1
            return found
        slot = (slot + 1) & mask
    keys[slot], rows[slot], places[slot] = key, row, found
    bins[found], counts[found] = key, 1
    return found + 1


if __name__ == "__main__":
    raise SystemExit(why_not())

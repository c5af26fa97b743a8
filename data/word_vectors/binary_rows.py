"""word2vec's binary form: a line with two counts, then each word, a blank, and its numbers as little-endian float32."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

import numpy as np

from data.word_vectors.blocks import BLOCK_BYTES
from data.word_vectors.vector_file import damaged
from data.word_vectors.wanted import WantedWords

_MOST_WORD_BYTES = 1 << 16
_MOST_DIMENSIONS = 100_000


def read_binary(stream: IO[bytes], wanted: WantedWords, name: str, go_on: Callable[[], bool]) -> tuple[int, bool]:
    """Give all rows of wanted words; the dimensions, and whether the file was read to its end.

    Raises
    ------
    UnusableVectors
        The file ends before it holds as many words as its first line says.
    """
    words, dimensions = _counts(stream, name)
    taken, held = 0, b""
    while taken < words and go_on():
        piece = stream.read(BLOCK_BYTES)
        if not piece:
            raise damaged(name, f"its first line says {words:,} words, and {taken:,} follow")
        held += piece
        rows, used = _take_rows(held, dimensions, words - taken, wanted)
        taken, held = taken + rows, held[used:]
        if len(held) > _MOST_WORD_BYTES + 4 * dimensions:
            raise damaged(name, f"no word stands behind row {taken:,}")
    return dimensions, taken >= words


def _counts(stream: IO[bytes], name: str) -> tuple[int, int]:
    words, dimensions = (int(field) for field in stream.readline(_MOST_WORD_BYTES).split())
    if not 1 < dimensions <= _MOST_DIMENSIONS:
        raise damaged(name, f"its first line says {dimensions:,} numbers a word")
    return words, dimensions


def _take_rows(held: bytes, dimensions: int, most: int, wanted: WantedWords) -> tuple[int, int]:
    """Give the whole rows among some bytes; how many there are, and the bytes that they take."""
    row_bytes, start, rows = 4 * dimensions, 0, 0
    while rows < most:
        blank = held.find(b" ", start)
        end = blank + 1 + row_bytes
        if blank < 0 or end > len(held):
            break
        word = held[start:blank].lstrip(b"\n")
        if wanted.places(word):
            wanted.give(word, np.frombuffer(held, "<f4", dimensions, blank + 1).astype(np.float32))
        start, rows = end, rows + 1
    return rows, start

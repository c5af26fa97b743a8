"""Vectors as one array (rows, dimensions) whose words stand elsewhere, as in `.npz` and `.safetensors`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from data.word_vectors.blocks import row_blocks
from data.word_vectors.vector_file import damaged
from data.word_vectors.wanted import WantedWords


@dataclass(frozen=True, slots=True)
class ArrayLayout:
    """How the rows lie in a stream. `as_numbers` turns values of `dtype` into numbers where NumPy has no such type."""

    rows: int
    dimensions: int
    dtype: np.dtype[Any]
    as_numbers: Callable[[NDArray[Any]], NDArray[Any]] = np.asarray


@dataclass(frozen=True, slots=True)
class ChosenRows:
    """Rows, rising, with their words, that are of use to the words wanted; `words` counts all that the file has."""

    wanted: WantedWords
    rows: dict[int, bytes]
    words: int

    def give(self, numbers: NDArray[Any], first: int, layout: ArrayLayout) -> None:
        """Give those among some rows (rows, dimensions), which begin with row `first`."""
        places = [row for row in range(first, first + len(numbers)) if row in self.rows]
        with np.errstate(over="ignore", invalid="ignore"):
            chosen = layout.as_numbers(numbers[np.array(places, int) - first]).astype(np.float32)
        for row, vector in zip(places, chosen, strict=True):
            self.wanted.give(self.rows[row], vector)


def choose_rows(words: Iterable[bytes], wanted: WantedWords) -> ChosenRows:
    """The rows whose words would serve, of all words of a file in the order of their rows."""
    rows, count = {}, 0
    for row, word in enumerate(words):
        count += 1
        if wanted.places(word):
            rows[row] = word
    return ChosenRows(wanted, rows, count)


def take_rows(stream: IO[bytes], layout: ArrayLayout, chosen: ChosenRows, name: str, go_on: Callable[[], bool]) -> bool:
    """Give the chosen rows; whether the array was read to its end, before `go_on` turned false.

    Raises
    ------
    UnusableVectors
        The stream ends before the array does.
    """
    first, row_bytes = 0, layout.dimensions * layout.dtype.itemsize
    for block in row_blocks(stream, row_bytes, layout.rows):
        if not go_on():
            return False
        whole = block[: len(block) // row_bytes * row_bytes]
        numbers = np.frombuffer(whole, layout.dtype).reshape(-1, layout.dimensions)
        chosen.give(numbers, first, layout)
        first += len(numbers)
    if first < layout.rows:
        raise damaged(name, f"its array says {layout.rows:,} rows, and {first:,} follow")
    return True

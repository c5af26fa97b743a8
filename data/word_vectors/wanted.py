"""The words whose vectors are wanted, and what has been found of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

LEAST_LOOKED_AT = 20  # rows, before a share of them says that a file is damaged
MOST_BAD_SHARE = 0.05  # of the rows looked at: a few odd ones stand in most published files


@dataclass(frozen=True, slots=True, eq=False)
class FoundVectors:
    """What a file holds of the words wanted.

    `vectors` (words, dimensions), rows of zeros where the file has none; `source` is the name that screens say. A file
    is not read whole where time was over before its end.
    """

    vectors: Vectors
    source: str
    is_whole: bool = True

    @property
    def is_found(self) -> NDArray[np.bool_]:
        """Which words have a vector (words,)."""
        found: NDArray[np.bool_] = np.any(self.vectors != 0, axis=1)
        return found


class WantedWords:
    """Collects the vectors of some words, which are in lower case as texts are read.

    A row of the same spelling is taken, whatever else the file holds; else the first one that differs in case, in how
    an accent is composed, or in the apostrophe. Rows that hold no finite number throughout, or zeros only, are skipped.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._exact = {word.encode("utf-8", "surrogatepass"): place for place, word in enumerate(words)}
        self._folded: dict[bytes, list[int]] = {}
        for place, word in enumerate(words):
            self._folded.setdefault(_folded(word), []).append(place)
        self._words = len(words)
        self._rows: dict[int, Vectors] = {}
        self._is_exact: set[int] = set()
        self._looked_at = self._bad = 0

    def places(self, word: bytes) -> Iterable[int]:
        """The words that a row of this spelling would serve, and serve better than what is there."""
        exact = self._exact.get(word)
        lowered = word.lower() if word.isascii() else _folded(_decoded(word))
        similar = self._folded.get(lowered)
        if similar is None:
            return ()
        places = [place for place in similar if place not in self._rows]
        if exact is not None and exact not in self._is_exact and exact not in places:
            places.append(exact)  # of another spelling so far
        return places

    def give(self, word: bytes, vector: Vectors | None) -> None:
        """The row of a word that `places` said is of use; None: its numbers cannot be read."""
        self._looked_at += 1
        if vector is None:
            self._bad += 1
        elif np.isfinite(vector).all() and vector.any():
            self._rows.update(dict.fromkeys(self.places(word), vector))
            if (exact := self._exact.get(word)) is not None:
                self._is_exact.add(exact)

    @property
    def is_damaged(self) -> bool:
        """Whether more rows than a few could not be read."""
        return self._looked_at >= LEAST_LOOKED_AT and self._bad > MOST_BAD_SHARE * self._looked_at

    @property
    def bad_words(self) -> str:
        """How many could not be read, as part of a sentence."""
        return f"{self._bad:,} of {self._looked_at:,} rows looked at"

    def found(self, dimensions: int) -> Vectors:
        """All that was given (words, dimensions)."""
        vectors = np.zeros((self._words, dimensions), np.float32)
        for place, row in self._rows.items():
            vectors[place] = row
        return vectors


def _decoded(word: bytes) -> str:
    """A word as UTF-8, else as older Western files have it."""
    try:
        return word.decode()
    except UnicodeDecodeError:
        return word.decode("cp1252", "replace")


def _folded(word: str) -> bytes:
    composed = unicodedata.normalize("NFC", word.lower()).replace("\u2019", "'")
    return composed.encode("utf-8", "surrogatepass")

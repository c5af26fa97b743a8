"""Texts as words and character runs, hashed with array arithmetic instead of a loop over words.

All texts of a chunk are one array of code points. A polynomial hash over its prefixes (Karp & Rabin 1987) gives the
hash of any stretch by one subtraction and one product, modulo 2^64; a finaliser (Steele et al. 2014) spreads it.

A word is a run of letters, digits, marks and inner apostrophes. Signs, and letters of scripts that are written without
blanks (Chinese, Japanese, Thai, ...), are words of one character each.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Positions = NDArray[np.int64]

CHUNK_CHARACTERS = 1_000_000

BLANK, WORD, ALONE, INNER = 0, 1, 2, 3  # kinds of characters
BASE = 0x9E3779B97F4A7C15 | 1  # odd, so that it has an inverse modulo 2^64
_INVERSE = pow(BASE, -1, 2**64)
_SIGNS = {"Sm", "Sc", "Sk"}  # of reckoning, of currencies, and such as ^, beside all punctuation
_WITHOUT_BLANKS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # Han radicals
    (0x3005, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),  # Han, compatibility
    (0xFF66, 0xFF9D),  # Katakana, half width
    (0x1B000, 0x1B16F),  # Kana, supplement
    (0x20000, 0x3FFFF),  # Han, extensions
)


@dataclass(frozen=True)
class TextChunk:
    """Some texts, in lower case, as one array of code points, with a zero before, between and after them.

    `codes` (characters,) uint32; `kinds` (characters,) uint8: blank, word, alone, inner apostrophe.
    """

    first_row: int
    rows: int
    codes: NDArray[np.uint32]
    kinds: NDArray[np.uint8]

    @cached_property
    def row_of(self) -> Positions:
        """The text that each character belongs to (characters,); a zero belongs to the text after it."""
        return np.cumsum(self.codes == 0) - 1

    @cached_property
    def prefix(self) -> Hashes:
        """Hashes (characters + 1,) of the first 0, 1, 2, ... characters; all blanks are alike."""
        return _prefix_hashes(np.where(self.kinds == BLANK, 0, self.codes))

    @property
    def blank(self) -> NDArray[np.bool_]:
        """Which characters separate words (characters,)."""
        return np.equal(self.kinds, BLANK)

    def hash_spans(self, starts: Positions, ends: Positions) -> Hashes:
        """Hashes (spans,) of the stretches from `starts` up to, not including, `ends`."""
        total = (self.prefix[ends] - self.prefix[starts]) * _powers(_INVERSE, len(self.prefix))[starts]
        return mix(total)

    def words(self) -> tuple[Positions, Positions]:
        """Starts and ends (words,) of all words, in order."""
        inside = self._word_characters()
        alone = self.kinds == ALONE
        before = np.concatenate(([False], inside[:-1]))
        after = np.concatenate((inside[1:], [False]))
        starts = np.flatnonzero((inside & ~before) | alone)
        ends = np.flatnonzero((inside & ~after) | alone) + 1
        return starts, ends

    def without_signs(self) -> TextChunk:
        """The same with blanks in place of full stops, brackets and other signs; pictures such as faces stay."""
        return replace(self, kinds=np.where(_are_signs(self.codes), BLANK, self.kinds).astype(np.uint8))

    def _word_characters(self) -> NDArray[np.bool_]:
        word = self.kinds == WORD
        inner = self.kinds == INNER
        inner[1:-1] &= word[:-2] & word[2:]  # the chunk begins and ends with a zero: never an apostrophe
        inside: NDArray[np.bool_] = word | inner
        return inside


def chunks(texts: Sequence[str]) -> Iterator[TextChunk]:
    """The texts in chunks of about a million characters, so that memory stays bounded."""
    first_row = 0
    for some in portions(texts):
        yield chunk_of(some, first_row)
        first_row += len(some)


def portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in portions of about a million characters."""
    first = 0
    characters = 0
    for row, text in enumerate(texts):
        characters += len(text) + 1
        if characters >= CHUNK_CHARACTERS:
            yield texts[first : row + 1]
            first, characters = row + 1, 0
    if first < len(texts):
        yield texts[first:]


def mix(values: Hashes) -> Hashes:
    """Spread 64-bit values evenly (the finaliser of SplitMix64)."""
    mixed = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def spelled(chunk: TextChunk, start: int, end: int) -> str:
    """The characters of one stretch as a string."""
    return chunk.codes[start:end].tobytes().decode("utf-32-le", "surrogatepass")


def in_lower_case(text: str) -> str:
    """The text as its characters stand in a chunk; a zero, which parts texts, is a blank."""
    return text.replace("\0", " ").lower()


def hash_words(words: Sequence[str]) -> Hashes:
    """Hashes (words,) of given words, equal to those that `TextChunk.hash_spans` gives them inside a text."""
    hashes = [_hash_whole(chunk) for chunk in chunks(words)]
    return np.concatenate(hashes) if hashes else np.empty(0, np.uint64)


def _hash_whole(chunk: TextChunk) -> Hashes:
    zeros = np.flatnonzero(chunk.codes == 0)
    return chunk.hash_spans(zeros[:-1] + 1, zeros[1:])


def chunk_of(texts: Sequence[str], first_row: int = 0) -> TextChunk:
    """All of these texts as one chunk, which begins at row `first_row` of a table."""
    joined = "\0" + "\0".join(map(in_lower_case, texts)) + "\0"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    return TextChunk(first_row, len(texts), codes, _kinds(codes))


def _prefix_hashes(codes: NDArray[np.uint32]) -> Hashes:
    spread = mix(codes.astype(np.uint64) + np.uint64(BASE))
    weighted = np.cumsum(spread * _powers(BASE, len(codes))[: len(codes)], dtype=np.uint64)
    return np.concatenate((np.zeros(1, np.uint64), weighted))


def _powers(base: int, count: int) -> Hashes:
    """At least `count` powers of `base` modulo 2^64, from the zeroth on."""
    return _power_table(base, 1 << (count - 1).bit_length())


@lru_cache(maxsize=8)
def _power_table(base: int, count: int) -> Hashes:
    table = np.full(count, base, np.uint64)
    table[0] = 1
    return np.cumprod(table, dtype=np.uint64)


def _kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return _of_each(codes, _kind)


def _are_signs(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return _of_each(codes, _is_sign).astype(np.bool_)


def _of_each(codes: NDArray[np.uint32], told: Callable[[int], int]) -> NDArray[np.uint8]:
    """What is told of each code, which is asked for once however often it stands there."""
    table = np.zeros(int(codes.max()) + 1, np.uint8)
    for code in np.flatnonzero(np.bincount(codes)):
        table[code] = told(int(code))
    return table[codes]


@cache
def _kind(code: int) -> int:
    character = chr(code)
    if character in "'\u2019":
        return INNER
    category = unicodedata.category(character)
    if category[0] in "CZ":
        return BLANK
    if any(low <= code <= high for low, high in _WITHOUT_BLANKS):
        return ALONE
    return WORD if category[0] in "LNM" or character == "_" else ALONE


@cache
def _is_sign(code: int) -> bool:
    category = unicodedata.category(chr(code))
    return _kind(code) == ALONE and (category[0] == "P" or category in _SIGNS)

"""The key under which near duplicates meet: case, punctuation and blank space folded away."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

Key = str | bytes

_SMILE = re.compile(r"[:;=]['\-]?[)\]D]")
_APOSTROPHES = re.compile("['’]+")
_ASCII_PUNCTUATION = str.maketrans({c: None if c == "'" else " " for c in "!\"#%&'()*,-./:;?@[\\]_{}"})
_FOLDED_CATEGORIES = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp", "Cc"})
_SMALL_LETTERS = bytes(range(256)).lower()
_FROWN = re.compile(r"[:;=]['\-]?[(\[]")


def fold(texts: Iterable[str]) -> list[str]:
    """One key for each text; texts with the same key differ only in case, punctuation, width or blank space.

    Emoji, smileys, digits, signs like + and $ and the vowel signs of Indian scripts stay: they carry meaning. A text of
    punctuation alone is its own key.

    >>> fold(["Not good!", "not  GOOD...", "not good :(", "?!"])
    ['not good', 'not good', 'not good ☹', '?!']
    """
    return [_fold(text) for text in texts]


def duplicate_keys(texts: Sequence[str]) -> list[Key]:
    """One key for each text, equal where `fold` says the same; most texts are told apart by a trace, which is cheap.

    >>> keys = duplicate_keys(["Not good!", "good", "not  GOOD..."])
    >>> [key == keys[0] for key in keys]
    [True, False, True]
    """
    traces = [_trace(text) for text in texts]
    rows_of = Counter(traces)
    return [trace if rows_of[trace] == 1 else _fold(text) for trace, text in zip(traces, texts, strict=True)]


def _trace(text: str) -> bytes:
    """What is left of a text, letters small, without any byte that is in a sign which folding takes away.

    It is as much of the folded text, so texts of different traces have different keys.
    """
    text = _with_faces(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).casefold()
    return text.encode("utf-8", "surrogatepass").translate(_SMALL_LETTERS, _folded_bytes())


@cache
def _folded_bytes() -> bytes:
    return bytes(sorted(set("".join(_folded_signs()).encode())))


def _with_faces(text: str) -> str:
    if ":" in text or ";" in text or "=" in text:
        return _FROWN.sub(" ☹ ", _SMILE.sub(" ☺ ", text))
    return text


def _fold(text: str) -> str:
    text = _with_faces(text)
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII_PUNCTUATION).split()) or text
    folded = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_punctuation().sub(" ", folded).split()) or text


@cache
def _punctuation() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_folded_signs()))}]+")


@cache
def _folded_signs() -> tuple[str, ...]:
    """Punctuation, separators and control characters of the common scripts (Unicode categories P, Z, Cc)."""
    points = map(chr, range(0x1_0000))
    return tuple(point for point in points if unicodedata.category(point) in _FOLDED_CATEGORIES)

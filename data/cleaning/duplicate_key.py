"""The key under which near duplicates meet: case, punctuation and blank space folded away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_SMILE = re.compile(r"[:;=]['\-]?[)\]D]")
_APOSTROPHES = re.compile("['’]+")
_ASCII_PUNCTUATION = str.maketrans({c: None if c == "'" else " " for c in "!\"#%&'()*,-./:;?@[\\]_{}"})
_FOLDED_CATEGORIES = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp", "Cc"})
_FROWN = re.compile(r"[:;=]['\-]?[(\[]")


def fold(texts: Iterable[str]) -> list[str]:
    """One key for each text; texts with the same key differ only in case, punctuation, width or blank space.

    Emoji, smileys, digits, signs like + and $ and the vowel signs of Indian scripts stay: they carry meaning. A text of
    punctuation alone is its own key.

    >>> fold(["Not good!", "not  GOOD...", "not good :(", "?!"])
    ['not good', 'not good', 'not good ☹', '?!']
    """
    return [_fold(text) for text in texts]


def _fold(text: str) -> str:
    if ":" in text or ";" in text or "=" in text:
        text = _FROWN.sub(" ☹ ", _SMILE.sub(" ☺ ", text))
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII_PUNCTUATION).split()) or text
    folded = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_punctuation().sub(" ", folded).split()) or text


@cache
def _punctuation() -> re.Pattern[str]:
    """Punctuation, separators and control characters of the common scripts (Unicode categories P, Z, Cc)."""
    points = (chr(point) for point in range(0x1_0000))
    listed = "".join(point for point in points if unicodedata.category(point) in _FOLDED_CATEGORIES)
    return re.compile(f"[{re.escape(listed)}]+")

"""Headings as they are compared: case, accents, underscores and brackets aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_NUMBER_BEHIND = re.compile(r"\s\d+$")
_REMEMBERED = 10_000


@lru_cache(maxsize=_REMEMBERED)
def folded(name: str) -> str:
    """The words of a heading without case, accents and marks.

    >>> folded("Durée_(décimale)"), folded("startTime"), folded("BAŞLANGIÇ")
    ('duree decimale', 'start time', 'baslangic')
    """
    letters = unicodedata.normalize("NFKD", _words_apart(name).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(bare.translate(_LETTERS)))


def _words_apart(name: str) -> str:
    """With a blank between the words of startTime."""
    before = " " + name
    return "".join(
        f" {letter}" if last.islower() and letter.isupper() else letter
        for last, letter in zip(before, name, strict=False)
    )


def in_brackets(name: str) -> str:
    """What a heading says in brackets, folded: its unit, as a rule.

    >>> in_brackets("Dauer (Std.)"), in_brackets("Dauer")
    ('std', '')
    """
    return folded(" ".join(_BRACKETS.findall(name)))


def without_brackets(name: str) -> str:
    """A heading folded, without what it says in brackets.

    >>> without_brackets("Dauer (Std.)")
    'dauer'
    """
    return folded(_BRACKETS.sub(" ", name))


def unnumbered(folded_name: str) -> str:
    """A folded heading without a number behind it.

    >>> unnumbered("von 2"), unnumbered("pause")
    ('von', 'pause')
    """
    return _NUMBER_BEHIND.sub("", folded_name)


def words_of(text: str) -> tuple[str, ...]:
    """Headings in a list of lines `language: heading, heading`, folded, each once, in the order of the list.

    >>> words_of('''
    ... en: start, from
    ... de: Beginn, Start
    ... ''')
    ('start', 'from', 'beginn')
    """
    lines = (line.partition(":")[2] for line in text.strip().splitlines())
    return tuple(dict.fromkeys(folded(word) for line in lines for word in line.split(",") if word.strip()))

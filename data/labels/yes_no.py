"""Cells that say yes or no, as people and their programs write them: 1 and 0, true and false, x and nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from data.missing import BLANK_WORDS

_FAMILY_OF_YES = {
    "1 and 0": "1 +",
    "true and false": "true t .true. wahr vrai verdadero verdadeiro vero waar prawda истина",
    "yes and no": "yes y ja oui si sí sim tak да evet ya はい 是 예",
    "on and off": "on",
    "marks and blanks": "x ✓ ✔ ☑ ✅ ● •",
}
_FAMILY_OF_NO = {
    "1 and 0": "0",
    "true and false": "false f .false. falsch faux falso onwaar falsz ложь",
    "yes and no": "no n nein non não nao nee nie nej нет hayır hayir tidak いいえ 否 아니요",
    "on and off": "off",
    "marks and blanks": "✗ ✘ ☐ ❌ ○ - – —",
}
_SIDES = {
    word: (family, is_yes)
    for is_yes, families in ((True, _FAMILY_OF_YES), (False, _FAMILY_OF_NO))
    for family, words in families.items()
    for word in words.split()
}
FAMILIES = tuple(_FAMILY_OF_YES)
_VARIATION_SELECTOR = "\ufe0f"  # draws a sign in colours
_LONGEST = 12


def is_positive(cell: str) -> bool | None:
    """Whether a cell says yes; None where it says neither. A blank cell is a no, as where only the yes is written.

    >>> [is_positive(cell) for cell in ["1", "1.0", "TRUE", " yes ", "x", "", "0,0", "no", "False", "2", "maybe"]]
    [True, True, True, True, True, False, False, False, False, None, None]
    """
    said = side_of(cell)
    if said is not None:
        return said[1]
    return False if _plain(cell) in BLANK_WORDS else None


def side_of(cell: str) -> tuple[str, bool] | None:
    """The pair of words that a cell is one of, and whether it is the yes of it; None for a blank cell and all others.

    >>> side_of("Y"), side_of("0.00"), side_of("")
    (('yes and no', True), ('1 and 0', False), None)
    """
    plain = _plain(cell)
    if len(plain) > _LONGEST:
        return None
    return _SIDES.get(plain) or _SIDES.get(_whole(plain))


def families_of(cells: Iterable[str]) -> set[str]:
    """The pairs that cells are written in, such as "true and false"."""
    return {said[0] for said in map(side_of, cells) if said is not None}


def _plain(cell: str) -> str:
    """Without case, blanks and quotes around it, and in the width of Latin letters."""
    plain = unicodedata.normalize("NFKC", cell).casefold().replace(_VARIATION_SELECTOR, "")
    return plain.strip().strip("\"'").strip()


def _whole(plain: str) -> str:
    """0 and 1 as numbers with a point are written: 1.0, 0,00."""
    head, mark, tail = plain.replace(",", ".").partition(".")
    return head if mark and not tail.strip("0") and head in ("0", "1") else ""

"""Labels that differ only in case or blank space are one label."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

# Signs that nobody sees: spaces of no width, marks of direction, soft hyphens, and what draws a sign in colours.
_UNSEEN = dict.fromkeys([0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF])
_DOTTED_I = re.compile("i\u0307|ı")  # İ and ı: the small and the capital letter of the other i in Turkish


def common_spellings(labels: Mapping[str, int]) -> dict[str, str]:
    """For each label the spelling that most rows have, given how many rows each spelling has; small letters win a tie.

    >>> common_spellings({"good": 60, "Good": 3, " GOOD": 1, "bad": 9})
    {'good': 'good', 'Good': 'good', ' GOOD': 'good', 'bad': 'bad'}
    """
    return commonest(labels, plain_spelling)


def commonest(labels: Mapping[str, int], key: Callable[[str], str]) -> dict[str, str]:
    """For each label that one of all labels with the same key which most rows have."""
    keys = {label: key(label) for label in labels}
    if len(set(keys.values())) == len(keys):
        return {label: label for label in labels}
    alike: dict[str, Counter[str]] = defaultdict(Counter)
    for label, rows in labels.items():
        alike[keys[label]][label] = rows
    best = {plain: max(group, key=lambda label: (group[label], label)) for plain, group in alike.items()}
    return {label: best[plain] for label, plain in keys.items()}


def plain_spelling(label: str) -> str:
    """A label without case, without blanks around it and with one between words, however its letters are stored.

    >>> plain_spelling(" Stra\u00dfe\u00a0 Nord") == plain_spelling("STRASSE nord")
    True
    >>> plain_spelling("KIZGIN") == plain_spelling("kızgın")
    True
    """
    if label.isascii():
        return " ".join(label.casefold().split())
    plain = unicodedata.normalize("NFKC", label).casefold()
    plain = unicodedata.normalize("NFKC", plain).translate(_UNSEEN)
    return " ".join(_DOTTED_I.sub("i", plain).split())

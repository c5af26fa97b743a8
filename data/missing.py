"""Words that stand for "nothing here" in a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from data.text_mark import MARK, split_parts

# What programs write for a blank cell, never a person for a class.
BLANK_WORDS = frozenset(
    ["", "nan", "#n/a", "#na", "<na>", "nat", "(blank)", "(empty)", "undefined", "#value!", "#ref!"]
)
# What people write for no label, or for a class of their own: how many rows have it tells.
PERHAPS_MISSING_WORDS = frozenset([
    "n/a", "n.a.", "na", "null", "nil", "none", "missing", "not available",
    "?", "??", "???", "-", "--", "---", "–", "—", ".", "..", "...", "…",
])  # fmt: skip
MISSING_TEXTS = frozenset({"", "nan", "n/a", "#n/a", "<na>", "null", "none", "[deleted]", "[removed]"})
LEAST_ROWS = 50  # of a table: fewer teach nothing, whichever column is the label
LEAST_ROWS_OF_CLASS = 5  # what fewer rows have is no class in any case
_NONE_IS_A_CLASS = 0.02  # share of rows: more often than other words it is one
_RARE_BESIDE_OTHERS = 0.2  # of the rows that the other labels have on average
_LONGEST_MISSING = max(map(len, MISSING_TEXTS))
_BEGINNINGS = frozenset(spelled[:1] for word in (*MISSING_TEXTS, MARK) for spelled in (word, word.upper()))


def missing_among(labels: Mapping[str, int], kept: Sequence[str] = ()) -> frozenset[str]:
    """Those labels that stand for no label, given how many rows each has; words in `kept` are classes.

    A word such as "?" or "null" stands for no label only where it is rare beside the others; "none" is a class from
    2 % of the rows on, and "-" always beside "+".

    >>> sorted(missing_among({"good": 60, " NaN ": 2, "?": 1, "none": 1}))
    [' NaN ', '?', 'none']
    >>> missing_among({"+": 3, "-": 4, "none": 5})
    frozenset()
    >>> missing_among({"x": 199, "-": 201})
    frozenset()
    """
    rows: Counter[str] = Counter()
    for label, count in labels.items():
        rows[_plain(label)] += count
    classes = {_plain(word) for word in kept}
    missing = {word for word in rows if word not in classes and _stands_for_none(word, rows)}
    return frozenset(label for label in labels if _plain(label) in missing)


def _stands_for_none(word: str, rows: Mapping[str, int]) -> bool:
    if word not in PERHAPS_MISSING_WORDS or (word == "-" and "+" in rows):
        return word in BLANK_WORDS
    others = [count for label, count in rows.items() if label not in PERHAPS_MISSING_WORDS | BLANK_WORDS]
    if word == "none" and rows[word] >= _NONE_IS_A_CLASS * sum(rows.values()):
        return False
    if rows[word] < LEAST_ROWS_OF_CLASS:
        return True
    return len(others) > 1 and rows[word] < _RARE_BESIDE_OTHERS * sum(others) / len(others)


def _plain(label: str) -> str:
    return label.strip().casefold()


def is_missing_text(text: str) -> bool:
    """Whether a text is blank, or a word that a table writes for a blank cell; of several columns, whether all are."""
    if text[:1] not in _BEGINNINGS and not text[:1].isspace():
        return False  # said of most texts without a look at the rest
    if MARK in text:
        return all(map(is_missing_text, split_parts(text)))
    stripped = text.strip()
    return len(stripped) <= _LONGEST_MISSING and stripped.casefold() in MISSING_TEXTS

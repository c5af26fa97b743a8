"""Words that stand for "nothing here" in a cell."""

from __future__ import annotations

from collections.abc import Mapping

MISSING_WORDS = frozenset(
    {"", "nan", "n/a", "n.a.", "#n/a", "#na", "na", "<na>", "null", "nil", "nat", "(blank)", "(empty)", "undefined"}
    | {
        "missing",
        "not available",
        "#value!",
        "#ref!",
        "?",
        "??",
        "???",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "...",
        "…",
    }
)
MISSING_TEXTS = frozenset({"", "nan", "n/a", "#n/a", "<na>", "null", "none", "[deleted]", "[removed]"})
_NONE_IS_A_CLASS = 0.02  # share of rows
_LONGEST_MISSING = max(map(len, MISSING_TEXTS))


def missing_among(labels: Mapping[str, int]) -> frozenset[str]:
    """Those labels that stand for no label, given how many rows each has.

    "none" is Python's word for a blank cell, but a class where many rows have it; "-" is a class beside "+".

    >>> sorted(missing_among({"good": 60, " NaN ": 2, "?": 1, "none": 1}))
    [' NaN ', '?', 'none']
    >>> missing_among({"+": 3, "-": 4, "none": 5})
    frozenset()
    """
    plus = any(label.strip() == "+" for label in labels)
    nones = sum(rows for label, rows in labels.items() if _plain(label) == "none")
    none_is_a_class = nones >= _NONE_IS_A_CLASS * sum(labels.values())
    words = MISSING_WORDS - ({"-"} if plus else set()) | (set() if none_is_a_class else {"none"})
    return frozenset(label for label in labels if _plain(label) in words)


def _plain(label: str) -> str:
    return label.strip().casefold()


def is_missing_text(text: str) -> bool:
    """Whether a text is blank, or a word that a table writes for a blank cell."""
    stripped = text.strip()
    return len(stripped) <= _LONGEST_MISSING and stripped.casefold() in MISSING_TEXTS

"""Sentences about labels that were taken for none, and what to say where that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_MOST_NAMED = 5


def label_notes(words: Mapping[str, int], *, blank: int, labelled: int) -> Iterator[str]:
    """What to know of rows without a label, and the options that change it: words taken for none, and a blank half.

    `words` are labels that were taken for none, with the rows of each; `blank` and `labelled` are rows.

    >>> list(label_notes({"?": 4}, blank=0, labelled=390))
    ["4 rows whose label is '?' count as without a label. Is it a class? Say --keep-label '?', or on the Train page."]
    """
    if taken := taken_for_none(words):
        yield f"{taken} {is_one_a_class(words)} Say --keep-label '{commonest(words)[0]}', or on the Train page."
    if left_out := mostly_blank(words, blank=blank, labelled=labelled):
        yield (f"{left_out} If blank means something, say what: --blank-label no, or the field on the Train page.")


def taken_for_none(words: Mapping[str, int]) -> str:
    """Which words were taken for no label, in how many rows; empty where none was.

    >>> taken_for_none({"-": 1, "nan": 20})
    "21 rows whose label is 'nan', '-' count as without a label."
    """
    rows = sum(words.values())
    named = ", ".join(f"'{word}'" for word in commonest(words)[:_MOST_NAMED])
    row = "1 row" if rows == 1 else f"{rows:,} rows"
    return f"{row} whose label is {named} {'counts' if rows == 1 else 'count'} as without a label." if words else ""


def is_one_a_class(words: Mapping[str, int]) -> str:
    """The question whether that was right."""
    return "Is it a class?" if len(words) == 1 else "Is one of them a class?"


def mostly_blank(words: Mapping[str, int], *, blank: int, labelled: int) -> str:
    """How many rows have no label, where those are more than the others; else empty."""
    without = blank + sum(words.values())
    return f"{without:,} of {without + labelled:,} rows have no label and are left out." if without > labelled else ""


def commonest(words: Mapping[str, int]) -> list[str]:
    """The words, those of most rows first."""
    return sorted(words, key=lambda word: -words[word])

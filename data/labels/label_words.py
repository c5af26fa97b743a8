"""Sentences about labels that were taken for none, and what to say where that is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from data.labels.kind import LabelCounts

_MOST_NAMED = 5


def label_notes(counts: LabelCounts) -> Iterator[str]:
    """What a person should know of rows without a label: which words were taken for one, and a blank half.

    >>> list(label_notes(LabelCounts({"a": 300, "b": 90}, {"?": 4}, blank=0)))
    ["4 rows whose label is '?' count as without a label. Is it a class? Say --keep-label '?', or on the Train page."]
    """
    if counts.missing:
        words = sorted(counts.missing, key=lambda word: -counts.missing[word])
        rows = sum(counts.missing.values())
        named = ", ".join(f"'{word}'" for word in words[:_MOST_NAMED])
        is_one = "Is it a class?" if len(words) == 1 else "Is one of them a class?"
        row = "1 row" if rows == 1 else f"{rows:,} rows"
        yield (
            f"{row} whose label is {named} {'counts' if rows == 1 else 'count'} as without a label. {is_one} Say "
            f"--keep-label '{words[0]}', or on the Train page."
        )
    if counts.unlabelled > counts.rows:
        yield (
            f"{counts.unlabelled:,} of {counts.unlabelled + counts.rows:,} rows have no label and are left out. If "
            "blank means something, say what: --blank-label no, or the field on the Train page."
        )

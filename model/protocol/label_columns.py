"""Where the labels of a row stand when it may have several, in words."""

from __future__ import annotations

from collections.abc import Sequence

LABELS = "labels "  # how such words begin: one label column is called by its name alone
_NAMED = 3


def told_label(words: str, before: str = "label ") -> str:
    """What the label is, as a part of a sentence: several say themselves that they are labels.

    >>> told_label("target >= 0.5"), told_label("labels toxic and rude")
    ('label target >= 0.5', 'labels toxic and rude')
    """
    return words if words.startswith(LABELS) else f"{before}{words}"


def label_columns_words(columns: Sequence[str], *, are_tags: bool = False, condition: str = "") -> str:
    """A column for each label, the first few by name, or the one column that holds tags.

    >>> label_columns_words(["toxic", "rude"]), label_columns_words(["tags"], are_tags=True)
    ('labels toxic and rude', 'labels in tags')
    >>> label_columns_words(list("abcde"), condition=">= 0.5")
    'labels a, b, c and 2 more, each >= 0.5'
    """
    if are_tags:
        return f"{LABELS}in {columns[0]}"
    beyond = len(columns) - _NAMED
    first, last = (columns[:-1], columns[-1]) if beyond <= 0 else (columns[:_NAMED], f"{beyond} more")
    words = f"{', '.join(first)} and {last}"
    return f"{LABELS}{words}, each {condition}" if condition else f"{LABELS}{words}"

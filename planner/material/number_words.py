"""A label that is a number, in sentences: what it holds, which line is suggested, and what was made of it."""

from __future__ import annotations

from data.labels.kind import Numbers
from data.labels.numbers import shown
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.material.first_look import ClassLook


def number_words(numbers: Numbers, column: str) -> str:
    """What a column holds that is a number with many values.

    >>> number_words(Numbers({0.0: 90, 0.5: 30, 1.0: 9}), "target")
    "'target' is a number: 3 different values between 0 and 1."
    """
    between = f"between {shown(numbers.least)} and {shown(numbers.most)}"
    return f"'{column}' is a number: {len(numbers.rows_of):,} different values {between}{numbers.guess_words}."


def suggestion_words(numbers: Numbers) -> str:
    """Which line is suggested, and why.

    >>> suggestion_words(Numbers({0.0: 90, 0.5: 30, 1.0: 9})), suggestion_words(Numbers({1.0: 9, 3.0: 9}))
    ('Suggested: >= 0.5, as all values lie within 0 and 1.', 'Suggested: > 1, the median.')
    """
    line = numbers.suggested()
    is_half = numbers.are_shares and line.typed == ">=0.5"
    why = "as all values lie within 0 and 1" if is_half else "the median"
    return f"Suggested: {line.condition('').strip()}, {why}."


def made_words(look: ClassLook, column: str) -> str:
    """How the classes of a look were made of numbers, with the rows of each; empty where they were not."""
    groups = look.reading.groups
    if groups is None:
        return ""
    rows_of = {str(name): int(rows) for name, rows in zip(look.classes["label"], look.classes["rows"], strict=True)}
    counted = list_words([f"{count_words(rows_of.get(name, 0), 'row')} '{name}'" for name in groups.names])
    skipped = f" {_skipped(look.unlabelled)}" if look.unlabelled else ""
    sample = f" ({look.counted})" if look.counted else ""
    return f"Label: {groups.words(column)}; {counted}{sample}.{skipped}"


def _skipped(rows: int) -> str:
    return f"{count_words(rows, 'row')} without a finite number {'is' if rows == 1 else 'are'} left out."

"""Spreads, scores and gains as a question says them."""

from __future__ import annotations

from planner.domain.wording import hours_words, score_number

_MOST_DIGITS = 6
_WHOLE_HOURS_FROM = 5


def between_words(low: float, high: float) -> str:
    """Hours between two ends; from five on in whole hours, as no forecast knows more.

    >>> between_words(6.2, 14.4), between_words(0.4, 9.6), between_words(0.5, 3), between_words(4, 4)
    ('6–14 h', 'up to 10 h', '30 min to 3 h', '4 h')
    """
    if high >= _WHOLE_HOURS_FROM:
        low, high = round(low), round(high)
    ends = hours_words(low), hours_words(high)
    if ends[0] == ends[1]:
        return ends[0]
    if low <= 0:
        return f"up to {ends[1]}"
    return f"{ends[0][:-2]}–{ends[1]}" if all(end.endswith(" h") for end in ends) else " to ".join(ends)


def score_words(value: float) -> str:
    """A score as people write it: below 1 without its zero, else with the digits it has.

    >>> score_words(0.8), score_words(31.25), score_words(1)
    ('.800', '31.25', '1')
    """
    return score_number(value) if abs(value) < 1 else f"{value:g}"


def told_apart(value: float, other: float) -> tuple[str, str]:
    """Two scores that differ, with as many digits as show it.

    >>> told_apart(0.8, 0.76), told_apart(0.8844, 0.8841)
    (('.800', '.760'), ('.8844', '.8841'))
    """
    words = score_words(value), score_words(other)
    digits = 4
    while words[0] == words[1] and value != other and digits <= _MOST_DIGITS:
        words, digits = (score_number(value, digits), score_number(other, digits)), digits + 1
    return words

"""Scores as a sentence says them."""

from __future__ import annotations

from planner.domain.wording.common import score_number

_MOST_DIGITS = 6


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


def signed_number(value: float) -> str:
    """A difference of scores with its sign.

    >>> signed_number(0.0132), signed_number(-0.004)
    ('+.013', '−.004')
    """
    return score_number(value) if round(value, 3) < 0 else f"+{score_number(value)}"

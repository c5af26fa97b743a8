"""Scores and gains as a person reads them: without the zero before the point; where there is none (NaN), nothing."""

from __future__ import annotations

import math
from decimal import Decimal

from planner.domain.training import Score

_MOST_DIGITS = 6


def score_number(value: float, digits: int = 3) -> str:
    """A score without the zero before its point, with a true minus sign; a few thousand texts carry three digits.

    >>> score_number(0.7312), score_number(-0.0132), score_number(0.7, digits=2)
    ('.731', '−.013', '.70')
    """
    if math.isnan(value):
        return ""
    words = f"{abs(value):.{digits}f}".removeprefix("0")
    return f"−{words}" if round(value, digits) < 0 else words


def plain_score(value: float) -> str:
    """A score with its zero, as a command prints it and a screen reader reads it out.

    >>> plain_score(0.7312)
    '0.731'
    """
    return f"{value:.3f}"


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
    return score_number(value) if math.isnan(value) or round(value, 3) < 0 else f"+{score_number(value)}"


def gain_words(gain: float, *, digits: int = 2) -> str:
    """A gain with two digits that count, and no zero before the point.

    >>> gain_words(0.002), gain_words(0.00052), gain_words(1.5)
    ('.002', '.00052', '1.5')
    """
    plain = f"{Decimal(f'{gain:.{digits}g}'):f}"
    return plain.removeprefix("0") if plain.startswith("0.") else plain


def probability_words(probability: float) -> str:
    """A probability in two digits, and never certainty.

    >>> probability_words(0.834), probability_words(0.9991)
    ('.83', 'over .99')
    """
    return "over .99" if probability >= 0.995 else score_number(probability, digits=2)


def with_interval(score: Score) -> str:
    """A score with its 95 % interval where there is one, in a cell below a heading that says so.

    >>> with_interval(Score("benchmark", "held-out", "macro_f1", 0.732, 0.718, 0.746))
    '.732 (.718–.746)'
    """
    if score.low is None or score.high is None:
        return score_number(score.value)
    return f"{score_number(score.value)} ({score_number(score.low)}–{score_number(score.high)})"


def with_interval_said(score: Score) -> str:
    """The same in a sentence, which has no heading.

    >>> with_interval_said(Score("benchmark", "held-out", "macro_f1", 0.732, 0.718, 0.746))
    '.732 (95 % interval .718 to .746)'
    """
    if score.low is None or score.high is None:
        return score_number(score.value)
    return f"{score_number(score.value)} (95 % interval {score_number(score.low)} to {score_number(score.high)})"

"""The scores of a box in their order: what was best when, and whether more time is worth it."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_SCORES = 8  # below, a trend cannot be told from noise
LAST_SHARE = 1 / 3
CERTAIN_T = 2.0  # slopes of fewer than two of their own errors could be none


@dataclass(frozen=True, slots=True)
class Scored:
    """A score, and the second of the box at which it was reached; `lower`: whether less of it is better."""

    at_s: float
    value: float
    lower: bool = False


@dataclass(frozen=True, slots=True)
class Worth:
    """What the last third of the scores says.

    `gain_per_minute`: by how much a minute made the score better (positive is better), None where that cannot be told;
    `words`: a sentence.
    """

    verdict: str  # "worth it", "not worth it", "cannot tell"
    gain_per_minute: float | None
    words: str


def worth_of_more(scores: Sequence[Scored], metric: str) -> Worth:
    """Whether more time is worth it, by a straight line through the last third of the scores (least squares).

    `metric` is what they are called.

    >>> rising = [Scored(60.0 * n, 0.5 + 0.01 * n + 0.001 * (n % 2)) for n in range(30)]
    >>> worth_of_more(rising, "val_auc").verdict
    'worth it'
    >>> worth_of_more(rising[:5], "val_auc").words
    'Cannot tell whether more time is worth it: 5 scores are too few (8 are needed).'
    """
    turned = [Scored(s.at_s, -s.value if s.lower else s.value) for s in scores]
    last = turned[-max(4, round(LAST_SHARE * len(turned))) :]
    if len(turned) < LEAST_SCORES:
        scores_are = "1 score is" if len(turned) == 1 else f"{len(turned)} scores are"
        why = f"{scores_are} too few ({LEAST_SCORES} are needed)"
        return _cannot_tell(why)
    if last[-1].at_s <= last[0].at_s:
        return _cannot_tell("the scores came at one moment")
    slope, error = _line(last)
    per_minute = 60 * slope
    if slope > CERTAIN_T * error:
        return Worth("worth it", per_minute, f"More time is worth it: {metric} gained {_number(per_minute)} a minute.")
    whole = max(s.value for s in turned) - turned[0].value
    most = 60 * (slope + CERTAIN_T * error)
    minutes = (turned[-1].at_s - turned[0].at_s) / 60
    if whole > 0 and most * minutes < 0.05 * whole:
        words = f"More time is not worth it: {metric} gained nothing in the last third."
        return Worth("not worth it", per_minute, words)
    if slope < -CERTAIN_T * error:
        words = f"More time is not worth it: {metric} became worse by {_number(-per_minute)} a minute."
        return Worth("not worth it", per_minute, words)
    return _cannot_tell(f"{metric} went up and down in the last third by more than it gained")


def _cannot_tell(why: str) -> Worth:
    return Worth("cannot tell", None, f"Cannot tell whether more time is worth it: {why}.")


def _line(scores: Sequence[Scored]) -> tuple[float, float]:
    """The slope a second, and its standard error."""
    times, values = [s.at_s for s in scores], [s.value for s in scores]
    slope, intercept = statistics.linear_regression(times, values)
    middle = statistics.fmean(times)
    spread = sum((t - middle) ** 2 for t in times)
    rest = sum((v - intercept - slope * t) ** 2 for t, v in zip(times, values, strict=True))
    return slope, (rest / max(1, len(scores) - 2) / spread) ** 0.5


def _number(gain: float) -> str:
    """Two digits that count, written out.

    >>> _number(0.00123), _number(853.2), _number(12_000)
    ('0.0012', '853', '12,000')
    """
    return f"{gain:,.0f}" if gain >= 99.5 else f"{gain:.2g}"

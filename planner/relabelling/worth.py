"""Clean more, or train more: what an answer brought, what the rest could, and what training brings in the same time.

Cleaning is measured with the n-gram model, training by the session's learning curve, both on validation. The learning
curve tells of twice the time; each further doubling is taken to bring four fifths of the one before.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from model.protocol.label_answers import LabelAnswer
from model.protocol.metrics import lower_is_better, metric_words
from model.protocol.result import Curve, read_result
from model.protocol.suspect_desk import AnswersWorth, Change
from planner.domain.wording.durations import duration_words
from planner.domain.wording.numbers import count_words
from planner.relabelling.answering import Relabelling
from planner.relabelling.asked import asked

EVERY = 10  # answers
_HOUR_S = 3600.0
_PAUSE_S = 120.0  # a longer gap between two answers is no reading
_LEAST_GAPS = 5
_FASTEST_S = 1.0
_LESS_EACH_TIME = 0.8
_MODULE = "model.session.answers_worth"


class Advice(StrEnum):
    """What to do with the next hour."""

    CLEAN = "clean"
    TRAIN = "train"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Worth:
    """What answers are worth: measured, at what pace they were given, and what training would bring meanwhile."""

    measured: AnswersWorth
    pace_s: float | None
    training: Change | None

    @property
    def ahead_s(self) -> float | None:
        """How long the person would read the suspects ahead; None where the pace is not known."""
        return None if self.pace_s is None else self.pace_s * self.measured.rest

    @property
    def advice(self) -> Advice:
        """Clean or train, where one brings more than the other beyond doubt (80 %)."""
        ahead, training = self.measured.ahead, self.training
        if ahead is None or training is None or self.ahead_s is None:
            return Advice.CANNOT_TELL
        difference = ahead.value - training.value
        width = math.hypot(ahead.high - ahead.low, training.high - training.low) / 2
        if difference - width > 0 and ahead.value > 0:
            return Advice.CLEAN
        return Advice.TRAIN if difference + width < 0 and training.value > 0 else Advice.CANNOT_TELL

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was brought, what the rest could bring, and what to do, one sentence each."""
        return tuple(filter(None, (_brought_words(self.measured), self._ahead_words, self._advice_words)))

    @property
    def _ahead_words(self) -> str:
        measured = self.measured
        if measured.ahead is None or measured.wrong_share is None or self.ahead_s is None:
            return ""
        share = f"{100 * measured.wrong_share.value:.0f} % were really wrong so far"
        rest = count_words(measured.rest, "suspect")
        time = duration_words(self.ahead_s)
        gain = _change_words(measured.ahead, measured.metric, "80 %")
        return f"{share}: the next {rest}, {time} at your pace, would bring about {gain}."

    @property
    def _why_not(self) -> str:
        if self.measured.several_labels:
            return ", as what the rest would bring is not worked out where a text may have several labels"
        return "" if self.training else ", as the session's learning curve does not say what training brings"

    @property
    def _advice_words(self) -> str:
        if self.advice is Advice.CANNOT_TELL:
            return f"Clean or train: cannot tell{self._why_not}."
        assert self.training is not None
        gain = _change_words(self.training, self.measured.metric, "80 %")
        verb = "Clean" if self.advice is Advice.CLEAN else "Train"
        return f"{verb}: as much time of training would bring about {gain}."


def is_moment_to_price(answers: int) -> bool:
    """Whether so many answers are worth a look at what they brought.

    >>> [count for count in range(31) if is_moment_to_price(count)]
    [10, 20, 30]
    """
    return answers > 0 and answers % EVERY == 0


def worth_now(at: Relabelling) -> Worth:
    """Fit the n-gram model again and say what the answers brought; takes seconds (`RelabelRefused` where it fails)."""
    pace_s = pace_of(at.answers.of_suspects)
    ahead = [] if pace_s is None else [str(max(1, int(_HOUR_S / pace_s)))]
    with TemporaryDirectory(prefix="callit-") as scratch:
        given = Path(scratch) / "answers.json"
        at.answers.save(given)
        measured = asked(_MODULE, AnswersWorth, at.run_folder, given, *ahead)
    result = read_result(at.run_folder)
    seconds = _HOUR_S if pace_s is None else pace_s * measured.rest
    training = None if result is None else training_gain(result.learning_curve, seconds)
    return Worth(measured, pace_s, training)


def pace_of(answers: Sequence[LabelAnswer]) -> float | None:
    """Seconds an answer, the middle of those given in one go; None where too few were.

    >>> said = [LabelAnswer(str(at), "a", "b", "b", 0.9, at * 6.0) for at in range(8)]
    >>> pace_of(said), pace_of(said[:3])
    (6.0, None)
    """
    gaps = [later.answered_unix - former.answered_unix for former, later in pairwise(answers)]
    read = [gap for gap in gaps if 0 <= gap <= _PAUSE_S]
    return max(_FASTEST_S, statistics.median(read)) if len(read) >= _LEAST_GAPS else None


def training_gain(curve: Curve, seconds: float) -> Change | None:
    """What so many more seconds of training would bring; None where the learning curve does not say.

    >>> from model.protocol.result import CurveScore
    >>> curve = Curve(points=(CurveScore(100.0, 0.8),), gain=0.01, low=0.0, high=0.02)
    >>> training_gain(curve, 100.0)
    Change(value=0.01, low=0.0, high=0.02)
    >>> round(training_gain(curve, 300.0).value, 4)
    0.018
    """
    if not curve.points or curve.gain is None or curve.low is None or curve.high is None:
        return None
    trained_s = curve.points[-1].train_s
    if trained_s <= 0:
        return None
    doublings = math.log2((trained_s + seconds) / trained_s)
    factor = (1 - _LESS_EACH_TIME**doublings) / (1 - _LESS_EACH_TIME)
    return Change(factor * curve.gain, factor * curve.low, factor * curve.high)


def _brought_words(measured: AnswersWorth) -> str:
    if measured.brought is None:
        left = EVERY - measured.answered % EVERY
        return f"What answers bring is said after {EVERY}: {count_words(left, 'more answer')}."
    answers = count_words(measured.answered, "answer")
    change = _change_words(measured.brought, measured.metric, "95 %")
    return f"{answers} ({measured.wrong:,} repaired a label) brought {change} on validation, with the n-gram model."


def _change_words(change: Change, metric: str, share: str) -> str:
    """A change in points with its interval; of a loss in its own units, and more is better there too."""
    if lower_is_better(metric):
        return f"{change.value:+.3f} of {metric_words(metric)} saved ({share}: {change.low:+.3f} to {change.high:+.3f})"
    value, low, high = (100 * part for part in (change.value, change.low, change.high))
    return f"{value:+.1f} points of {metric_words(metric)} ({share}: {low:+.1f} to {high:+.1f})"

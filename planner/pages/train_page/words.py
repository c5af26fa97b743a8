"""Seconds, scores and metrics in the words of the Train page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath

from data.reading.table_endings import TABLE_ENDINGS
from planner.domain.training import Score
from planner.domain.wording.common import score_number
from planner.pages.words import clock_words

MODEL_NAMES = {
    "benchmark": "n-gram",
    "delivered": "n-gram + BiLSTM (delivered)",
    "bilstm": "BiLSTM alone",
    "outside": "score from elsewhere",
}
DELIVERED_ALONE = "n-gram alone (delivered)"


def score_words(score: Score) -> str:
    """A score with its 95 % interval where there is one.

    >>> score_words(Score("benchmark", "held-out", "macro_f1", 0.732, 0.718, 0.746))
    '.732 (.718–.746)'
    """
    if score.low is None or score.high is None:
        return score_number(score.value)
    return f"{score_number(score.value)} ({score_number(score.low)}–{score_number(score.high)})"


def clock_at(unix_s: float) -> str:
    """Hour and minute of a wall-clock second, on the clocks of this machine: `14:32`."""
    return clock_words(datetime.fromtimestamp(unix_s, UTC))


def countdown(seconds: float) -> str:
    """Minutes and seconds left, counting down; with hours where there are any.

    >>> countdown(401.2), countdown(59), countdown(4000), countdown(-3)
    ('6:42', '0:59', '1:06:40', '0:00')
    """
    left = max(0, -int(-seconds // 1))
    hours, rest = divmod(left, 3600)
    minutes, seconds_left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds_left:02}" if hours else f"{minutes}:{seconds_left:02}"


def duration_words(seconds: float) -> str:
    """A duration as a person says it: seconds below 100 s, then minutes, then hours.

    >>> duration_words(1.4), duration_words(12.2), duration_words(150), duration_words(300), duration_words(5400)
    ('1.4 s', '12 s', '2 min 30 s', '5 min', '1 h 30 min')
    """
    seconds = max(0.0, seconds)
    if seconds < 9.95:
        return f"{seconds:.1f} s".replace(".0 s", " s")
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    if seconds < 3570:
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def plain_text(sentence: str) -> str:
    r"""A sentence that may quote a person's data, with nothing left in it that markdown would act on.

    >>> print(plain_text("'user_name' costs $5"))
    'user\_name' costs \$5
    """
    return "".join(f"\\{sign}" if sign in _MARKDOWN_SIGNS else sign for sign in sentence)


def project_name_for(source_name: str) -> str:
    """The name offered for a project of this file: its name without ending and separators.

    >>> project_name_for("airline_tweets.csv.gz"), project_name_for("Made reviews (sample)")
    ('airline tweets', 'Made reviews')
    """
    stem = PurePath(source_name).name.removesuffix(" (sample)")  # a project's "(sample)" marks the made one
    while PurePath(stem).suffix.lower() in TABLE_ENDINGS:
        stem = PurePath(stem).stem
    return stem.replace("_", " ").replace("-", " ").strip() or "My project"


_MARKDOWN_SIGNS = "\\`*_[]:$<>#~"

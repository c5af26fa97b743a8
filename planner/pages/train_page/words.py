"""Seconds, scores and metrics in the words of the Train page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath

from data.reading.table_endings import TABLE_ENDINGS
from planner.pages.words import clock_words

MODEL_NAMES = {
    "benchmark": "n-gram",
    "delivered": "n-gram + BiLSTM (delivered)",
    "bilstm": "BiLSTM alone",
    "outside": "score from elsewhere",
}
DELIVERED_ALONE = "n-gram alone (delivered)"


def clock_at(unix_s: float) -> str:
    """Hour and minute of a wall-clock second, on the clocks of this machine: `14:32`."""
    return clock_words(datetime.fromtimestamp(unix_s, UTC))


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

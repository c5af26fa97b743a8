"""A training session as projects and pages see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from model.protocol.label_columns import told_label
from model.protocol.metrics import DEFAULT_METRIC

HASH_LETTERS = 12  # enough to tell a person's files apart, short enough to compare by eye


class SessionState(StrEnum):
    """Where a training session stands."""

    RUNNING = "running"
    FINISHED = "finished"  # went to its planned end, or called it early, with a proven model
    STOPPED = "stopped"  # the person asked to stop and keep
    CUT_SHORT = "cut short"  # worker or machine died; what was saved is kept
    FAILED = "failed"  # ended with a message and without a model


@dataclass(frozen=True, slots=True)
class StageTime:
    """Planned and used seconds of one stage."""

    stage: str
    planned_s: float | None
    used_s: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """A metric of one model on one part of the data, with the hashes of what made it.

    `low` and `high` are the ends of the 95 % bootstrap interval, None where it was not computed.
    """

    model: str  # "benchmark", "delivered", "outside"
    part: str  # "validation" or "held-out"
    metric: str
    value: float
    low: float | None = None
    high: float | None = None
    weights_sha256: str | None = None
    data_sha256: str | None = None


def data_words(source_name: str, label_column: str) -> str:
    """A file and its column of labels, or the columns of several.

    >>> data_words("tweets.csv", "airline_sentiment"), data_words("tweets.csv", "labels toxic and rude")
    ('tweets.csv, label airline_sentiment', 'tweets.csv, labels toxic and rude')
    """
    if not label_column:
        return source_name
    return f"{source_name}, {told_label(label_column)}"


@dataclass(frozen=True, slots=True)
class TrainingSession:
    """One timeboxed run. Instants are UTC; `used_s` is None while it runs."""

    id: str
    run_folder: Path
    source_name: str
    text_column: str
    label_column: str
    timebox_s: float
    started_at: datetime
    state: SessionState
    project_id: int | None = None
    phase_id: int | None = None
    attended: bool = False
    metric: str = DEFAULT_METRIC  # the one that the session aims at
    ended_at: datetime | None = None
    used_s: float | None = None
    message: str = ""
    stages: tuple[StageTime, ...] = ()
    scores: tuple[Score, ...] = ()
    further_text_columns: tuple[str, ...] = ()  # joined behind `text_column`, in this order
    label_made: str = ""  # what a label is where it is no class as it stands: `target >= 0.5`, `labels toxic and rude`

    @property
    def text_columns(self) -> tuple[str, ...]:
        """All columns of texts, in the order in which they are joined."""
        return (self.text_column, *self.further_text_columns)

    @property
    def data_words(self) -> str:
        """Which data and which labels: `tweets.csv, label airline_sentiment`, `comments.csv, label target >= 0.5`."""
        return data_words(self.source_name, self.label_made or self.label_column)

    @property
    def table(self) -> str:
        """What tells its data from other data: the hash of the cleaned and split rows; where none is known, names."""
        hashes = (score.data_sha256 for score in (self.score_of("delivered"), self.score_of("benchmark")) if score)
        return next(filter(None, hashes), None) or "\0".join(self._names)

    @property
    def _names(self) -> tuple[str, ...]:
        return self.source_name, *self.text_columns, self.label_made or self.label_column

    def score_of(self, model: str = "delivered") -> Score | None:
        """A model's score on this session's metric: on the held-out part, on validation where that was not read."""
        parts = {score.part: score for score in self.scores if score.model == model and score.metric == self.metric}
        return parts.get("held-out") or parts.get("validation")

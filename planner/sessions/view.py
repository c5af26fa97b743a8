"""What a page or a progress line shows of one training session: its run folder, folded into plain facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pandas as pd

from model.protocol.events import RowsCleaned, RowsRead, Stage, TrainingPlanned
from model.protocol.result import SessionResult
from planner.domain.training import Score, SessionState
from planner.sessions.hand_view import HandView

THIS_MACHINE = "this machine"  # as a node, of a session that was sent elsewhere and went on here
PROGRESS_COLUMNS = ("elapsed_s", "training", "epoch", "epochs", "loss", "score", "learning_rate", "memory_mb")


class StageState(StrEnum):
    """Where one stage of a session stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    LEFT_OUT = "left out"  # the session ended, or called it early, before this stage was done


@dataclass(frozen=True, slots=True)
class StageView:
    """One line of the stage list. `planned_s` is None until the session has measured this machine."""

    stage: Stage
    state: StageState = StageState.WAITING
    planned_s: float | None = None
    used_s: float | None = None
    started_unix: float | None = None
    summary: str = ""

    @property
    def title(self) -> str:
        """The stage's name on screens."""
        return self.stage.screen_name


POINT_COLUMNS = ("train_s", "rows", "epochs", "value")
BAND_COLUMNS = ("train_s", "value", "low", "high")


@dataclass(frozen=True, slots=True)
class CurveFacts:
    """The learning curve: scores after so many seconds of training, and the curve with its 80 % band.

    `points` has the columns train_s, rows, epochs, value; `band` train_s, value, low, high, up to twice the time of the
    last point. Both may be empty. `verdict` says in one sentence what twice the time would bring.
    """

    verdict: str
    points: pd.DataFrame
    band: pd.DataFrame


def no_progress() -> pd.DataFrame:
    """An empty history of progress, with its columns."""
    return pd.DataFrame(columns=list(PROGRESS_COLUMNS), dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class SessionView:
    """A training session as it stands: what the Train page and the terminal draw.

    Instants are wall-clock seconds since 1970 (`_unix`); durations are seconds (`_s`). `progress` has one row per
    report of the training: elapsed_s since the session's start, training (the one at work: 1, 2 ...), epoch (a
    fraction) and epochs (its length), loss, score (the aimed metric on the validation part, missing between checks),
    learning_rate and memory_mb.
    """

    run_folder: Path
    session_id: str
    source_name: str
    text_column: str
    label_column: str
    metric: str
    timebox_s: float
    started_unix: float
    state: SessionState = SessionState.RUNNING
    is_stopping: bool = False  # stop and keep was asked for and the session has not ended yet
    ended_unix: float | None = None
    heard_unix: float | None = None  # when the session last said anything
    stages: tuple[StageView, ...] = ()
    saved_unix: float | None = None  # since when a saved, usable model exists
    saved_what: str = ""  # "benchmark", "checkpoint" or "delivered"
    proven_unix: float | None = None  # when that model was reloaded in a fresh process; None: not yet
    saved_score: float | None = None  # of the checkpoint saved last: the aimed metric on validation
    progress: pd.DataFrame = field(default_factory=no_progress)
    read: RowsRead | None = None
    cleaned: RowsCleaned | None = None
    plan: TrainingPlanned | None = None
    curve: CurveFacts | None = None  # told at the end
    scores: tuple[Score, ...] = ()
    warnings: tuple[str, ...] = ()
    message: str = ""  # one sentence on how it ended
    failed_unexpectedly: bool = False  # details lie in worker.log
    verdict: str = ""  # the first verdict: delivered model against the benchmark
    result: SessionResult | None = None  # result.json, once the session has ended
    further_text_columns: tuple[str, ...] = ()  # joined behind `text_column`, in this order
    label_made: str = ""  # how classes were made of numbers, or the several labels: `labels toxic and rude`
    label_columns: tuple[str, ...] = ()  # of several labels a row; empty where it has one class
    tag_separator: str | None = None  # between the tags of a cell, where one column holds several labels
    hands: tuple[HandView, ...] = ()  # processes that train beside it
    cluster: str = ""  # the address of the cluster that it was sent to; empty: it runs on this machine
    node: str = ""  # the node that its worker is at, or was; empty: none yet, or this machine

    @property
    def text_columns(self) -> tuple[str, ...]:
        """All columns of texts, in the order in which they are joined."""
        return (self.text_column, *self.further_text_columns)

    @property
    def where_words(self) -> str:
        """Where it runs, as a part of a line; empty for a session that nobody sent anywhere."""
        if not self.cluster:
            return ""
        if self.node == THIS_MACHINE:
            return f"on {THIS_MACHINE}, after {self.cluster}"
        return f"on {self.cluster}, {f'node {self.node}' if self.node else 'no node yet'}"

    @property
    def has_several_labels(self) -> bool:
        """Whether a text may have several labels, or none."""
        return bool(self.label_columns)

    @property
    def result_has_several_labels(self) -> bool:
        """Whether its result is about several labels a text."""
        return self.result is not None and self.result.several_labels

    @property
    def deadline_unix(self) -> float:
        """When the session has ended, at the latest."""
        return self.started_unix + self.timebox_s

    @property
    def is_running(self) -> bool:
        """Whether the session still works."""
        return self.state is SessionState.RUNNING

    @property
    def stage(self) -> StageView | None:
        """The stage that runs now."""
        return next((view for view in self.stages if view.state is StageState.RUNNING), None)

    def time_left_s(self, now_unix: float) -> float:
        """Seconds until the deadline; 0 once it has passed or the session has ended."""
        return max(0.0, self.deadline_unix - now_unix) if self.is_running else 0.0

    def used_s(self, now_unix: float) -> float:
        """Seconds used so far, or in all once it has ended."""
        return max(0.0, (self.ended_unix if self.ended_unix is not None else now_unix) - self.started_unix)

    def score(self, model: str, metric: str | None = None) -> Score | None:
        """The score of "benchmark", "delivered" or "outside": held-out when it exists, else validation."""
        metric_name = metric or self.metric
        scores = [s for s in self.scores if s.model == model and s.metric == metric_name]
        return next((s for s in scores if s.part == "held-out"), scores[-1] if scores else None)

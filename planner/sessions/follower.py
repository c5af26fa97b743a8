"""Follows a run folder: folds what a session says in `events.jsonl` into a `SessionView`, reading only what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import singledispatch
from pathlib import Path
from typing import Any

import pandas as pd

from model.protocol.config import LEAST_CURVE_BOX_S, LOCK_FILE, STOP_FILE, SessionConfig
from model.protocol.events import (
    CurveDrawn,
    Event,
    EventBody,
    EventReader,
    HandBegun,
    HandDone,
    HandLost,
    HandReady,
    ModelProven,
    ModelSaved,
    ModelScored,
    RowsCleaned,
    RowsRead,
    SessionFailed,
    SessionFinished,
    SessionStarted,
    Stage,
    StageEnded,
    StageStarted,
    TrainingPlanned,
    TrainingProgress,
    WarningSaid,
)
from model.protocol.locks import is_held
from model.protocol.order import TrainingChoices, TrainingOrder
from model.protocol.result import Interval, Outcome, read_result
from planner.domain.errors import NotFound
from planner.domain.training import Score, SessionState
from planner.sessions.hand_view import Told, with_told
from planner.sessions.view import (
    BAND_COLUMNS,
    POINT_COLUMNS,
    PROGRESS_COLUMNS,
    THIS_MACHINE,
    CurveFacts,
    SessionView,
    StageState,
    StageView,
    no_progress,
)

_STATE_BY_OUTCOME: Mapping[str, SessionState] = {
    Outcome.FINISHED: SessionState.FINISHED,
    Outcome.CALLED_EARLY: SessionState.FINISHED,
    Outcome.STOPPED: SessionState.STOPPED,
}


class SessionFollower:
    """Keeps the view of one session up to date.

    Works on a live session, on one that ended, and on one whose processes were killed: then the state says so.

    Raises
    ------
    NotFound
        When the folder holds no session.
    """

    def __init__(self, run_folder: Path) -> None:
        self._reader = EventReader(run_folder)
        self._rows: list[dict[str, Any]] = []
        self._view = _first_view(run_folder)

    def refresh(self) -> SessionView:
        """The session as it stands now; reads only what was said since the last call."""
        alive = is_held(self._view.run_folder / LOCK_FILE)  # asked first: what was said before the end is then read
        events = self._reader.read_new()
        rows_before = len(self._rows)
        for event in events:
            self._fold(event)
        if len(self._rows) > rows_before:
            self._view = replace(self._view, progress=pd.DataFrame(self._rows, columns=list(PROGRESS_COLUMNS)))
        self._view = replace(self._view, is_stopping=self._is_stopping())
        return self._view if alive or not self._view.is_running else self._dead()

    def _is_stopping(self) -> bool:
        return self._view.is_running and (self._view.run_folder / STOP_FILE).exists()

    def _dead(self) -> SessionView:
        """Nobody is alive and no end was said: a cut-short session with a saved model, or a failed one."""
        view = self._view
        saved = view.saved_unix is not None
        message = view.message or ("The session was killed. " + _what_is_left(view))
        return replace(
            view,
            state=SessionState.CUT_SHORT if saved else SessionState.FAILED,
            ended_unix=view.heard_unix or view.started_unix,
            stages=_left_out(view.stages),
            message=message,
            is_stopping=False,
        )

    def _fold(self, event: Event) -> None:
        self._view = _folded(event.body, replace(self._view, heard_unix=event.unix_s), event.unix_s)
        if isinstance(event.body, TrainingProgress):
            self._rows.append(_progress_row(event.body, event.unix_s - self._view.started_unix))


def _first_view(run_folder: Path) -> SessionView:
    try:
        config = SessionConfig.load(run_folder)
    except (OSError, ValueError) as error:
        raise NotFound(f"There is no training session in {run_folder}.") from error
    order = config.order
    return SessionView(
        run_folder=run_folder,
        session_id=config.session_id,
        source_name=order.table.source_name,
        text_column=order.table.text_column,
        further_text_columns=order.table.further_text_columns,
        label_column=order.table.label_column,
        label_made=order.table.label_made,
        label_columns=order.table.label_columns if order.table.has_several_labels else (),
        tag_separator=order.table.tag_separator,
        metric=order.choices.metric,
        timebox_s=order.timebox_s,
        started_unix=config.started_unix,
        stages=_stages(order),
        progress=no_progress(),
        scores=_outside_scores(order.choices),
        cluster="" if config.elsewhere is None else config.elsewhere.address,
    )


def _stages(order: TrainingOrder) -> tuple[StageView, ...]:
    """The stages that this session means to go through."""
    has_curve = order.timebox_s >= LEAST_CURVE_BOX_S and order.choices.epochs is None and order.continue_from is None
    return tuple(StageView(stage) for stage in Stage if has_curve or stage is not Stage.LEARNING_CURVE)


def _outside_scores(choices: TrainingChoices) -> tuple[Score, ...]:
    scores = choices.outside_scores.items()
    return tuple(Score("outside", "held-out", metric, value) for metric, value in scores)


def _what_is_left(view: SessionView) -> str:
    if view.saved_unix is None:
        return "Nothing had been saved yet; start it again."
    return f"The model saved last ({view.saved_what}) is kept and can be used."


def _progress_row(body: TrainingProgress, elapsed_s: float) -> dict[str, Any]:
    return {name: elapsed_s if name == "elapsed_s" else getattr(body, name) for name in PROGRESS_COLUMNS}


def _with_stage(view: SessionView, name: str, **changes: Any) -> SessionView:
    stages = tuple(replace(stage, **changes) if stage.stage == name else stage for stage in view.stages)
    return replace(view, stages=stages)


@singledispatch
def _folded(body: EventBody, view: SessionView, unix_s: float) -> SessionView:
    """The view once that was told, at that instant."""
    return view


@_folded.register
def _session_started(body: SessionStarted, view: SessionView, unix_s: float) -> SessionView:
    """A session that goes on here although it was sent elsewhere is at no node, and is said to be here."""
    return replace(view, node=body.node or ("" if not view.cluster else THIS_MACHINE))


@_folded.register
def _stage_started(body: StageStarted, view: SessionView, unix_s: float) -> SessionView:
    former_s = next((stage.planned_s for stage in view.stages if stage.stage == body.stage), None)
    planned_s = former_s if body.planned_s is None else body.planned_s
    return _with_stage(view, body.stage, state=StageState.RUNNING, started_unix=unix_s, planned_s=planned_s)


@_folded.register
def _stage_ended(body: StageEnded, view: SessionView, unix_s: float) -> SessionView:
    return _with_stage(view, body.stage, state=StageState.DONE, used_s=body.used_s, summary=body.summary)


@_folded.register
def _read(body: RowsRead, view: SessionView, unix_s: float) -> SessionView:
    return replace(view, read=body)


@_folded.register
def _cleaned(body: RowsCleaned, view: SessionView, unix_s: float) -> SessionView:
    return replace(view, cleaned=body)


@_folded.register
def _planned(body: TrainingPlanned, view: SessionView, unix_s: float) -> SessionView:
    for name, planned_s in body.stages.items():
        view = _with_stage(view, name, planned_s=planned_s)
    return replace(view, plan=body)


@_folded.register
def _scored(body: ModelScored, view: SessionView, unix_s: float) -> SessionView:
    others = tuple(score for score in view.scores if (score.model, score.part) != (body.model, body.part))
    scores = (_score(body, metric, interval) for metric, interval in body.scores.items())
    new = tuple(score for score in scores if score is not None)
    return replace(view, scores=others + new)


def _score(body: ModelScored, metric: str, interval: Interval) -> Score | None:
    """A score; none where it could not be measured, as of a label that no text has."""
    if interval.value is None:
        return None
    return Score(
        model=body.model,
        part=body.part,
        metric=metric,
        value=interval.value,
        low=interval.low,
        high=interval.high,
        weights_sha256=body.weights_sha256,
        data_sha256=body.data_sha256,
    )


@_folded.register
def _curve(body: CurveDrawn, view: SessionView, unix_s: float) -> SessionView:
    points = pd.DataFrame(list(map(asdict, body.points)), columns=list(POINT_COLUMNS))
    band = pd.DataFrame(list(map(asdict, body.band)), columns=list(BAND_COLUMNS))
    return replace(view, curve=CurveFacts(body.verdict, points, band))


@_folded.register
def _saved(body: ModelSaved, view: SessionView, unix_s: float) -> SessionView:
    since = unix_s if view.saved_unix is None else view.saved_unix
    return replace(view, saved_unix=since, proven_unix=None, saved_what=body.what, saved_score=body.score)


@_folded.register
def _proven(body: ModelProven, view: SessionView, unix_s: float) -> SessionView:
    return replace(view, proven_unix=unix_s)


@_folded.register(HandReady)
@_folded.register(HandBegun)
@_folded.register(HandDone)
@_folded.register(HandLost)
def _hand(body: Told, view: SessionView, unix_s: float) -> SessionView:
    return replace(view, hands=with_told(view.hands, body, unix_s, metric=view.metric))


@_folded.register
def _warning(body: WarningSaid, view: SessionView, unix_s: float) -> SessionView:
    return replace(view, warnings=(*view.warnings, body.message))


@_folded.register
def _failed(body: SessionFailed, view: SessionView, unix_s: float) -> SessionView:
    state = SessionState.FAILED if view.saved_unix is None else SessionState.CUT_SHORT
    message = body.message if view.saved_unix is None else f"{body.message} {_what_is_left(view)}"
    return replace(_ended(view, state, unix_s, message), failed_unexpectedly=not body.expected)


@_folded.register
def _finished(body: SessionFinished, view: SessionView, unix_s: float) -> SessionView:
    state = _STATE_BY_OUTCOME.get(body.outcome, SessionState.CUT_SHORT)
    return _ended(view, state, unix_s, body.message, body.verdict)


def _ended(view: SessionView, state: SessionState, unix_s: float, message: str, verdict: str = "") -> SessionView:
    return replace(
        view,
        state=state,
        ended_unix=unix_s,
        message=message,
        verdict=verdict,
        stages=_left_out(view.stages),
        result=read_result(view.run_folder),
    )


def _left_out(stages: tuple[StageView, ...]) -> tuple[StageView, ...]:
    return tuple(s if s.state is StageState.DONE else replace(s, state=StageState.LEFT_OUT) for s in stages)

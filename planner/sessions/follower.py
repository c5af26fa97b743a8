"""Follows a run folder: folds what a session says in `events.jsonl` into a `SessionView`, reading only what is new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from model.protocol.config import LEAST_CURVE_BOX_S, LOCK_FILE, STOP_FILE, SessionConfig
from model.protocol.events import Event, EventReader, Kind, Stage
from model.protocol.locks import is_held
from model.protocol.order import TrainingChoices, TrainingOrder
from model.protocol.result import Outcome, Unlabelled, read_result
from planner.domain.errors import NotFound
from planner.domain.training import Score, SessionState
from planner.sessions.view import (
    BAND_COLUMNS,
    POINT_COLUMNS,
    PROGRESS_COLUMNS,
    CleanedFacts,
    CurveFacts,
    PlanFacts,
    ReadFacts,
    RuleFacts,
    SessionView,
    StageState,
    StageView,
    no_progress,
)

_STATE_BY_OUTCOME = {
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
        self._view = replace(self._view, heard_unix=event.unix_s)
        fold = _FOLDS.get(event.kind)
        if event.kind == Kind.PROGRESS:
            self._rows.append(_progress_row(event, self._view))
        elif fold is not None:
            self._view = fold(self._view, event.body, event.unix_s)


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
        label_column=order.table.label_column,
        metric=order.choices.metric,
        timebox_s=order.timebox_s,
        started_unix=config.started_unix,
        stages=_stages(order),
        progress=no_progress(),
        scores=_outside_scores(order.choices),
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


def _progress_row(event: Event, view: SessionView) -> dict[str, Any]:
    body = event.body
    known = {name: body.get(name) for name in PROGRESS_COLUMNS}
    return {**known, "elapsed_s": event.unix_s - view.started_unix}


def _with_stage(view: SessionView, name: str, **changes: Any) -> SessionView:
    stages = tuple(replace(known, **changes) if known.stage == name else known for known in view.stages)
    return replace(view, stages=stages)


def _stage_started(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    known = next((stage.planned_s for stage in view.stages if stage.stage == body["stage"]), None)
    planned_s = body.get("planned_s") if body.get("planned_s") is not None else known
    changes = {"state": StageState.RUNNING, "started_unix": unix_s, "planned_s": planned_s}
    return _with_stage(view, body["stage"], **changes)


def _stage_ended(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    summary = body.get("summary", "")
    return _with_stage(view, body["stage"], state=StageState.DONE, used_s=body.get("used_s"), summary=summary)


def _read(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    skipped = tuple((row["reason"], row["rows"]) for row in body.get("skipped", ()))
    facts = ReadFacts(
        rows=body["rows"],
        columns=tuple(body["columns"]),
        encoding=body["encoding"],
        delimiter=body.get("delimiter"),
        sampling=body["sampling"],
        share_read=body["share_read"],
        skipped=skipped,
    )
    return replace(view, read=facts)


def _cleaned(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    rules = tuple(RuleFacts(**rule) for rule in body["rules"])
    unlabelled = Unlabelled(**body.get("unlabelled", {}))
    facts = CleanedFacts(body["rows_before"], body["rows_after"], rules, body["classes"], unlabelled)
    return replace(view, cleaned=facts)


def _planned(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    for name, planned_s in body.get("stages", {}).items():
        view = _with_stage(view, name, planned_s=planned_s)
    plan = PlanFacts(body["rows"], body["epochs"], body["batch_size"], body.get("predicted_end_unix"))
    return replace(view, plan=plan)


def _scored(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    model, part = body["model"], body["part"]
    kept = tuple(score for score in view.scores if (score.model, score.part) != (model, part))
    new = tuple(_score(body, metric, values) for metric, values in body["scores"].items())
    return replace(view, scores=kept + new)


def _score(body: Mapping[str, Any], metric: str, values: Mapping[str, float | None]) -> Score:
    return Score(
        model=body["model"],
        part=body["part"],
        metric=metric,
        value=float(values["value"] or 0.0),
        low=values.get("low"),
        high=values.get("high"),
        weights_sha256=body.get("weights_sha256"),
        data_sha256=body.get("data_sha256"),
    )


def _curve(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    points = pd.DataFrame(list(body.get("points", ())), columns=list(POINT_COLUMNS))
    band = pd.DataFrame(list(body.get("band", ())), columns=list(BAND_COLUMNS))
    return replace(view, curve=CurveFacts(body["verdict"], points, band))


def _saved(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    since = unix_s if view.saved_unix is None else view.saved_unix
    saved = {"saved_what": body["what"], "saved_score": body.get("score")}
    return replace(view, saved_unix=since, proven_unix=None, **saved)


def _proven(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    return replace(view, proven_unix=unix_s)


def _warning(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    return replace(view, warnings=(*view.warnings, body["message"]))


def _failed(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    state = SessionState.FAILED if view.saved_unix is None else SessionState.CUT_SHORT
    message = body["message"] if view.saved_unix is None else f"{body['message']} {_what_is_left(view)}"
    ended = _ended(view, state, unix_s, message)
    return replace(ended, failed_unexpectedly=not body.get("expected", True))


def _finished(view: SessionView, body: Mapping[str, Any], unix_s: float) -> SessionView:
    state = _STATE_BY_OUTCOME.get(body["outcome"], SessionState.CUT_SHORT)
    return _ended(view, state, unix_s, body["message"], body.get("verdict", ""))


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


_Fold = Callable[[SessionView, Mapping[str, Any], float], SessionView]
_FOLDS: dict[str, _Fold] = {
    Kind.STAGE_STARTED: _stage_started,
    Kind.STAGE_ENDED: _stage_ended,
    Kind.READ: _read,
    Kind.CLEANED: _cleaned,
    Kind.PLANNED: _planned,
    Kind.SCORED: _scored,
    Kind.CURVE: _curve,
    Kind.SAVED: _saved,
    Kind.PROVEN: _proven,
    Kind.WARNING: _warning,
    Kind.FAILED: _failed,
    Kind.FINISHED: _finished,
}

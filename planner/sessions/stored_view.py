"""The view of a session: as its run folder tells it, or from the store where that folder is gone."""

from __future__ import annotations

from collections.abc import Callable

from model.protocol.events import Stage
from planner.domain.errors import NotFound
from planner.domain.training import SessionState, StageTime, TrainingSession
from planner.sessions.view import SessionView, StageState, StageView


def view_of(session: TrainingSession, follow: Callable[[], SessionView]) -> SessionView:
    """The session as it stands now; `follow` reads its run folder, and raises `NotFound` where that holds none."""
    try:
        view = follow()
    except NotFound:
        return stored_view(session)
    return view if view.session_id == session.id else stored_view(session)  # another session took its folder


def stored_view(session: TrainingSession) -> SessionView:
    """What the store knows of a session: stages and scores, without its course."""
    started_unix = session.started_at.timestamp()
    is_running = session.state is SessionState.RUNNING
    saved_unix = started_unix if any(score.model == "delivered" for score in session.scores) else None
    return SessionView(
        run_folder=session.run_folder,
        session_id=session.id,
        source_name=session.source_name,
        text_column=session.text_column,
        further_text_columns=session.further_text_columns,
        label_column=session.label_column,
        label_made=session.label_made,
        metric=session.metric,
        timebox_s=session.timebox_s,
        started_unix=started_unix,
        state=session.state,
        ended_unix=None if is_running else started_unix + (session.used_s or 0.0),
        stages=tuple(_stage(stage, session.stages) for stage in Stage),
        saved_unix=saved_unix,
        scores=session.scores,
        message=session.message,
    )


def _stage(stage: Stage, times: tuple[StageTime, ...]) -> StageView:
    stage_time = next((time for time in times if time.stage == stage.value), None)
    if stage_time is None:
        return StageView(stage, StageState.LEFT_OUT)
    state = StageState.LEFT_OUT if stage_time.used_s is None else StageState.DONE
    return StageView(stage, state, stage_time.planned_s, stage_time.used_s)

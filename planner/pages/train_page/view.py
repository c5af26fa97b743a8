"""The view of a session: followed in its run folder, or told from the store where that folder is gone."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

import pandas as pd
import streamlit as st

from model.protocol.events import Stage
from planner.domain.errors import NotFound
from planner.domain.training import SessionState, StageTime, TrainingSession
from planner.sessions import SessionFollower, SessionView, StageState, StageView


class _SharedFollower:
    """One follower for all tabs on a session: it reads each event once, and one tab at a time."""

    def __init__(self, run_folder: Path) -> None:
        self._follower = SessionFollower(run_folder)
        self._lock = Lock()

    def refresh(self) -> SessionView:
        with self._lock:
            return self._follower.refresh()


def view_of(session: TrainingSession) -> SessionView:
    """The session as it stands now."""
    try:
        view = _follower(os.fsencode(session.run_folder)).refresh()
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
        label_column=session.label_column,
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


def stages_frame(view: SessionView) -> pd.DataFrame:
    """One row per stage: stage (its name on screens), planned_s and used_s, missing where unknown."""
    rows = [{"stage": s.title, "planned_s": s.planned_s, "used_s": s.used_s} for s in view.stages]
    return pd.DataFrame(rows).astype({"planned_s": float, "used_s": float})


@st.cache_resource(max_entries=16, show_spinner=False)
def _follower(run_folder: bytes) -> _SharedFollower:
    return _SharedFollower(Path(os.fsdecode(run_folder)))


def _stage(stage: Stage, times: tuple[StageTime, ...]) -> StageView:
    known = next((time for time in times if time.stage == stage.value), None)
    if known is None:
        return StageView(stage, StageState.LEFT_OUT)
    state = StageState.LEFT_OUT if known.used_s is None else StageState.DONE
    return StageView(stage, state, known.planned_s, known.used_s)

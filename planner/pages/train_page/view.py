"""The view of a session, followed once for all tabs that show it."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

import pandas as pd
import streamlit as st

from planner.domain.training import TrainingSession
from planner.sessions import SessionFollower, SessionView, stored_view


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
    return stored_view.view_of(session, lambda: _follower(os.fsencode(session.run_folder)).refresh())


def stages_frame(view: SessionView) -> pd.DataFrame:
    """One row per stage: stage (its name on screens), planned_s and used_s, missing where unknown."""
    rows = [{"stage": s.title, "planned_s": s.planned_s, "used_s": s.used_s} for s in view.stages]
    return pd.DataFrame(rows).astype({"planned_s": float, "used_s": float})


@st.cache_resource(max_entries=16, show_spinner=False)
def _follower(run_folder: bytes) -> _SharedFollower:
    return _SharedFollower(Path(os.fsdecode(run_folder)))

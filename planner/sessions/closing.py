"""Writing the end of a session into the database: by its supervisor, or later by whoever finds it ended."""

from __future__ import annotations

from datetime import UTC, datetime

from model.protocol.config import LOCK_FILE
from model.protocol.locks import is_held
from model.protocol.run_folder import tidy
from planner.boxes import close_box, is_box
from planner.domain.errors import NotFound
from planner.domain.training import SessionState, StageTime, TrainingSession
from planner.sessions.follower import SessionFollower
from planner.sessions.placement import Placement
from planner.sessions.view import SessionView
from planner.store import Store


def record_start(store: Store, view: SessionView, placement: Placement) -> None:
    """Add the session as a running one."""
    session = TrainingSession(
        id=view.session_id,
        run_folder=view.run_folder,
        source_name=view.source_name,
        text_column=view.text_column,
        further_text_columns=view.further_text_columns,
        label_column=view.label_column,
        label_made=view.label_made,
        timebox_s=view.timebox_s,
        started_at=_instant(view.started_unix),
        state=SessionState.RUNNING,
        project_id=placement.project_id,
        phase_id=placement.phase_id,
        attended=placement.attended,
        metric=view.metric,
    )
    store.sessions.insert_session(session)


def record_end(store: Store, view: SessionView) -> bool:
    """Close the session with its stages, scores and time entry; False when it was closed already."""
    ended_unix = max(view.started_unix, view.deadline_unix if view.ended_unix is None else view.ended_unix)
    return store.sessions.close_session(
        view.session_id,
        state=view.state,
        ended_at=_instant(ended_unix),
        used_s=round(ended_unix - view.started_unix, 3),
        message=view.message,
        stages=[StageTime(s.stage, s.planned_s, s.used_s) for s in view.stages],
        scores=view.scores,
        promise=view.result.promise if view.result is not None else None,
    )


def recover_sessions(store: Store, *, now: datetime) -> list[str]:
    """Close what ended without its supervisor: the ids of the sessions closed now.

    Cheap where nothing runs: one query. A session is alive while any of its processes holds the run's lock.
    """
    closed = []
    for session in store.sessions.running_sessions():
        if not is_held(session.run_folder / LOCK_FILE) and _close(store, session, now):
            closed.append(session.id)
    return closed


def running_session(store: Store) -> TrainingSession | None:
    """The session that runs on this machine now, if any."""
    alive = (s for s in store.sessions.running_sessions() if is_held(s.run_folder / LOCK_FILE))
    return next(alive, None)


def _close(store: Store, session: TrainingSession, now: datetime) -> bool:
    if is_box(session.run_folder):
        return close_box(store, session)
    try:
        view = SessionFollower(session.run_folder).refresh()
    except NotFound:
        return _close_without_folder(store, session, now)
    if view.is_running:  # somebody took its lock since
        return False
    closed = record_end(store, view)
    tidy(session.run_folder)
    return closed


def _close_without_folder(store: Store, session: TrainingSession, now: datetime) -> bool:
    ended_at = max(session.started_at, min(now, _deadline(session)))
    return store.sessions.close_session(
        session.id,
        state=SessionState.FAILED,
        ended_at=ended_at,
        used_s=(ended_at - session.started_at).total_seconds(),
        message=f"The run folder {session.run_folder} is gone, and the session's model with it.",
    )


def _deadline(session: TrainingSession) -> datetime:
    return _instant(session.started_at.timestamp() + session.timebox_s)


def _instant(unix_s: float) -> datetime:
    return datetime.fromtimestamp(round(unix_s, 3), UTC)

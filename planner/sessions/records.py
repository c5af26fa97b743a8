"""Training sessions as they are kept: one by its id, the newest ones, and one taken into a project."""

from __future__ import annotations

from planner.domain.training import TrainingSession
from planner.store import Store


def session(store: Store, session_id: str) -> TrainingSession:
    """A session by its id; `NotFound` where there is none."""
    return store.sessions.session(session_id)


def recent_sessions(store: Store, limit: int) -> list[TrainingSession]:
    """The newest sessions, with or without a project, the newest first."""
    return store.sessions.recent(limit)


def assign_session(store: Store, session_id: str, project_id: int, phase_id: int | None) -> None:
    """Take a session of no project into one; its time and result are logged there once it has ended.

    Raises
    ------
    SessionRefused
        When the session belongs to a project already.
    """
    store.sessions.assign(session_id, project_id, phase_id)

"""A box in the database: begun as a running session, closed with its time and its score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from planner.boxes.facts import BOX_FILE, BoxOrder, read_end, read_kept, read_order
from planner.domain.project import Phase, Project
from planner.domain.training import Score, SessionState, TrainingSession
from planner.planning.logged_phase import place_to_log_on
from planner.store import Store


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a box is logged."""

    session_id: str
    project: Project
    phase: Phase | None


def begin_box(store: Store, order: BoxOrder) -> Begun | None:
    """Add a box as a running session of its project; None where there is no project and none was asked for.

    Raises
    ------
    NotFound
        There is no project, or phase, of the name that was asked for.
    """
    place = place_to_log_on(store, project=order.project, phase=order.phase, leave_out="leave phase= out")
    if place is None:
        return None
    session = _session(order, place.project, place.phase)
    store.sessions.insert_session(session)
    return Begun(session.id, place.project, place.phase)


def _session(order: BoxOrder, project: Project, phase: Phase | None) -> TrainingSession:
    folder = Path(order.folder)
    started_at = _instant(order.started_unix)
    return TrainingSession(
        id=f"{started_at:%Y%m%d-%H%M%S}-{uuid4().hex[:6]}",
        run_folder=folder,
        source_name=f"own network ({folder.name})",
        text_column="",
        label_column="",
        timebox_s=order.timebox_s,
        started_at=started_at,
        state=SessionState.RUNNING,
        project_id=project.id,
        phase_id=phase.id if phase else None,
        attended=False,
    )


def is_box(folder: Path) -> bool:
    """Whether a folder is that of a box, and not of a session of Call It's own."""
    return (folder / BOX_FILE).is_file()


def close_box(store: Store, session: TrainingSession) -> bool:
    """Close a box as what its folder says it was; False when it was closed already."""
    order = read_order(session.run_folder)
    if order is None:
        return False
    end, kept = read_end(session.run_folder, order), read_kept(session.run_folder)
    scores = [] if kept is None or not kept.is_result else [_with_data(kept.score, order)]
    if scores:
        store.sessions.aim_at(session.id, scores[0].metric)
    return store.sessions.close_session(
        session.id,
        state=end.state,
        ended_at=session.started_at + timedelta(seconds=round(end.used_s, 3)),
        used_s=round(end.used_s, 3),
        message=end.message,
        scores=scores,
    )


def _with_data(score: Score, order: BoxOrder) -> Score:
    return score if score.data_sha256 else replace(score, data_sha256=order.data_sha256 or None)


def _instant(unix_s: float) -> datetime:
    return datetime.fromtimestamp(round(unix_s, 3), UTC)

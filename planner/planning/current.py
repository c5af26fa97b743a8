"""The project that commands are about when none is named, and that the app opens with."""

from __future__ import annotations

from datetime import datetime

from planner.domain.project import Project
from planner.planning.project_list import project_of_phase
from planner.store import Store

_KEY = "current project"


def make_current(store: Store, project_id: int, *, now: datetime) -> None:
    """Remember a project as the one that is worked on."""
    store.drafts.save(_KEY, {"project_id": project_id}, now)


def current_project(store: Store) -> Project | None:
    """The project whose timer runs; else the one remembered; else the newest. None without projects."""
    return _with_timer(store) or _remembered(store) or next(iter(store.projects.all()), None)


def _with_timer(store: Store) -> Project | None:
    entry = store.entries.running()
    return project_of_phase(store, entry.phase_id) if entry else None


def _remembered(store: Store) -> Project | None:
    remembered = store.drafts.load(_KEY)
    return store.projects.get(remembered["project_id"]) if remembered else None

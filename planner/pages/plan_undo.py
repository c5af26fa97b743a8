"""Taking back what was done on the Plan page."""

from __future__ import annotations

from planner import planning
from planner.clock import now
from planner.pages.current import go_to
from planner.store import Store


def take_back(store: Store, undo: str) -> str:
    """Undo what a notice named: a deleted project (`project 3`), or a changed plan (`plan` and what it was)."""
    what, _, detail = undo.partition(" ")
    if what == "plan":
        planning.put_back_plan(store, detail, now())
        return "The plan is as it was."
    project = planning.restore_project(store, int(detail))
    go_to(project.id)
    return f"“{project.name}” is back."

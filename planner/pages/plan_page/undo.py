"""Taking back what was done on the Plan page."""

from __future__ import annotations

from planner import planning
from planner.clock import now
from planner.pages.current import go_to
from planner.pages.deciding.undo import UNDO_DECISION, take_back_decision
from planner.pages.plan_page.time import take_back_time
from planner.store import Store


def take_back(store: Store, undo: str) -> str:
    """Undo what a notice named: a deleted project (`project 3`), hours (`time`), a plan (`plan …`), an answer.

    The answer is a sentence.
    """
    what, _, detail = undo.partition(" ")
    if what == "time":
        return take_back_time(store)
    if what == "plan":
        planning.put_back_plan(store, detail, now())
        return "The plan is as it was."
    if what == UNDO_DECISION:
        return take_back_decision(store, undo)
    project = planning.restore_project(store, int(detail), now=now())
    go_to(project.id)
    return f"“{project.name}” is back."

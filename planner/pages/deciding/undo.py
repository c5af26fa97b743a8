"""Taking back an answer by the button of the notice that tells of it."""

from __future__ import annotations

from planner import calling
from planner.clock import now
from planner.domain.decisions import Decision
from planner.domain.errors import CallItError
from planner.store import Store

UNDO_DECISION = "decision"


def undo_of(project_id: int, made: Decision) -> str | None:
    """What a notice keeps to take an answer back; None where that is not possible."""
    return f"{UNDO_DECISION} {project_id} {made.id}" if calling.can_take_back(made) else None


def take_back_decision(store: Store, undo: str) -> str:
    """Undo what `undo_of` named. The answer is a sentence, also where it is refused."""
    _, project_id, decision_id = undo.split()
    try:
        calling.take_back(store, int(project_id), int(decision_id), now())
    except CallItError as error:
        return str(error)
    return "Taken back: the question is open again."

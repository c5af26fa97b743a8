"""Taking back what a notice on the Work page tells of."""

from __future__ import annotations

from planner.pages.deciding.undo import UNDO_DECISION, take_back_decision
from planner.pages.work_page.scores import take_back_score
from planner.store import Store


def take_back(store: Store, undo: str) -> str:
    """Undo an answer to a question, or the removal of a score. The answer is a sentence."""
    return take_back_decision(store, undo) if undo.startswith(UNDO_DECISION) else take_back_score(store, undo)

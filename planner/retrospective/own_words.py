"""What a person writes when looking back: an answer to each question, the last one counts."""

from __future__ import annotations

from datetime import datetime

from planner.store import Store

QUESTIONS = ("What went well?", "What cost the most and brought the least?", "What do I do differently next time?")
FREE_TEXT = "Anything else?"


def own_words(store: Store, project_id: int) -> dict[str, str]:
    """The last answer to each question that was ever answered; "" where it was taken back."""
    return store.reflections.of_project(project_id)


def keep_own_words(store: Store, project_id: int, question: str, answer: str, now: datetime) -> None:
    """Keep an answer; it counts in place of an earlier one to the same question."""
    store.reflections.add(project_id, question, answer, now)

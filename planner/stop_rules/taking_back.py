"""Taking back an answer, with what it did to the plan and to the timer."""

from __future__ import annotations

from datetime import datetime

from planner import planning, timelog
from planner.domain.decisions import Answer, Decision
from planner.domain.errors import InvalidPlan, NotFound
from planner.store import Store


def can_take_back(decision: Decision) -> bool:
    """Whether `take_back` knows how: a new date and a cut have changed what only a person can say again."""
    return decision.answer in (Answer.CONTINUE, Answer.PARK, Answer.CALL_IT)


def take_back(store: Store, project_id: int, decision_id: int, now: datetime) -> Decision:
    """Undo the last decision of a project: the question is open again, and so is the phase or project that was ended.

    A timer that the answer stopped runs again, as long as nothing else was done to the log since.

    Raises
    ------
    NotFound
        When the decision was taken back already.
    InvalidPlan
        When another one came after it, or it cannot be taken back.
    """
    with store.writing():
        made = store.decisions.of_project(project_id)
        decision = next((candidate for candidate in made if candidate.id == decision_id), None)
        if decision is None:
            raise NotFound("That decision is taken back already. Reload the page to see what holds.")
        if decision is not made[-1] or not can_take_back(decision):
            raise InvalidPlan("Something was decided since, so this cannot be taken back. Change the plan instead.")
        _reopen(store, project_id, decision, now)
        _run_again(store, project_id, decision, now)
        store.decisions.remove(decision_id)
    return decision


def _reopen(store: Store, project_id: int, decision: Decision, now: datetime) -> None:
    if decision.answer is not Answer.CALL_IT:
        return
    if decision.phase_id is None:
        planning.reopen_project(store, project_id, now=now)
    else:
        store.phases.mark_finished(decision.phase_id, None)


def _run_again(store: Store, project_id: int, decision: Decision, now: datetime) -> None:
    last = store.operations.last(project_id)
    if last is not None and last.happened_at == decision.decided_at and store.entries.running() is None:
        timelog.undo_last(store, now=now, project_id=project_id)

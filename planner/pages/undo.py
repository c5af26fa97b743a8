"""What the last click could be taken back to, as facts, and the one place that takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from planner import planning, results, stop_rules
from planner.availability import Availability, save_availability
from planner.clock import now
from planner.domain.decisions import Decision
from planner.domain.errors import CallItError
from planner.domain.gains import metric_name
from planner.domain.results import Result
from planner.exchange import undo_earlier
from planner.pages.current import go_to
from planner.store import Store


@dataclass(frozen=True, slots=True)
class UndoImport:
    """An import, by its operation of the log."""

    operation_id: int


@dataclass(frozen=True, slots=True)
class UndoDeletion:
    """A project that was deleted."""

    project_id: int


@dataclass(frozen=True, slots=True)
class UndoForgottenHours:
    """The hours in which a person can work, as they were."""

    hours: Availability


@dataclass(frozen=True, slots=True)
class UndoPlanChange:
    """A plan as it was (`planning.plan_snapshot`)."""

    snapshot: str


@dataclass(frozen=True, slots=True)
class UndoAnswer:
    """An answer to a question of a project."""

    project_id: int
    decision_id: int


@dataclass(frozen=True, slots=True)
class UndoRemovedScore:
    """A score that was logged by hand and removed."""

    result: Result


Undo = UndoImport | UndoDeletion | UndoForgottenHours | UndoPlanChange | UndoAnswer | UndoRemovedScore


def undo_of_answer(project_id: int, made: Decision) -> UndoAnswer | None:
    """What takes an answer back; None where that is not possible."""
    return UndoAnswer(project_id, made.id) if stop_rules.can_take_back(made) else None


def take_back(store: Store, undo: Undo) -> str:
    """Take it back. The answer is sentences for a notice, also where it is refused."""
    try:
        return _taken_back(store, undo)
    except CallItError as error:
        return str(error)


def _taken_back(store: Store, undo: Undo) -> str:
    match undo:
        case UndoImport(operation_id):
            return undo_earlier(store, operation_id, now=now())
        case UndoDeletion(project_id):
            return _restored(store, project_id)
        case UndoForgottenHours(hours):
            save_availability(store, hours)
            return "Your hours are back."
        case UndoPlanChange(snapshot):
            planning.restore_plan(store, snapshot, now())
            return "The plan is as it was."
        case UndoAnswer(project_id, decision_id):
            stop_rules.take_back(store, project_id, decision_id, now())
            return "Taken back: the question is open again."
        case UndoRemovedScore(result):
            results.restore_result(store, result)
            return f"{metric_name(result.metric)} {stop_rules.score_words(result.value)} is back."


def _restored(store: Store, project_id: int) -> str:
    project = planning.restore_project(store, project_id, now=now())
    go_to(project.id)
    return f"“{project.name}” is back."

"""Logging a result by hand, taking it back, and listing all of a project."""

from __future__ import annotations

from datetime import datetime

from planner.domain.errors import InvalidResult, NotFound
from planner.domain.results import Result
from planner.results.checks import check_value, checked_metric
from planner.store import Store


def add_result(
    store: Store,
    project_id: int,
    metric: str,
    value: float,
    *,
    now: datetime,
    at: datetime | None = None,
    note: str = "",
) -> Result:
    """Log a result that was reached at `now` or an earlier instant.

    Raises
    ------
    InvalidResult
        For a value that is not finite or that the metric cannot have, a metric without a name, or a moment to come.
    NotFound
        When the project is not there any more.
    """
    name, at = checked_metric(metric), at or now
    check_value(name, value)
    if at > now:
        raise InvalidResult("The score would be reached in the future. Log it once it is there.")
    with store.writing():
        store.projects.require(project_id)
        added = store.results.add(project_id, name, value, logged_at=at, note=" ".join(note.split()))
        return store.results.require(added)


def remove_result(store: Store, result_id: int) -> Result:
    """Take a result away that was logged by hand; the result as it was.

    Raises
    ------
    NotFound
        When it is not there any more.
    InvalidResult
        When a training session logged it.
    """
    with store.writing():
        result = store.results.get(result_id)
        if result is None:
            raise NotFound("That score is not there any more. Reload to see those that are.")
        if result.session_id is not None:
            raise InvalidResult("That score was logged by a training session, and stays with it.")
        store.results.remove(result_id)
    return result


def restore_result(store: Store, result: Result) -> None:
    """Log a result again that was taken away, as it was."""
    with store.writing():
        store.projects.require(result.project_id)
        store.results.add(result.project_id, result.metric, result.value, logged_at=result.logged_at, note=result.note)


def results(store: Store, project_id: int) -> list[Result]:
    """A project's results, of sessions and by hand, the oldest first."""
    return store.results.of_project(project_id)

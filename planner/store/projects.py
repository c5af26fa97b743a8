"""Projects and their checklists."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from planner.domain.deleting import DeletedProject
from planner.domain.errors import NotFound
from planner.domain.hours import HourRange
from planner.domain.project import DeadlineKind, DoneItem, MetricTarget, Project
from planner.domain.stopping import StopRules
from planner.store.connection import Connection, Value
from planner.store.instants import from_text, to_text


class ProjectRows:
    """The tables `projects` and `done_items`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, project: Project) -> int:
        """Add a project (its `id` is not looked at) with its checklist; the new id."""
        with self._connection.writing():
            project_id = self._connection.insert(
                "projects",
                created_at=to_text(project.created_at),
                is_sample=int(project.is_sample),
                **_values(project),
            )
            self._write_done_items(project_id, project.done_items)
        return project_id

    def save(self, project: Project) -> bool:
        """Write a changed project and its checklist; whether it was there."""
        with self._connection.writing():
            is_there = self._connection.update("projects", project.id, **_values(project))
            if is_there:
                self._connection.execute("DELETE FROM done_items WHERE project_id = ?", [project.id])
                self._write_done_items(project.id, project.done_items)
        return is_there

    def get(self, project_id: int) -> Project | None:
        """A project that is not deleted."""
        return next(iter(self._where("id = ? AND deleted_at IS NULL", project_id)), None)

    def require(self, project_id: int) -> Project:
        """A project that is not deleted; `NotFound` where there is none (any more)."""
        project = self.get(project_id)
        if project is None:
            raise NotFound("That project is not there any more. Choose another one.")
        return project

    def all(self) -> list[Project]:
        """Projects that are not deleted, the newest first."""
        return self._where("deleted_at IS NULL")

    def deleted(self) -> list[DeletedProject]:
        """Projects that are deleted but not removed for good yet, the last deleted first."""
        rows = self._connection.rows(
            "SELECT * FROM projects WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC"
        )
        return [
            DeletedProject(_project(row, self._done_items(row["id"])), from_text(row["deleted_at"])) for row in rows
        ]

    def sample(self) -> Project | None:
        """The sample project, hidden or not."""
        return next(iter(self._where("is_sample = 1")), None)

    def mark_deleted(self, project_id: int, deleted_at: datetime | None) -> bool:
        """Hide a project, or with None show it again; whether it was there."""
        with self._connection.writing():
            return self._connection.update("projects", project_id, deleted_at=to_text(deleted_at))

    def remove_for_good(self, project_id: int) -> None:
        """Delete a project and every row that belongs to it."""
        with self._connection.writing():
            self._connection.execute("DELETE FROM projects WHERE id = ?", [project_id])

    def _write_done_items(self, project_id: int, items: Iterable[DoneItem]) -> None:
        for position, item in enumerate(items):
            self._connection.insert(
                "done_items", project_id=project_id, position=position, text=item.text, done=int(item.done)
            )

    def _where(self, condition: str, *parameters: Value) -> list[Project]:
        rows = self._connection.rows(
            f"SELECT * FROM projects WHERE {condition} ORDER BY created_at DESC, id DESC", parameters
        )
        return [_project(row, self._done_items(row["id"])) for row in rows]

    def _done_items(self, project_id: int) -> tuple[DoneItem, ...]:
        rows = self._connection.rows(
            "SELECT text, done FROM done_items WHERE project_id = ? ORDER BY position", [project_id]
        )
        return tuple(DoneItem(row["text"], bool(row["done"])) for row in rows)


def hour_range(row: sqlite3.Row) -> HourRange | None:
    """The range in a row's `low_hours` and `high_hours`, None where it has none."""
    return None if row["low_hours"] is None else HourRange(row["low_hours"], row["high_hours"])


def _values(project: Project) -> dict[str, Value]:
    return {
        "name": project.name,
        "low_hours": project.total.low_hours if project.total else None,
        "high_hours": project.total.high_hours if project.total else None,
        "deadline_at": to_text(project.deadline),
        "deadline_kind": str(project.deadline_kind),
        "target_metric": project.target.metric if project.target else None,
        "target_value": project.target.value if project.target else None,
        "finished_at": to_text(project.finished_at),
        "budget_hours": project.budget_hours,
        "work_day_hours": project.work_day_hours,
        "stop_hours_left": project.stop.hours_left,
        "stop_gain_per_hour": project.stop.gain_per_hour,
        "stop_at_cap": int(project.stop.at_cap),
    }


def _project(row: sqlite3.Row, done_items: tuple[DoneItem, ...]) -> Project:
    metric = row["target_metric"]
    return Project(
        id=row["id"],
        name=row["name"],
        created_at=from_text(row["created_at"]),
        total=hour_range(row),
        deadline=from_text(row["deadline_at"]),
        deadline_kind=DeadlineKind(row["deadline_kind"]),
        done_items=done_items,
        target=None if metric is None else MetricTarget(metric, row["target_value"]),
        is_sample=bool(row["is_sample"]),
        finished_at=from_text(row["finished_at"]),
        budget_hours=row["budget_hours"],
        work_day_hours=row["work_day_hours"],
        stop=StopRules(row["stop_hours_left"], row["stop_gain_per_hour"], bool(row["stop_at_cap"])),
    )

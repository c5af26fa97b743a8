"""Phases of projects."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from planner.domain.errors import NotFound
from planner.domain.project import Phase, PhasePlan
from planner.store.connection import Connection, Value
from planner.store.instants import from_text, to_text
from planner.store.projects import hour_range


class PhaseRows:
    """The table `phases`. A removed phase stays as a row, out of sight."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, project_id: int, position: int, plan: PhasePlan) -> int:
        """Add a phase at a position; its id."""
        with self._connection.writing():
            return self._connection.insert("phases", project_id=project_id, **_values(position, plan))

    def save(self, phase_id: int, position: int, plan: PhasePlan) -> None:
        """Write a changed phase."""
        with self._connection.writing():
            self._connection.update("phases", phase_id, **_values(position, plan))

    def mark_finished(self, phase_id: int, finished_at: datetime | None) -> None:
        """Say when a phase was done; None says that it is not."""
        with self._connection.writing():
            self._connection.update("phases", phase_id, finished_at=to_text(finished_at))

    def remove(self, phase_id: int, removed_at: datetime) -> None:
        """Take a phase out of its project's plan."""
        with self._connection.writing():
            self._connection.update("phases", phase_id, removed_at=to_text(removed_at))

    def restore(self, phase_id: int) -> None:
        """Show a removed phase again, as when an entry on it comes back."""
        with self._connection.writing():
            self._connection.update("phases", phase_id, removed_at=None)

    def get(self, phase_id: int) -> Phase | None:
        """A phase of a project that is not deleted."""
        row = self._connection.row(
            """SELECT phases.* FROM phases JOIN projects ON projects.id = project_id
               WHERE phases.id = ? AND removed_at IS NULL AND deleted_at IS NULL""",
            [phase_id],
        )
        return _phase(row) if row else None

    def require(self, phase_id: int) -> Phase:
        """A phase of a project that is not deleted; `NotFound` where there is none (any more)."""
        phase = self.get(phase_id)
        if phase is None:
            raise NotFound("That phase is not there any more. Choose another one.")
        return phase

    def of_project(self, project_id: int) -> list[Phase]:
        """A project's phases in order."""
        rows = self._connection.rows(
            "SELECT * FROM phases WHERE project_id = ? AND removed_at IS NULL ORDER BY position, id", [project_id]
        )
        return [_phase(row) for row in rows]

    def removed(self, project_id: int) -> list[tuple[str, datetime]]:
        """Names of the phases that were taken out of a plan, with the instant, the oldest first."""
        rows = self._connection.rows(
            "SELECT name, removed_at FROM phases WHERE project_id = ? AND removed_at IS NOT NULL ORDER BY removed_at",
            [project_id],
        )
        return [(row["name"], from_text(row["removed_at"])) for row in rows]

    def with_entries(self, project_id: int) -> set[int]:
        """Ids of the phases on which time is logged or a session is running."""
        rows = self._connection.rows(
            """SELECT phase_id FROM time_entries JOIN phases ON phases.id = phase_id WHERE project_id = ?1
               UNION SELECT phase_id FROM training_sessions
               WHERE project_id = ?1 AND state = 'running' AND phase_id IS NOT NULL""",
            [project_id],
        )
        return {row["phase_id"] for row in rows}


def _values(position: int, plan: PhasePlan) -> dict[str, Value]:
    return {
        "position": position,
        "name": plan.name,
        "low_hours": plan.range.low_hours if plan.range else None,
        "high_hours": plan.range.high_hours if plan.range else None,
        "cap_hours": plan.cap_hours,
        "attended": int(plan.attended),
    }


def _phase(row: sqlite3.Row) -> Phase:
    return Phase(
        id=row["id"],
        project_id=row["project_id"],
        name=row["name"],
        position=row["position"],
        range=hour_range(row),
        cap_hours=row["cap_hours"],
        attended=bool(row["attended"]),
        finished_at=from_text(row["finished_at"]),
    )

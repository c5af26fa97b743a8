"""Every range, cap and deadline as it was said. Rows are only ever added, which is what locks the first one."""

from __future__ import annotations

from datetime import datetime

from planner.domain.estimates import Estimate, SaidDeadline
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text
from planner.store.projects import hour_range


class EstimateRows:
    """The tables `estimates` and `deadlines`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, project_id: int, estimate: Estimate) -> None:
        """Keep what was said."""
        with self._connection.writing():
            self._connection.insert(
                "estimates",
                project_id=project_id,
                phase_id=estimate.phase_id,
                low_hours=estimate.range.low_hours if estimate.range else None,
                high_hours=estimate.range.high_hours if estimate.range else None,
                cap_hours=estimate.cap_hours,
                estimated_at=to_text(estimate.estimated_at),
                taken=int(estimate.taken),
            )

    def of_project(self, project_id: int) -> list[Estimate]:
        """All that was said about a project, the oldest first."""
        rows = self._connection.rows("SELECT * FROM estimates WHERE project_id = ? ORDER BY id", [project_id])
        return [
            Estimate(
                row["phase_id"],
                hour_range(row),
                row["cap_hours"],
                from_text(row["estimated_at"]),
                bool(row["taken"]),
            )
            for row in rows
        ]

    def add_deadline(self, project_id: int, deadline: datetime | None, said_at: datetime) -> None:
        """Keep a deadline as it was said."""
        with self._connection.writing():
            self._connection.insert(
                "deadlines", project_id=project_id, deadline_at=to_text(deadline), said_at=to_text(said_at)
            )

    def deadlines_of_project(self, project_id: int) -> list[SaidDeadline]:
        """The deadlines of a project as they were said, the oldest first."""
        rows = self._connection.rows("SELECT * FROM deadlines WHERE project_id = ? ORDER BY id", [project_id])
        return [SaidDeadline(from_text(row["deadline_at"]), from_text(row["said_at"])) for row in rows]

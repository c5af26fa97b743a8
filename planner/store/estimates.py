"""Every range and cap as it was said. Rows are only ever added, which is what locks the first one."""

from __future__ import annotations

from planner.domain.estimates import Estimate
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text
from planner.store.projects import hour_range


class EstimateRows:
    """The table `estimates`."""

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
            )

    def of_project(self, project_id: int) -> list[Estimate]:
        """All that was said about a project, the oldest first."""
        rows = self._connection.rows("SELECT * FROM estimates WHERE project_id = ? ORDER BY id", [project_id])
        return [
            Estimate(row["phase_id"], hour_range(row), row["cap_hours"], from_text(row["estimated_at"])) for row in rows
        ]

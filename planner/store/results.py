"""Results of projects."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from planner.domain.results import Result
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text


class ResultRows:
    """The table `results`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        project_id: int,
        metric: str,
        value: float,
        *,
        logged_at: datetime,
        note: str = "",
        session_id: str | None = None,
    ) -> int:
        """Log what was reached; its id."""
        with self._connection.writing():
            return self._connection.insert(
                "results",
                project_id=project_id,
                metric=metric,
                value=value,
                logged_at=to_text(logged_at),
                note=note,
                session_id=session_id,
            )

    def get(self, result_id: int) -> Result | None:
        """A result by its id."""
        row = self._connection.row("SELECT * FROM results WHERE id = ?", [result_id])
        return _result(row) if row else None

    def require(self, result_id: int) -> Result:
        """A result that was just written."""
        result = self.get(result_id)
        assert result is not None
        return result

    def remove(self, result_id: int) -> None:
        """Take a result away."""
        with self._connection.writing():
            self._connection.execute("DELETE FROM results WHERE id = ?", [result_id])

    def of_project(self, project_id: int) -> list[Result]:
        """A project's results, the oldest first."""
        rows = self._connection.rows("SELECT * FROM results WHERE project_id = ? ORDER BY logged_at, id", [project_id])
        return [_result(row) for row in rows]


def _result(row: sqlite3.Row) -> Result:
    return Result(
        id=row["id"],
        project_id=row["project_id"],
        metric=row["metric"],
        value=row["value"],
        logged_at=from_text(row["logged_at"]),
        note=row["note"],
        session_id=row["session_id"],
    )

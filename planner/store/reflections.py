"""What a person wrote when looking back. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime

from planner.store.connection import Connection
from planner.store.instants import to_text


class ReflectionRows:
    """The table `reflections`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, project_id: int, question: str, answer: str, written_at: datetime) -> None:
        """Keep an answer; it counts in place of an earlier one to the same question."""
        with self._connection.writing():
            self._connection.insert(
                "reflections", project_id=project_id, question=question, answer=answer, written_at=to_text(written_at)
            )

    def of_project(self, project_id: int) -> dict[str, str]:
        """The last answer to each question."""
        rows = self._connection.rows("SELECT * FROM reflections WHERE project_id = ? ORDER BY id", [project_id])
        return {row["question"]: row["answer"] for row in rows}

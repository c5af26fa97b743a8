"""Decisions at deadlines, caps and other conditions: added, told later whether they helped, or taken back."""

from __future__ import annotations

import dataclasses

from planner.domain.decisions import Answer, Decision, Occasion
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text


class DecisionRows:
    """The table `decisions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, project_id: int, decision: Decision) -> Decision:
        """Keep a decision (its `id` is not looked at); the decision as kept."""
        with self._connection.writing():
            decision_id = self._connection.insert(
                "decisions",
                project_id=project_id,
                phase_id=decision.phase_id,
                decided_at=to_text(decision.decided_at),
                occasion=str(decision.occasion),
                answer=str(decision.answer),
                found=decision.found,
                because=decision.because,
                until_hours=decision.until_hours,
                new_deadline_at=to_text(decision.new_deadline),
            )
        return dataclasses.replace(decision, id=decision_id)

    def remove(self, decision_id: int) -> None:
        """Take a decision away, as if it had not been made."""
        with self._connection.writing():
            self._connection.execute("DELETE FROM decisions WHERE id = ?", [decision_id])

    def mark_helped(self, decision_id: int, *, helped: bool | None) -> None:
        """Say whether going on was worth it; None where that was said by mistake."""
        with self._connection.writing():
            self._connection.update("decisions", decision_id, helped=None if helped is None else int(helped))

    def of_project(self, project_id: int) -> list[Decision]:
        """A project's decisions, the oldest first."""
        rows = self._connection.rows("SELECT * FROM decisions WHERE project_id = ? ORDER BY id", [project_id])
        return [
            Decision(
                decided_at=from_text(row["decided_at"]),
                occasion=Occasion(row["occasion"]),
                answer=Answer(row["answer"]),
                found=row["found"],
                because=row["because"],
                phase_id=row["phase_id"],
                until_hours=row["until_hours"],
                new_deadline=from_text(row["new_deadline_at"]),
                id=row["id"],
                helped=None if row["helped"] is None else bool(row["helped"]),
            )
            for row in rows
        ]

"""Interruptions as rows; one at a time is open."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from planner.domain.interruptions import Interruption
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text


class InterruptionRows:
    """The table `interruptions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, phase_id: int, started_at: datetime, reason: str, *, stopped_at: datetime | None = None
    ) -> Interruption:
        """Begin one, or add one that is over; as it is kept."""
        with self._connection.writing():
            added = self._connection.insert(
                "interruptions",
                phase_id=phase_id,
                started_at=to_text(started_at),
                stopped_at=to_text(stopped_at),
                reason=reason,
            )
        return Interruption(added, phase_id, started_at, stopped_at, reason)

    def open_one(self) -> Interruption | None:
        """The one that lasts."""
        row = self._connection.row("SELECT * FROM interruptions WHERE stopped_at IS NULL")
        return _interruption(row) if row else None

    def close(self, interruption: Interruption, stopped_at: datetime) -> None:
        """End one; one that would end before it began is dropped."""
        with self._connection.writing():
            if stopped_at <= interruption.started_at:
                self.remove(interruption.id)
            else:
                self._connection.update("interruptions", interruption.id, stopped_at=to_text(stopped_at))

    def remove(self, interruption_id: int) -> None:
        """Take one away, as when what began it is undone."""
        with self._connection.writing():
            self._connection.execute("DELETE FROM interruptions WHERE id = ?", [interruption_id])

    def of_project(self, project_id: int) -> list[Interruption]:
        """A project's interruptions, the oldest first."""
        rows = self._connection.rows(
            """SELECT interruptions.* FROM interruptions JOIN phases ON phases.id = phase_id
               WHERE project_id = ? ORDER BY started_at, interruptions.id""",
            [project_id],
        )
        return [_interruption(row) for row in rows]


def _interruption(row: sqlite3.Row) -> Interruption:
    return Interruption(
        id=row["id"],
        phase_id=row["phase_id"],
        started_at=from_text(row["started_at"]),
        stopped_at=from_text(row["stopped_at"]),
        reason=row["reason"],
    )

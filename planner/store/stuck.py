"""Spells of being stuck, as rows."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from planner.domain.stuck import Outcome, StuckSpell
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text


class StuckRows:
    """The table `stuck_spells`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, spell: StuckSpell) -> StuckSpell:
        """Begin a spell (its `id` is not looked at); as it is kept."""
        with self._connection.writing():
            added = self._connection.insert(
                "stuck_spells",
                phase_id=spell.phase_id,
                said_at=to_text(spell.said_at),
                question=spell.question,
                settled_by=spell.settled_by,
                box_s=spell.box_s,
            )
        stored = self.get(added)
        assert stored is not None
        return stored

    def get(self, spell_id: int) -> StuckSpell | None:
        """A spell by its id."""
        row = self._connection.row("SELECT * FROM stuck_spells WHERE id = ?", [spell_id])
        return _spell(row) if row else None

    def end(self, spell_id: int, ended_at: datetime, outcome: Outcome, note: str) -> None:
        """Say what came of a spell."""
        with self._connection.writing():
            self._connection.update(
                "stuck_spells", spell_id, ended_at=to_text(ended_at), outcome=str(outcome), note=note
            )

    def extend(self, spell_id: int, box_s: float) -> None:
        """Give a spell that lasts another box."""
        with self._connection.writing():
            self._connection.update("stuck_spells", spell_id, box_s=box_s)

    def of_project(self, project_id: int) -> list[StuckSpell]:
        """A project's spells, the oldest first."""
        rows = self._connection.rows(
            """SELECT stuck_spells.* FROM stuck_spells JOIN phases ON phases.id = phase_id
               WHERE project_id = ? ORDER BY said_at, stuck_spells.id""",
            [project_id],
        )
        return [_spell(row) for row in rows]


def _spell(row: sqlite3.Row) -> StuckSpell:
    return StuckSpell(
        id=row["id"],
        phase_id=row["phase_id"],
        said_at=from_text(row["said_at"]),
        question=row["question"],
        settled_by=row["settled_by"],
        box_s=row["box_s"],
        ended_at=from_text(row["ended_at"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        note=row["note"],
    )

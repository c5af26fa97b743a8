"""Interruptions that came with an import, and which entry each belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from planner.domain.interruptions import Interruption
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text

REASON = "as imported"


class ImportedInterruptionRows:
    """The table `imported_interruptions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, operation_id: int, interruptions: Sequence[tuple[int, Interruption]]) -> None:
        """Keep interruptions that are over, each with the id of its entry, as part of an operation of the log."""
        with self._connection.writing():
            for entry_id, interruption in interruptions:
                assert interruption.stopped_at is not None
                added = self._connection.insert(
                    "interruptions",
                    phase_id=interruption.phase_id,
                    started_at=to_text(interruption.started_at),
                    stopped_at=to_text(interruption.stopped_at),
                    reason=interruption.reason,
                )
                self._connection.insert(
                    "imported_interruptions", interruption_id=added, operation_id=operation_id, entry_id=entry_id
                )

    def take_away(self, operation_id: int) -> None:
        """Remove those of an import whose entries are gone."""
        with self._connection.writing():
            self._connection.execute(
                """DELETE FROM interruptions WHERE id IN (
                       SELECT interruption_id FROM imported_interruptions
                       WHERE operation_id = ? AND entry_id IS NULL)""",
                [operation_id],
            )

    def renew(self, entry_ids: Sequence[int]) -> None:
        """Put behind each entry what the newest import that is not undone says of its interruptions, and nothing else.

        As after an import changed entries, or after that was undone.
        """
        with self._connection.writing():
            for entry_id in entry_ids:
                self._connection.execute(
                    """DELETE FROM interruptions
                       WHERE id IN (SELECT interruption_id FROM imported_interruptions WHERE entry_id = ?)""",
                    [entry_id],
                )
                row = self._connection.row(
                    """SELECT interrupted_s, operation_id, phase_id, time_entries.stopped_at FROM imported_entries
                       JOIN imports ON imports.id = import_id JOIN log_operations ON log_operations.id = operation_id
                       JOIN time_entries ON time_entries.id = entry_id
                       WHERE entry_id = ? AND undone_at IS NULL AND time_entries.stopped_at IS NOT NULL
                       ORDER BY imported_entries.id DESC LIMIT 1""",
                    [entry_id],
                )
                if row is not None and row["interrupted_s"]:
                    start = from_text(row["stopped_at"])
                    stop = start + timedelta(seconds=row["interrupted_s"])
                    self.add(row["operation_id"], [(entry_id, Interruption(0, row["phase_id"], start, stop, REASON))])

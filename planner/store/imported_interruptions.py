"""Interruptions that came with an import, and which entry each belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.interruptions import Interruption
from planner.store.connection import Connection
from planner.store.instants import to_text


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

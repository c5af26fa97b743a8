"""Imports of files, and which entry came of which line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from planner.store.connection import Connection
from planner.store.instants import to_text


class ImportRows:
    """The tables `imports` and `imported_entries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, operation_id: int, file_format: str, file_name: str, imported_at: datetime) -> int:
        """Note that a file was imported by an operation of the log; the id of the import."""
        with self._connection.writing():
            return self._connection.insert(
                "imports",
                operation_id=operation_id,
                format=file_format,
                file_name=file_name,
                imported_at=to_text(imported_at),
            )

    def add_entries(self, import_id: int, keys: Sequence[tuple[int, str]]) -> None:
        """Note which entries an import added: their ids, each with the key of its source."""
        with self._connection.writing():
            self._connection.insert_many(
                "imported_entries",
                ("entry_id", "import_id", "source_key"),
                [(entry_id, import_id, key) for entry_id, key in keys],
            )

    def known_keys(self) -> set[str]:
        """Keys of what was imported and is still in the log of a visible project."""
        rows = self._connection.rows(
            """SELECT source_key FROM imported_entries
               JOIN time_entries ON time_entries.id = entry_id
               JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
               WHERE deleted_at IS NULL"""
        )
        return {row["source_key"] for row in rows}

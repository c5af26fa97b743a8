"""Imports of files, and which entry came of which line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.store.connection import Connection
from planner.store.import_made import MadeRows
from planner.store.imported_interruptions import ImportedInterruptionRows
from planner.store.instants import from_text, to_text


@dataclass(frozen=True, slots=True)
class EarlierImport:
    """An import that was not taken back: the operation of the log, in words, and its files."""

    operation_id: int
    summary: str
    imported_at: datetime
    file_names: list[str]


class ImportRows:
    """The tables `imports` and `imported_entries`; `made` is what was made for them, `interruptions` came with them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.made = MadeRows(connection)
        self.interruptions = ImportedInterruptionRows(connection)

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

    def earlier(self) -> list[EarlierImport]:
        """Imports that are not taken back and of which entries are still in the log, the newest first."""
        rows = self._connection.rows(
            """SELECT operation_id, summary, happened_at, group_concat(file_name, char(10)) AS names
               FROM imports JOIN log_operations ON log_operations.id = operation_id
               WHERE undone_at IS NULL AND EXISTS (
                   SELECT 1 FROM imported_entries JOIN time_entries ON time_entries.id = entry_id
                   JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = phases.project_id
                   WHERE import_id = imports.id AND deleted_at IS NULL)
               GROUP BY operation_id ORDER BY operation_id DESC"""
        )
        return [
            EarlierImport(row["operation_id"], row["summary"], from_text(row["happened_at"]), row["names"].split("\n"))
            for row in rows
        ]

    def is_import(self, operation_id: int) -> bool:
        """Whether an operation of the log was an import."""
        return self._connection.row("SELECT 1 FROM imports WHERE operation_id = ?", [operation_id]) is not None

    def remove_entries(self, operation_id: int) -> int:
        """Take away the entries of an import that nothing has changed since; how many others there are."""
        with self._connection.writing():
            self._connection.execute(
                """DELETE FROM time_entries
                   WHERE id IN (SELECT entry_id FROM time_entry_changes WHERE operation_id = ?1)
                         AND id NOT IN (
                             SELECT entry_id FROM time_entry_changes
                             JOIN log_operations ON log_operations.id = operation_id AND undone_at IS NULL
                             WHERE operation_id > ?1)""",
                [operation_id],
            )
        row = self._connection.row(
            """SELECT count(*) AS entries FROM time_entries
               WHERE id IN (SELECT entry_id FROM time_entry_changes WHERE operation_id = ?)""",
            [operation_id],
        )
        return int(row["entries"]) if row else 0

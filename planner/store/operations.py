"""What was done to the time log, with the former values of each entry it touched: nothing is ever lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.domain.timelog import EntryRevision, TimeEntry
from planner.store.connection import Connection
from planner.store.entries import entry_of, values_of
from planner.store.instants import from_text, to_text


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing done to the log, in a person's words."""

    id: int
    summary: str
    happened_at: datetime


class OperationRows:
    """The tables `log_operations` and `time_entry_changes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, project_id: int, happened_at: datetime, summary: str) -> int:
        """Note that something is about to be done to the log of a project; its id for the changes."""
        with self._connection.writing():
            return self._connection.insert(
                "log_operations", project_id=project_id, happened_at=to_text(happened_at), summary=summary
            )

    def keep_former(self, operation_id: int, entry: TimeEntry, *, existed: bool = True) -> None:
        """Keep an entry as it was before the operation; with `existed` False, that there was none."""
        with self._connection.writing():
            self._connection.insert(
                "time_entry_changes",
                operation_id=operation_id,
                existed=int(existed),
                entry_id=entry.id,
                **values_of(entry),
            )

    def keep_added(self, operation_id: int, entries: Sequence[TimeEntry]) -> None:
        """Keep that there were none of these entries before the operation, which added them at once."""
        rows = [
            {"operation_id": operation_id, "existed": 0, "entry_id": entry.id, **values_of(entry)} for entry in entries
        ]
        with self._connection.writing():
            if rows:
                self._connection.insert_many("time_entry_changes", list(rows[0]), [list(row.values()) for row in rows])

    def last(self, project_id: int | None = None) -> Operation | None:
        """The newest operation not undone, of one project or of all that are visible."""
        row = self._connection.row(
            """SELECT log_operations.id, summary, happened_at
               FROM log_operations JOIN projects ON projects.id = project_id
               WHERE undone_at IS NULL AND deleted_at IS NULL AND (?1 IS NULL OR project_id = ?1)
               ORDER BY log_operations.id DESC LIMIT 1""",
            [project_id],
        )
        return Operation(row["id"], row["summary"], from_text(row["happened_at"])) if row else None

    def former_values(self, operation_id: int) -> list[tuple[int, TimeEntry | None]]:
        """Each entry the operation touched, as it was before (None: it was not there), the last touched first."""
        rows = self._connection.rows(
            "SELECT * FROM time_entry_changes WHERE operation_id = ? ORDER BY id DESC", [operation_id]
        )
        return [(row["entry_id"], _former(row)) for row in rows]

    def changed_since(self, operation_id: int) -> bool:
        """Whether a later operation, not undone, touched one of the same entries."""
        row = self._connection.row(
            """SELECT 1 FROM time_entry_changes later
               JOIN log_operations ON log_operations.id = later.operation_id AND undone_at IS NULL
               WHERE later.operation_id > ?1
                     AND later.entry_id IN (SELECT entry_id FROM time_entry_changes WHERE operation_id = ?1)
               LIMIT 1""",
            [operation_id],
        )
        return row is not None

    def mark_undone(self, operation_id: int, undone_at: datetime) -> None:
        """Note that an operation was taken back."""
        with self._connection.writing():
            self._connection.update("log_operations", operation_id, undone_at=to_text(undone_at))

    def history_of_entry(self, entry_id: int) -> list[EntryRevision]:
        """All that happened to an entry, the oldest first."""
        rows = self._connection.rows(
            """SELECT time_entry_changes.*, happened_at, summary, undone_at FROM time_entry_changes
               JOIN log_operations ON log_operations.id = operation_id
               WHERE entry_id = ? ORDER BY time_entry_changes.id""",
            [entry_id],
        )
        return [
            EntryRevision(from_text(row["happened_at"]), row["summary"], _former(row), row["undone_at"] is not None)
            for row in rows
        ]


def _former(row: sqlite3.Row) -> TimeEntry | None:
    return entry_of(row, id_column="entry_id") if row["existed"] else None

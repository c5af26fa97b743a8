"""Imports of files, and which entry came of which line."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import NamedTuple

from planner.domain.timelog import TimeEntry
from planner.store.connection import Connection, Value
from planner.store.entries import entry_of, values_of
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


@dataclass(frozen=True, slots=True)
class Said:
    """What a file said about an entry, names as written there; `source_key` is a hash of it.

    `source_id` is that of the program that wrote the file, "" where it gives none; `placed_on` the date where the file
    says no time of day; `attended` is None where it does not say.
    """

    source_key: str
    source_id: str
    client: str
    project: str
    phase: str
    started_at: datetime
    stopped_at: datetime
    placed_on: date | None
    attended: bool | None
    note: str
    tags: tuple[str, ...]
    interrupted_s: float


class KnownEntry:
    """An imported entry as it stands in the log, and what a file of `file_format` said about it last.

    `started_at` and `stopped_at` are as the file said them, as text; `touched`: whether somebody changed it here since.
    Of a long log most are only looked up by key: the rest of the row is read when it is asked for.
    """

    def __init__(self, row: sqlite3.Row, *, touched: bool) -> None:
        self._row = row
        self.touched = touched
        self.entry_id: int = row["id"]
        self.file_format: str = row["format"]
        self.source_key: str = row["said_source_key"]
        self.source_id: str = row["said_source_id"]
        self.started_at: str = row["said_started_at"]
        self.stopped_at: str = row["said_stopped_at"]

    @property
    def entry(self) -> TimeEntry:
        """The entry of the log."""
        return entry_of(self._row)

    @property
    def said(self) -> Said:
        """What a file said about it."""
        return _said(self._row)

    def says_also(self, tags: tuple[str, ...], attended: bool | None, interrupted_s: float) -> bool:
        """Whether the file said these tags, this about being attended, and so many seconds of interruptions."""
        row = self._row
        values = (row["said_tags"], row["said_attended"], row["said_interrupted_s"])
        return bool(values == ("\n".join(tags), attended, interrupted_s))


class ClientPlace(NamedTuple):
    """A client and a project as files name them, and the name of the project here that their entries went to."""

    client: str
    project: str
    name: str


_SAID = tuple(field.name for field in fields(Said))
_CHANGED_LATER = """
    SELECT entry_id FROM time_entry_changes
    JOIN log_operations ON log_operations.id = operation_id AND undone_at IS NULL WHERE operation_id > ?1"""


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

    def add_entries(self, import_id: int, entries: Sequence[tuple[int, Said]]) -> None:
        """Note what an import said about entries, by their ids."""
        with self._connection.writing():
            self._connection.insert_many(
                "imported_entries",
                ("entry_id", "import_id", *_SAID),
                [(entry_id, import_id, *_said_values(said)) for entry_id, said in entries],
            )

    def known(self) -> list[KnownEntry]:
        """What was imported and is still in the log of a visible project, with what was said about it last.

        An import that was undone counts only for entries that outlived it, since somebody had changed them.
        """
        columns = ", ".join(f"said.{column} AS said_{column}" for column in _SAID)
        rows = self._connection.rows(
            f"""SELECT time_entries.*, phases.project_id, {columns}, imports.format, imports.operation_id
                FROM imported_entries said
                JOIN imports ON imports.id = import_id JOIN log_operations ON log_operations.id = operation_id
                JOIN time_entries ON time_entries.id = entry_id
                JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = phases.project_id
                WHERE deleted_at IS NULL ORDER BY undone_at IS NULL, said.id"""
        )
        touched = self._last_touched_here() if rows else {}
        last = {row["id"]: row for row in rows}
        return [KnownEntry(row, touched=touched.get(row["id"], 0) > row["operation_id"]) for row in last.values()]

    def _last_touched_here(self) -> dict[int, int]:
        """The last operation that was no import, of each imported entry that has one."""
        rows = self._connection.rows(
            """SELECT entry_id, max(operation_id) AS last FROM time_entry_changes
               JOIN log_operations ON log_operations.id = operation_id
               WHERE undone_at IS NULL AND operation_id NOT IN (SELECT operation_id FROM imports)
                     AND entry_id IN (SELECT entry_id FROM imported_entries)
               GROUP BY entry_id"""
        )
        return {row["entry_id"]: row["last"] for row in rows}

    def clients(self) -> list[ClientPlace]:
        """Where the entries of each client's project went, the newest last; not where several came together."""
        rows = self._connection.rows(
            """SELECT client, project, projects.id AS project_id, projects.name AS name, max(said.id) AS newest
               FROM imported_entries said
               JOIN time_entries ON time_entries.id = entry_id
               JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = phases.project_id
               WHERE deleted_at IS NULL GROUP BY client, project, projects.id ORDER BY newest"""
        )
        sources = Counter(row["project_id"] for row in rows)
        return [
            ClientPlace(row["client"], row["project"], row["name"])
            for row in rows
            if row["client"] and sources[row["project_id"]] == 1
        ]

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

    def take_back(self, operation_id: int) -> int:
        """Take away the entries that an import added, and give those that it changed their former values.

        Those that something changed since stay as they are; how many.
        """
        with self._connection.writing():
            self._put_back(operation_id)
            self._connection.execute(
                f"""DELETE FROM time_entries
                    WHERE id IN (SELECT entry_id FROM time_entry_changes WHERE operation_id = ?1 AND existed = 0)
                          AND id NOT IN ({_CHANGED_LATER})""",
                [operation_id],
            )
        row = self._connection.row(
            f"""SELECT count(*) AS entries FROM time_entries
                WHERE id IN (SELECT entry_id FROM time_entry_changes WHERE operation_id = ?1)
                      AND id IN ({_CHANGED_LATER})""",
            [operation_id],
        )
        return int(row["entries"]) if row else 0

    def changed_by(self, operation_id: int) -> list[int]:
        """Ids of the entries that an import changed, and did not add."""
        rows = self._connection.rows(
            "SELECT DISTINCT entry_id FROM time_entry_changes WHERE operation_id = ? AND existed = 1", [operation_id]
        )
        return [row["entry_id"] for row in rows]

    def _put_back(self, operation_id: int) -> None:
        rows = self._connection.rows(
            f"""SELECT * FROM time_entry_changes
                WHERE operation_id = ?1 AND existed = 1 AND entry_id NOT IN ({_CHANGED_LATER})
                ORDER BY id DESC""",
            [operation_id],
        )
        for row in rows:
            former = entry_of(row, id_column="entry_id")
            self._connection.execute("UPDATE phases SET removed_at = NULL WHERE id = ?", [former.phase_id])
            self._connection.update("time_entries", former.id, **values_of(former))


def _said_values(said: Said) -> list[Value]:
    """The values of the columns `_SAID`."""
    return [
        said.source_key,
        said.source_id,
        said.client,
        said.project,
        said.phase,
        to_text(said.started_at),
        to_text(said.stopped_at),
        said.placed_on.isoformat() if said.placed_on else None,
        None if said.attended is None else int(said.attended),
        said.note,
        "\n".join(said.tags),
        said.interrupted_s,
    ]


def _said(row: sqlite3.Row) -> Said:
    placed_on, attended = row["said_placed_on"], row["said_attended"]
    return Said(
        row["said_source_key"],
        row["said_source_id"],
        row["said_client"],
        row["said_project"],
        row["said_phase"],
        from_text(row["said_started_at"]),
        from_text(row["said_stopped_at"]),
        date.fromisoformat(placed_on) if placed_on else None,
        None if attended is None else bool(attended),
        row["said_note"],
        tuple(row["said_tags"].splitlines()),
        row["said_interrupted_s"],
    )

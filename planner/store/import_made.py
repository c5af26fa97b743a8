"""Projects and phases that an import made, and which of them nothing uses once it is taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from planner.store.connection import Connection

# What is written there is no sign that a person uses a project or phase, or it is looked at apart.
_NO_SIGNS = frozenset({"phases", "time_entry_changes", "log_operations", "import_made", "forecasts"})
# A later change that could still be undone needs its project and its phases.
_CHANGED_SINCE = """
    EXISTS (SELECT 1 FROM time_entry_changes JOIN log_operations ON log_operations.id = operation_id
            WHERE undone_at IS NULL AND time_entry_changes.phase_id = phases.id)"""


@dataclass(frozen=True, slots=True)
class TakenAway:
    """Names of what is gone with an import: projects, and phases of projects that stay."""

    projects: list[str]
    phases: list[str]


class MadeRows:
    """The table `import_made`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, operation_id: int, made: Sequence[tuple[int, int | None]]) -> None:
        """Note what an import made: pairs of a project and one of its phases, or None for the project itself."""
        with self._connection.writing():
            self._connection.insert_many(
                "import_made",
                ("operation_id", "project_id", "phase_id"),
                [(operation_id, project_id, phase_id) for project_id, phase_id in made],
            )

    def take_away(self) -> TakenAway:
        """Remove for good what was made by imports that are undone by now, and that nothing uses."""
        with self._connection.writing():
            phases = self._unused("phases", self._unused_phases())
            for row in phases:
                self._connection.execute("DELETE FROM phases WHERE id = ?", [row["id"]])
            projects = self._unused("projects", self._unused_projects())
            for row in projects:
                self._connection.execute("DELETE FROM projects WHERE id = ?", [row["id"]])
        gone = {row["id"] for row in projects}
        return TakenAway(
            [row["name"] for row in projects], [row["name"] for row in phases if row["project_id"] not in gone]
        )

    def _unused_phases(self) -> list[sqlite3.Row]:
        return self._connection.rows(
            f"""SELECT phases.id, phases.project_id, name FROM phases
                JOIN import_made ON import_made.phase_id = phases.id
                JOIN log_operations ON log_operations.id = operation_id
                WHERE undone_at IS NOT NULL AND finished_at IS NULL AND NOT {_CHANGED_SINCE} ORDER BY phases.id"""
        )

    def _unused_projects(self) -> list[sqlite3.Row]:
        """Those without a phase left; what a plan says besides rows of other tables is a sign of use, too."""
        return self._connection.rows(
            """SELECT projects.id, name FROM projects
               JOIN import_made ON import_made.project_id = projects.id AND import_made.phase_id IS NULL
               JOIN log_operations made_by ON made_by.id = operation_id
               WHERE undone_at IS NOT NULL AND coalesce(
                         finished_at, target_metric, budget_hours, work_day_hours, stop_hours_left, stop_gain_per_hour
                     ) IS NULL
                     AND NOT EXISTS (SELECT 1 FROM phases WHERE project_id = projects.id AND removed_at IS NULL)
                     AND NOT EXISTS (SELECT 1 FROM log_operations other
                                     WHERE other.project_id = projects.id AND other.undone_at IS NULL)
               ORDER BY projects.id"""
        )

    def _unused(self, table: str, candidates: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
        """Those to which no row of any other table refers, also of tables that came later than this one."""
        if not candidates:
            return []
        references = self._connection.rows(
            """SELECT sqlite_master.name AS owner, reference."from" AS place FROM sqlite_master
               JOIN pragma_foreign_key_list(sqlite_master.name) reference
               WHERE sqlite_master.type = 'table' AND reference."table" = ?""",
            [table],
        )
        signs = [(row["owner"], row["place"]) for row in references if row["owner"] not in _NO_SIGNS]
        return [row for row in candidates if not any(self._has(*sign, row["id"]) for sign in signs)]

    def _has(self, table: str, column: str, row_id: int) -> bool:
        return self._connection.row(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", [row_id]) is not None

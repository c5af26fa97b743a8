"""How much there is: of each project, and in the whole file."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from planner.domain.holdings import Belongings, Holdings
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text

_HOURS = "CAST(round((julianday(stopped_at) - julianday(started_at)) * 86400000) AS INTEGER)"


class HoldingRows:
    """Counts over projects, time entries, training sessions and results; nothing is written here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_projects(self) -> dict[int, Belongings]:
        """What belongs to each project, deleted ones included; a running timer has no hours yet."""
        rows = self._connection.rows(
            f"""WITH logged AS (
                    SELECT project_id, count(*) AS entries, max(coalesce(stopped_at, started_at)) AS last_work_at,
                           coalesce(sum({_HOURS}) FILTER (WHERE time_entries.attended = 1), 0) / 3.6e6 AS own,
                           coalesce(sum({_HOURS}) FILTER (WHERE time_entries.attended = 0), 0) / 3.6e6 AS machine
                    FROM time_entries JOIN phases ON phases.id = phase_id GROUP BY project_id)
                SELECT projects.id, coalesce(entries, 0) AS entries, last_work_at,
                       coalesce(own, 0.0) AS own, coalesce(machine, 0.0) AS machine,
                       (SELECT count(*) FROM training_sessions WHERE project_id = projects.id) AS sessions,
                       (SELECT count(*) FROM results WHERE project_id = projects.id) AS results
                FROM projects LEFT JOIN logged ON logged.project_id = projects.id"""
        )
        return {row["id"]: _belongings(row) for row in rows}

    def of_all(self) -> Holdings:
        """What the file holds; deleted projects and what belongs to them are not counted."""
        row = self._connection.row(
            """WITH shown AS (
                   SELECT phases.id FROM phases JOIN projects ON projects.id = project_id WHERE deleted_at IS NULL)
               SELECT (SELECT count(*) FROM projects WHERE deleted_at IS NULL) AS projects,
                      (SELECT count(*) FROM time_entries WHERE phase_id IN shown) AS entries,
                      (SELECT max(coalesce(stopped_at, started_at)) FROM time_entries
                       WHERE phase_id IN shown) AS last_work_at,
                      (SELECT count(*) FROM training_sessions LEFT JOIN projects ON projects.id = project_id
                       WHERE deleted_at IS NULL) AS sessions"""
        )
        assert row is not None
        return Holdings(row["projects"], row["entries"], row["sessions"], from_text(row["last_work_at"]))

    def closed_entries(self, project_id: int | None, start: datetime | None, end: datetime | None) -> int:
        """How many entries with a stop start from an instant up to, and without, another: of one project or of all."""
        row = self._connection.row(
            """SELECT count(*) AS entries FROM time_entries
               JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
               WHERE deleted_at IS NULL AND stopped_at IS NOT NULL AND (?1 IS NULL OR project_id = ?1)
                     AND (?2 IS NULL OR started_at >= ?2) AND (?3 IS NULL OR started_at < ?3)""",
            [project_id, to_text(start), to_text(end)],
        )
        return int(row["entries"]) if row else 0


def _belongings(row: sqlite3.Row) -> Belongings:
    return Belongings(
        entries=row["entries"],
        attended_hours=row["own"],
        unattended_hours=row["machine"],
        sessions=row["sessions"],
        results=row["results"],
        last_work_at=from_text(row["last_work_at"]),
    )

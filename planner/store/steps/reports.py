"""Views for whoever opens the file with a database browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def create_report_views(db: Database) -> None:
    """Closed entries with names and hours, and the hours of each phase beside its range."""
    db.execute("""
        CREATE VIEW report_entries AS
        SELECT projects.name AS project, phases.name AS phase, time_entries.started_at, time_entries.stopped_at,
               round((julianday(stopped_at) - julianday(started_at)) * 24, 3) AS hours,
               time_entries.attended, time_entries.note, time_entries.id AS entry_id
        FROM time_entries JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
        WHERE stopped_at IS NOT NULL AND projects.deleted_at IS NULL""")
    db.execute("""
        CREATE VIEW report_phase_hours AS
        SELECT projects.name AS project, phases.position, phases.name AS phase,
               phases.low_hours, phases.high_hours, phases.cap_hours,
               coalesce(sum(round((julianday(stopped_at) - julianday(started_at)) * 24, 3))
                        FILTER (WHERE time_entries.attended = 1), 0) AS attended_hours,
               coalesce(sum(round((julianday(stopped_at) - julianday(started_at)) * 24, 3))
                        FILTER (WHERE time_entries.attended = 0), 0) AS unattended_hours
        FROM phases JOIN projects ON projects.id = project_id
             LEFT JOIN time_entries ON phase_id = phases.id AND stopped_at IS NOT NULL
        WHERE projects.deleted_at IS NULL AND phases.removed_at IS NULL
        GROUP BY phases.id ORDER BY projects.id, phases.position""")

"""Tables of the time log: entries, and what each change did to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def create_time_entries(db: Database) -> None:
    """Entries; the running timer is the row without a stop, and an index allows only one."""
    db.execute("""
        CREATE TABLE time_entries (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            phase_id INTEGER NOT NULL REFERENCES phases ON DELETE CASCADE,
            started_at TEXT NOT NULL,
            stopped_at TEXT CHECK (stopped_at > started_at),
            attended INTEGER NOT NULL DEFAULT 1 CHECK (attended IN (0, 1)),
            note TEXT NOT NULL DEFAULT '',
            session_id TEXT REFERENCES training_sessions ON DELETE SET NULL
        ) STRICT""")
    db.execute("CREATE INDEX entries_of_phase ON time_entries (phase_id, started_at)")
    db.execute("CREATE INDEX entries_by_start ON time_entries (started_at)")
    db.execute("CREATE UNIQUE INDEX one_running_timer ON time_entries ((stopped_at IS NULL)) WHERE stopped_at IS NULL")
    db.execute("CREATE UNIQUE INDEX one_entry_per_session ON time_entries (session_id) WHERE session_id IS NOT NULL")


def create_log_operations(db: Database) -> None:
    """What a person did to the log, and the former values of each entry it touched: enough to undo it as a whole.

    An entry that an operation added has no former values (`existed` is 0).
    """
    db.execute("""
        CREATE TABLE log_operations (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            happened_at TEXT NOT NULL,
            summary TEXT NOT NULL,
            undone_at TEXT
        ) STRICT""")
    db.execute("""
        CREATE TABLE time_entry_changes (
            id INTEGER PRIMARY KEY,
            operation_id INTEGER NOT NULL REFERENCES log_operations ON DELETE CASCADE,
            entry_id INTEGER NOT NULL,
            existed INTEGER NOT NULL CHECK (existed IN (0, 1)),
            phase_id INTEGER NOT NULL REFERENCES phases ON DELETE CASCADE,
            started_at TEXT,
            stopped_at TEXT,
            attended INTEGER,
            note TEXT,
            session_id TEXT
        ) STRICT""")
    db.execute("CREATE INDEX changes_of_operation ON time_entry_changes (operation_id)")
    db.execute("CREATE INDEX changes_of_entry ON time_entry_changes (entry_id)")
    db.execute("CREATE INDEX operations_of_project ON log_operations (project_id)")

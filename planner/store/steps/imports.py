"""What each import said about an entry: without it, an entry that was edited elsewhere is one more entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def remember_what_imports_said(db: Database) -> None:
    """One row for each time that a file said something about an entry, with the names as the file has them.

    The newest row of an import that is not undone counts. placed_on is the date of an entry whose file says no time of
    day. Rows from before know what the import wrote into the log.
    """
    db.execute("ALTER TABLE imported_entries RENAME TO earlier_imported_entries")
    db.execute("DROP INDEX imported_by_key")
    db.execute("""
        CREATE TABLE imported_entries (
            id INTEGER PRIMARY KEY,
            entry_id INTEGER NOT NULL,
            import_id INTEGER NOT NULL REFERENCES imports ON DELETE CASCADE,
            source_key TEXT NOT NULL,
            source_id TEXT NOT NULL DEFAULT '',
            client TEXT NOT NULL DEFAULT '',
            project TEXT NOT NULL,
            phase TEXT NOT NULL,
            started_at TEXT NOT NULL,
            stopped_at TEXT NOT NULL,
            placed_on TEXT,
            attended INTEGER CHECK (attended IN (0, 1)),
            note TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '',
            interrupted_s REAL NOT NULL DEFAULT 0
        ) STRICT""")
    db.execute("""
        INSERT INTO imported_entries (
            entry_id, import_id, source_key, project, phase, started_at, stopped_at, attended, note, tags)
        SELECT earlier.entry_id, import_id, source_key, projects.name, phases.name, added.started_at, added.stopped_at,
               added.attended, added.note, added.tags
        FROM earlier_imported_entries earlier
        JOIN imports ON imports.id = import_id
        JOIN time_entry_changes added
             ON added.entry_id = earlier.entry_id AND added.operation_id = imports.operation_id AND added.existed = 0
        JOIN phases ON phases.id = added.phase_id JOIN projects ON projects.id = phases.project_id
        ORDER BY earlier.entry_id""")
    db.execute("DROP TABLE earlier_imported_entries")
    db.execute("CREATE INDEX imported_by_entry ON imported_entries (entry_id)")
    db.execute("CREATE INDEX imported_by_import ON imported_entries (import_id)")

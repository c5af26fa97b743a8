"""What the time log learned later: tags, interruptions, spells of being stuck, imports, and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def add_tags(db: Database) -> None:
    """Tags of an entry, one a line, as the entry and its former values have them."""
    db.execute("ALTER TABLE time_entries ADD COLUMN tags TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE time_entry_changes ADD COLUMN tags TEXT NOT NULL DEFAULT ''")


def create_interruptions(db: Database) -> None:
    """Stretches in which something else took the person away; they are not work. One at a time is open."""
    db.execute("""
        CREATE TABLE interruptions (
            id INTEGER PRIMARY KEY,
            phase_id INTEGER NOT NULL REFERENCES phases ON DELETE CASCADE,
            started_at TEXT NOT NULL,
            stopped_at TEXT CHECK (stopped_at >= started_at),
            reason TEXT NOT NULL DEFAULT ''
        ) STRICT""")
    db.execute("CREATE INDEX interruptions_of_phase ON interruptions (phase_id, started_at)")
    db.execute("CREATE UNIQUE INDEX one_interruption ON interruptions ((stopped_at IS NULL)) WHERE stopped_at IS NULL")


def create_stuck_spells(db: Database) -> None:
    """Times at which a person was stuck: the question, what would settle it, the box, and what came of it."""
    db.execute("""
        CREATE TABLE stuck_spells (
            id INTEGER PRIMARY KEY,
            phase_id INTEGER NOT NULL REFERENCES phases ON DELETE CASCADE,
            said_at TEXT NOT NULL,
            question TEXT NOT NULL,
            settled_by TEXT NOT NULL DEFAULT '',
            box_s REAL NOT NULL CHECK (box_s > 0),
            ended_at TEXT,
            outcome TEXT,
            note TEXT NOT NULL DEFAULT '',
            CHECK ((ended_at IS NULL) = (outcome IS NULL))
        ) STRICT""")
    db.execute("CREATE INDEX spells_of_phase ON stuck_spells (phase_id, said_at)")


def create_imports(db: Database) -> None:
    """Files that were imported, each as one operation of the log, and which entry came of which line."""
    db.execute("""
        CREATE TABLE imports (
            id INTEGER PRIMARY KEY,
            operation_id INTEGER NOT NULL REFERENCES log_operations ON DELETE CASCADE,
            format TEXT NOT NULL,
            file_name TEXT NOT NULL,
            imported_at TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE imported_entries (
            entry_id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES imports ON DELETE CASCADE,
            source_key TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX imported_by_key ON imported_entries (source_key)")


def create_settings(db: Database) -> None:
    """What a person set once for all projects, such as when a day starts."""
    db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID")


def add_help(db: Database) -> None:
    """Whether going on after a decision helped; NULL as long as nobody said so."""
    db.execute("ALTER TABLE decisions ADD COLUMN helped INTEGER CHECK (helped IN (0, 1))")


def create_reflections(db: Database) -> None:
    """What a person wrote when looking back. Rows are only ever added: the last answer to a question counts."""
    db.execute("""
        CREATE TABLE reflections (
            id INTEGER PRIMARY KEY,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            question TEXT NOT NULL,
            answer TEXT NOT NULL,
            written_at TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX reflections_of_project ON reflections (project_id)")


def create_import_made(db: Database) -> None:
    """Projects (phase_id NULL) and phases that an import made: taking it back takes away those that nobody uses."""
    db.execute("""
        CREATE TABLE import_made (
            id INTEGER PRIMARY KEY,
            operation_id INTEGER NOT NULL REFERENCES log_operations ON DELETE CASCADE,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            phase_id INTEGER REFERENCES phases ON DELETE CASCADE
        ) STRICT""")
    db.execute("CREATE INDEX made_by_operation ON import_made (operation_id)")
    db.execute("CREATE INDEX made_projects ON import_made (project_id)")
    db.execute("CREATE INDEX made_phases ON import_made (phase_id)")
    db.execute("CREATE INDEX imports_of_operation ON imports (operation_id)")

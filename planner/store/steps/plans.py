"""Tables of projects, their phases, what was estimated when, and drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def create_projects(db: Database) -> None:
    """Projects, and the checklists that say what done means."""
    db.execute("""
        CREATE TABLE projects (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL CHECK (trim(name) <> ''),
            created_at TEXT NOT NULL,
            low_hours REAL CHECK (low_hours > 0),
            high_hours REAL CHECK (high_hours >= low_hours),
            deadline_at TEXT,
            deadline_kind TEXT NOT NULL CHECK (deadline_kind IN ('fixed', 'my own target')),
            target_metric TEXT,
            target_value REAL,
            is_sample INTEGER NOT NULL DEFAULT 0 CHECK (is_sample IN (0, 1)),
            finished_at TEXT,
            deleted_at TEXT,
            CHECK ((low_hours IS NULL) = (high_hours IS NULL)),
            CHECK ((target_metric IS NULL) = (target_value IS NULL))
        ) STRICT""")
    db.execute("CREATE UNIQUE INDEX one_project_of_a_name ON projects (name COLLATE NOCASE) WHERE deleted_at IS NULL")
    db.execute("""
        CREATE TABLE done_items (
            id INTEGER PRIMARY KEY,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            position INTEGER NOT NULL,
            text TEXT NOT NULL,
            done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
            UNIQUE (project_id, position)
        ) STRICT""")


def create_phases(db: Database) -> None:
    """Phases; a removed one stays as a row, so that the history of its entries keeps its footing."""
    db.execute("""
        CREATE TABLE phases (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL CHECK (trim(name) <> ''),
            low_hours REAL CHECK (low_hours > 0),
            high_hours REAL CHECK (high_hours >= low_hours),
            cap_hours REAL CHECK (cap_hours > 0),
            attended INTEGER NOT NULL DEFAULT 1 CHECK (attended IN (0, 1)),
            removed_at TEXT,
            CHECK ((low_hours IS NULL) = (high_hours IS NULL))
        ) STRICT""")
    db.execute("CREATE INDEX phases_of_project ON phases (project_id, position)")


def create_estimates(db: Database) -> None:
    """Every range and cap as it was said: rows are added, never changed. phase_id NULL is the project's total."""
    db.execute("""
        CREATE TABLE estimates (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            phase_id INTEGER REFERENCES phases ON DELETE CASCADE,
            low_hours REAL,
            high_hours REAL,
            cap_hours REAL,
            estimated_at TEXT NOT NULL,
            CHECK ((low_hours IS NULL) = (high_hours IS NULL))
        ) STRICT""")
    db.execute("CREATE INDEX estimates_of_project ON estimates (project_id, phase_id)")


def create_drafts(db: Database) -> None:
    """Half-filled forms that should outlive a reload, as JSON by key."""
    db.execute("""
        CREATE TABLE drafts (
            key TEXT PRIMARY KEY,
            body TEXT NOT NULL,
            saved_at TEXT NOT NULL
        ) STRICT""")

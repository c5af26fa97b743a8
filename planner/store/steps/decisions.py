"""What is said at planning about the end of a project, and the decisions that came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def add_ends_of_plans(db: Database) -> None:
    """Budget, unit and stop conditions of a project; the end of a phase. work_day_hours NULL: planned in hours."""
    db.execute("ALTER TABLE projects ADD COLUMN budget_hours REAL CHECK (budget_hours > 0)")
    db.execute("ALTER TABLE projects ADD COLUMN work_day_hours REAL CHECK (work_day_hours > 0)")
    db.execute("ALTER TABLE projects ADD COLUMN stop_hours_left REAL CHECK (stop_hours_left > 0)")
    db.execute("ALTER TABLE projects ADD COLUMN stop_gain_per_hour REAL CHECK (stop_gain_per_hour > 0)")
    db.execute("ALTER TABLE projects ADD COLUMN stop_at_cap INTEGER NOT NULL DEFAULT 1 CHECK (stop_at_cap IN (0, 1))")
    db.execute("ALTER TABLE phases ADD COLUMN finished_at TEXT")


def add_taken_estimates(db: Database) -> None:
    """Whether a range was the honest one, taken with a button."""
    db.execute("ALTER TABLE estimates ADD COLUMN taken INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1))")


def create_deadlines(db: Database) -> None:
    """Every deadline as it was said, beginning with those there are. Rows are only ever added."""
    db.execute("""
        CREATE TABLE deadlines (
            id INTEGER PRIMARY KEY,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            deadline_at TEXT,
            said_at TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX deadlines_of_project ON deadlines (project_id)")
    db.execute("""
        INSERT INTO deadlines (project_id, deadline_at, said_at)
        SELECT id, deadline_at, created_at FROM projects WHERE deadline_at IS NOT NULL""")


def create_decisions(db: Database) -> None:
    """Every answer to "the deadline has passed", "the cap is reached" and the like. Rows are only ever added."""
    db.execute("""
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            phase_id INTEGER REFERENCES phases ON DELETE CASCADE,
            decided_at TEXT NOT NULL,
            occasion TEXT NOT NULL,
            answer TEXT NOT NULL,
            found TEXT NOT NULL,
            because TEXT NOT NULL DEFAULT '',
            until_hours REAL,
            new_deadline_at TEXT
        ) STRICT""")
    db.execute("CREATE INDEX decisions_of_project ON decisions (project_id)")

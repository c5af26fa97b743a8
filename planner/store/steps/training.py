"""Tables of training sessions, their stages and scores, and the results of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def create_training_sessions(db: Database) -> None:
    """Sessions, with stages and scores as rows."""
    db.execute("""
        CREATE TABLE training_sessions (
            id TEXT PRIMARY KEY,
            run_folder TEXT NOT NULL,
            source_name TEXT NOT NULL,
            text_column TEXT NOT NULL,
            label_column TEXT NOT NULL,
            metric TEXT NOT NULL,
            timebox_s REAL NOT NULL CHECK (timebox_s > 0),
            started_at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'stopped', 'cut short', 'failed')),
            project_id INTEGER REFERENCES projects ON DELETE CASCADE,
            phase_id INTEGER REFERENCES phases ON DELETE SET NULL,
            attended INTEGER NOT NULL DEFAULT 0 CHECK (attended IN (0, 1)),
            ended_at TEXT,
            used_s REAL,
            message TEXT NOT NULL DEFAULT '',
            CHECK ((state = 'running') = (ended_at IS NULL))
        ) STRICT""")
    db.execute("CREATE INDEX sessions_of_project ON training_sessions (project_id, started_at)")
    db.execute("CREATE INDEX running_sessions ON training_sessions (started_at) WHERE state = 'running'")
    db.execute("""
        CREATE TABLE session_stages (
            session_id TEXT NOT NULL REFERENCES training_sessions ON DELETE CASCADE,
            position INTEGER NOT NULL,
            stage TEXT NOT NULL,
            planned_s REAL,
            used_s REAL,
            PRIMARY KEY (session_id, position)
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE scores (
            session_id TEXT NOT NULL REFERENCES training_sessions ON DELETE CASCADE,
            model TEXT NOT NULL,
            part TEXT NOT NULL,
            metric TEXT NOT NULL,
            value REAL NOT NULL,
            low REAL,
            high REAL,
            weights_sha256 TEXT,
            data_sha256 TEXT,
            PRIMARY KEY (session_id, model, part, metric)
        ) STRICT, WITHOUT ROWID""")


def add_label_made(db: Database) -> None:
    """How the classes of a session were made of a column of numbers."""
    db.execute("ALTER TABLE training_sessions ADD COLUMN label_made TEXT NOT NULL DEFAULT ''")


def add_further_text_columns(db: Database) -> None:
    """Sessions whose texts stand in several columns: those beyond the first, as a list in JSON."""
    db.execute("ALTER TABLE training_sessions ADD COLUMN further_text_columns TEXT NOT NULL DEFAULT '[]'")


def create_promises(db: Database) -> None:
    """Gains that a learning curve promised, and what the session that continued it found."""
    db.execute("""
        CREATE TABLE promises (
            session_id TEXT PRIMARY KEY REFERENCES training_sessions ON DELETE CASCADE,
            continued_session_id TEXT NOT NULL,
            metric TEXT NOT NULL,
            promised REAL,
            low REAL,
            high REAL,
            came REAL NOT NULL,
            kept INTEGER CHECK (kept IN (0, 1)),
            CHECK ((kept IS NULL) = (low IS NULL))
        ) STRICT, WITHOUT ROWID""")


def create_results(db: Database) -> None:
    """Results of a project: from a session, or from work done elsewhere (session_id NULL)."""
    db.execute("""
        CREATE TABLE results (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            session_id TEXT REFERENCES training_sessions ON DELETE SET NULL,
            metric TEXT NOT NULL,
            value REAL NOT NULL,
            logged_at TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT ''
        ) STRICT""")
    db.execute("CREATE INDEX results_of_project ON results (project_id, logged_at)")
    db.execute(
        "CREATE UNIQUE INDEX one_result_per_session ON results (session_id, metric) WHERE session_id IS NOT NULL"
    )

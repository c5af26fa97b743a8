"""The table of forecasts as they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def create_forecasts(db: Database) -> None:
    """Hours still needed as forecast at an instant, and the chance to finish where the supply was known."""
    db.execute("""
        CREATE TABLE forecasts (
            id INTEGER PRIMARY KEY,
            project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
            forecast_at TEXT NOT NULL,
            logged_hours REAL NOT NULL CHECK (logged_hours >= 0),
            left_low_hours REAL NOT NULL CHECK (left_low_hours >= 0),
            left_middle_hours REAL NOT NULL CHECK (left_middle_hours >= left_low_hours),
            left_high_hours REAL NOT NULL CHECK (left_high_hours >= left_middle_hours),
            chance REAL CHECK (chance BETWEEN 0 AND 1)
        ) STRICT""")
    db.execute("CREATE INDEX forecasts_of_project ON forecasts (project_id)")

"""What the time log remembers beside its entries: overlaps left as they are, and when the machine was awake."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def create_left_overlaps(db: Database) -> None:
    """Pairs of entries whose overlap a person left as it is, with the times they had: other times are asked about."""
    db.execute("""
        CREATE TABLE left_overlaps (
            operation_id INTEGER NOT NULL REFERENCES log_operations ON DELETE CASCADE,
            first_id INTEGER NOT NULL,
            second_id INTEGER NOT NULL,
            first_started_at TEXT NOT NULL,
            first_stopped_at TEXT NOT NULL,
            second_started_at TEXT NOT NULL,
            second_stopped_at TEXT NOT NULL,
            PRIMARY KEY (first_id, second_id, operation_id)
        ) STRICT, WITHOUT ROWID""")
    db.execute("CREATE INDEX overlaps_of_operation ON left_overlaps (operation_id)")


def create_awake_spells(db: Database) -> None:
    """Stretches in which the machine was seen awake while a timer ran.

    slept_s is the sleep between the stretch before and this one; NULL where the machine was restarted.
    """
    db.execute("""
        CREATE TABLE awake_spells (
            id INTEGER PRIMARY KEY,
            first_seen_at TEXT NOT NULL,
            last_seen_at TEXT NOT NULL CHECK (last_seen_at >= first_seen_at),
            boot TEXT NOT NULL,
            up_s REAL NOT NULL,
            asleep_s REAL NOT NULL,
            slept_s REAL
        ) STRICT""")


def index_attended_entries(db: Database) -> None:
    """What a search for overlaps reads: the ends of each closed entry of a person, by start."""
    db.execute("""
        CREATE INDEX attended_by_start ON time_entries (started_at, id, stopped_at, attended)
        WHERE attended = 1 AND stopped_at IS NOT NULL""")

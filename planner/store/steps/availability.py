"""Tables of a person's availability. It is one person's, not a project's: a person has one week."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def create_availability(db: Database) -> None:
    """The week as it can be typed, at most one row; dates that differ from it; commitments; kept calendar files."""
    db.execute("""
        CREATE TABLE availability (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            week TEXT NOT NULL CHECK (trim(week) <> ''),
            country TEXT,
            subdivision TEXT,
            all_day_blocks INTEGER NOT NULL DEFAULT 1 CHECK (all_day_blocks IN (0, 1)),
            CHECK (country IS NOT NULL OR subdivision IS NULL)
        ) STRICT""")
    db.execute("""
        CREATE TABLE availability_exceptions (
            day TEXT PRIMARY KEY,
            hours TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE commitments (
            position INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (trim(name) <> ''),
            hours TEXT NOT NULL
        ) STRICT""")
    db.execute("""
        CREATE TABLE calendar_files (
            position INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            file TEXT NOT NULL UNIQUE
        ) STRICT""")


def create_own_addresses(db: Database) -> None:
    """The person's own mail addresses, by which calendars know what was declined."""
    db.execute("""
        CREATE TABLE own_addresses (
            position INTEGER PRIMARY KEY,
            address TEXT NOT NULL UNIQUE CHECK (trim(address) <> '')
        ) STRICT""")

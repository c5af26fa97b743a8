"""Making sure that nobody else has the database open, before its folder is moved."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from planner.domain.errors import StoreUnusable
from planner.store.connection import DATABASE_FILE, Connection
from planner.store.plain_errors import translate_errors

PATIENCE_S = 5.0  # a page holds the file for less than a second at a time


class DatabaseInUse(StoreUnusable):
    """Another page or command has the database open."""


def close_for_all(home: Path, *, patience_s: float = PATIENCE_S) -> None:
    """Write what is pending into the one database file of a folder, which shows that nobody else has it open.

    Leaving the write-ahead log is refused by SQLite as long as there is another connection, in any process.

    Raises
    ------
    DatabaseInUse
        When another page or command keeps it open for longer than `patience_s` seconds.
    StoreUnusable
        For a damaged file.
    """
    path = home / DATABASE_FILE
    connection = Connection(path)
    deadline = time.monotonic() + patience_s
    try:
        while not _left_write_ahead_log(connection):
            if time.monotonic() > deadline:
                raise DatabaseInUse(
                    f"{path} is in use by another page or command. Close it, or wait for its end, then try again."
                )
            time.sleep(0.02)
    finally:
        connection.close()


def _left_write_ahead_log(connection: Connection) -> bool:
    try:
        connection.raw.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return False
        with translate_errors(connection.path):
            raise
    except sqlite3.DatabaseError:
        with translate_errors(connection.path):
            raise
    return True

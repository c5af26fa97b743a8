"""Opening the store: the folder, the file, its mode, its shape; then the families of tables behind one name."""

from __future__ import annotations

import sqlite3
import time
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from planner.domain.errors import StoreUnusable
from planner.home import home as default_home
from planner.store.availability import AvailabilityRows
from planner.store.awake import AwakeRows
from planner.store.connection import BUSY_TIMEOUT_S, DATABASE_FILE, Connection
from planner.store.decisions import DecisionRows
from planner.store.drafts import DraftRows
from planner.store.entries import EntryRows
from planner.store.estimates import EstimateRows
from planner.store.forecasts import ForecastRows
from planner.store.holdings import HoldingRows
from planner.store.imports import ImportRows
from planner.store.interruptions import InterruptionRows
from planner.store.migrations import bring_up_to_date
from planner.store.operations import OperationRows
from planner.store.overlaps import OverlapRows
from planner.store.phases import PhaseRows
from planner.store.plain_errors import refuse_fragment, translate_errors
from planner.store.projects import ProjectRows
from planner.store.reflections import ReflectionRows
from planner.store.results import ResultRows
from planner.store.run_folders import RunFolderRows
from planner.store.sessions import SessionRows
from planner.store.settings import SettingRows
from planner.store.stuck import StuckRows


class Store:
    """The families of tables, over one connection. Use it within the thread and the script run that opened it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.projects = ProjectRows(connection)
        self.phases = PhaseRows(connection)
        self.estimates = EstimateRows(connection)
        self.entries = EntryRows(connection)
        self.operations = OperationRows(connection)
        self.overlaps = OverlapRows(connection)
        self.awake = AwakeRows(connection)
        self.imports = ImportRows(connection)
        self.interruptions = InterruptionRows(connection)
        self.stuck = StuckRows(connection)
        self.results = ResultRows(connection)
        self.sessions = SessionRows(connection, self.entries, self.results)
        self.drafts = DraftRows(connection)
        self.availability = AvailabilityRows(connection)
        self.forecasts = ForecastRows(connection)
        self.decisions = DecisionRows(connection)
        self.reflections = ReflectionRows(connection)
        self.settings = SettingRows(connection)
        self.holdings = HoldingRows(connection)
        self.run_folders = RunFolderRows(connection)

    @property
    def path(self) -> Path:
        """The database file."""
        return self._connection.path

    def writing(self) -> AbstractContextManager[None]:
        """One transaction over several writes: all of them, or none."""
        return self._connection.writing()

    def copy_to(self, path: Path) -> None:
        """Write a snapshot of the whole database into a new file, also while others write."""
        copy = sqlite3.connect(path)
        try:
            with translate_errors(self.path):
                self._connection.raw.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()

    def check(self) -> None:
        """Look through the whole file; `StoreUnusable` where it is damaged."""
        row = self._connection.row("PRAGMA integrity_check")
        if row is None or row[0] != "ok":
            raise StoreUnusable(f"{self.path} is damaged. Restore a backup.")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(home: Path | None = None) -> Store:
    """Open `callit.db` in the data folder, making or updating it as needed.

    Raises
    ------
    StoreUnusable
        With one sentence: read-only folder, no room, damaged, busy, of another program or of a newer version.
    """
    path = (home or default_home()) / DATABASE_FILE
    with translate_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    refuse_fragment(path)
    connection = Connection(path)
    try:
        bring_up_to_date(connection)
        _use_write_ahead_log(connection)
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return Store(connection)


def _use_write_ahead_log(connection: Connection) -> None:
    """Readers and one writer at a time do not wait for each other; the mode stays in the file once set."""
    if _journal_mode(connection) == "wal":
        return
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.raw.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:  # SQLite does not wait here when another process sets it too
            if "locked" not in str(error) or time.monotonic() > deadline:
                with translate_errors(connection.path):
                    raise
            time.sleep(0.01)


def _journal_mode(connection: Connection) -> str:
    row = connection.row("PRAGMA journal_mode")
    return str(row[0]) if row else ""

"""A connection to `callit.db`: opened per script run, read freely, written in one immediate transaction at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.store.paths import storable
from planner.store.plain_errors import translate_errors

if TYPE_CHECKING:
    import pandas as pd

DATABASE_FILE = "callit.db"
BUSY_TIMEOUT_S = 10.0

Value = str | int | float | None


class Connection:
    """Rows in, rows out. Belongs to the thread that opened it; errors about the file are `StoreUnusable`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with translate_errors(path):
            self.raw = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
            self.raw.row_factory = sqlite3.Row

    def close(self) -> None:
        """Let go of the file."""
        self.raw.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, all or nothing; inside another one it joins that.

        It begins IMMEDIATE: a deferred one that reads and then writes fails at once when another process wrote in
        between, while this one waits its turn for up to `BUSY_TIMEOUT_S`.
        """
        if self.raw.in_transaction:
            yield
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            self.raw.rollback()
            raise

    def state(self) -> tuple[int, int]:
        """Numbers that change with what is written, by this connection and by others. Outside transactions only."""
        (version,) = self.execute("PRAGMA data_version").fetchone()
        return self.raw.total_changes, int(version)

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        with translate_errors(self.path):
            return self._run(sql, parameters)

    def _run(self, sql: str, parameters: Sequence[Value]) -> sqlite3.Cursor:
        try:
            return self.raw.execute(sql, parameters)
        except UnicodeEncodeError:  # a name that is no UTF-8
            return self.raw.execute(sql, [storable(value) if isinstance(value, str) else value for value in parameters])

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with translate_errors(self.path):
            return self._run(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Value] = ()) -> sqlite3.Row | None:
        """The first row of a query, None where there is none."""
        rows = self.rows(sql, parameters)
        return rows[0] if rows else None

    def frame(self, sql: str, parameters: Sequence[Value] = ()) -> pd.DataFrame:
        """The rows of a query as a DataFrame; instants are still text."""
        import pandas as pd

        with translate_errors(self.path):
            cursor = self._run(sql, parameters)
            columns = [column[0] for column in cursor.description]
            return pd.DataFrame.from_records([tuple(row) for row in cursor], columns=columns)

    def insert(self, table: str, **values: Value) -> int:
        """Add a row; its id."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        cursor = self.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))
        return int(cursor.lastrowid or 0)

    def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Add rows with values for these columns, as fast as SQLite can."""
        marks = ", ".join("?" * len(columns))
        with translate_errors(self.path):
            self.raw.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def update(self, table: str, row_id: Any, **values: Value) -> bool:
        """Change a row by its id; whether there was one."""
        changes = ", ".join(f"{name} = ?" for name in values)
        cursor = self.execute(f"UPDATE {table} SET {changes} WHERE id = ?", [*values.values(), row_id])
        return cursor.rowcount > 0

"""What a person set once for all projects, and what is remembered about the data as a whole."""

from __future__ import annotations

from planner.store.connection import Connection


class SettingRows:
    """The table `settings`: a text by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """The value of a setting, None where it was never set."""
        row = self._connection.row("SELECT value FROM settings WHERE name = ?", [name])
        return str(row["value"]) if row else None

    def put(self, name: str, value: str) -> None:
        """Set a value, in place of an earlier one of this name."""
        with self._connection.writing():
            self._connection.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [name, value])

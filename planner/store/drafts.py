"""Half-filled forms that should outlive a reload."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from planner.store.connection import Connection
from planner.store.instants import to_text


class DraftRows:
    """The table `drafts`: plain JSON by key, such as `plan/3`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, key: str, body: dict[str, Any], now: datetime) -> None:
        """Keep a draft, in place of an earlier one of this key."""
        with self._connection.writing():
            self._connection.execute(
                "INSERT OR REPLACE INTO drafts (key, body, saved_at) VALUES (?, ?, ?)",
                [key, _json(body), to_text(now)],
            )

    def load(self, key: str) -> dict[str, Any] | None:
        """The draft of a key, None where there is none."""
        row = self._connection.row("SELECT body FROM drafts WHERE key = ?", [key])
        return dict(json.loads(row["body"])) if row else None

    def discard(self, key: str) -> None:
        """Drop the draft of a key, if there is one."""
        with self._connection.writing():
            self._connection.execute("DELETE FROM drafts WHERE key = ?", [key])


def _json(body: dict[str, Any]) -> str:
    """As it can be read; names that are no UTF-8 stand as escapes, which bring them back."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")

"""When the machine was seen awake: stretches with a sleep, or a restart, between one and the next."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from planner.domain.awake import Gap, Sighting
from planner.store.connection import Connection
from planner.store.instants import from_text, to_text


class AwakeRows:
    """The table `awake_spells`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self) -> Sighting | None:
        """The newest sign of life; None before any."""
        row = self._connection.row("SELECT * FROM awake_spells ORDER BY id DESC LIMIT 1")
        return _sighting(row) if row else None

    def begin(self, seen: Sighting, *, slept_s: float | None) -> None:
        """Begin a stretch, after a sleep of that long; None after a restart, or at the very first."""
        self._connection.insert(
            "awake_spells",
            first_seen_at=to_text(seen.at),
            last_seen_at=to_text(seen.at),
            boot=seen.boot,
            up_s=seen.up_s,
            asleep_s=seen.asleep_s,
            slept_s=slept_s,
        )

    def extend(self, seen: Sighting) -> None:
        """Have the newest stretch reach to this sign of life."""
        self._connection.execute(
            """UPDATE awake_spells SET last_seen_at = ?, boot = ?, up_s = ?, asleep_s = ?
               WHERE id = (SELECT max(id) FROM awake_spells)""",
            [to_text(seen.at), seen.boot, seen.up_s, seen.asleep_s],
        )

    def gaps(self, since: datetime) -> list[Gap]:
        """The gaps that began at or after an instant, the oldest first; none where the clock was set back."""
        rows = self._connection.rows(
            """SELECT * FROM (
                   SELECT lag(last_seen_at) OVER (ORDER BY id) AS left_at, first_seen_at, slept_s FROM awake_spells)
               WHERE left_at >= ? AND left_at < first_seen_at ORDER BY left_at""",
            [to_text(since)],
        )
        return [Gap(from_text(row["left_at"]), from_text(row["first_seen_at"]), row["slept_s"]) for row in rows]


def _sighting(row: sqlite3.Row) -> Sighting:
    return Sighting(from_text(row["last_seen_at"]), row["boot"], row["up_s"], row["asleep_s"])

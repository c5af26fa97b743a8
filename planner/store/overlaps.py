"""Entries of a person that overlap, found where they are, and the pairs that were left as they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from planner.domain.timelog import Overlap, TimeEntry
from planner.store.connection import Connection
from planner.store.entries import entry_of
from planner.store.instants import from_text, to_text

_ENDS = "first_id, second_id, first_started_at, first_stopped_at, second_started_at, second_stopped_at"
_Claim = tuple[int | str | None, ...]


class OverlapRows:
    """The table `left_overlaps`, and the overlaps within `time_entries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def overlapping(self) -> list[TimeEntry]:
        """Closed attended entries of every visible project in stretches without a gap: a person has one day.

        Whoever overlaps another is among them. One pass by start over an index that holds all it needs: SQLite's window
        functions take five times as long, and a page asks this on each of its runs. Where nothing overlaps, which is
        usual, SQLite finds that out alone.
        """
        if not self._is_any_crowded():
            return []
        cursor = self._connection.execute(
            """SELECT id, started_at, stopped_at FROM time_entries
               WHERE attended = 1 AND stopped_at IS NOT NULL ORDER BY started_at, id"""
        )
        rows = self._connection.rows(
            """SELECT time_entries.* FROM time_entries
               JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
               WHERE time_entries.id IN (SELECT value FROM json_each(?))
                     AND deleted_at IS NULL AND removed_at IS NULL""",
            [json.dumps(_crowded(cursor))],
        )
        return [entry_of(row) for row in rows]

    def _is_any_crowded(self) -> bool:
        row = self._connection.row(
            """SELECT EXISTS (
                   SELECT 1 FROM time_entries AS one WHERE attended = 1 AND stopped_at IS NOT NULL AND EXISTS (
                       SELECT 1 FROM time_entries AS other
                       WHERE other.attended = 1 AND other.stopped_at IS NOT NULL AND other.id <> one.id
                             AND other.started_at >= one.started_at AND other.started_at < one.stopped_at)) AS is_any"""
        )
        return bool(row and row["is_any"])

    def claimed(self, since: datetime, until: datetime) -> list[tuple[int, datetime, datetime]]:
        """Id, start and end of closed attended entries of visible projects that have a part between two instants."""
        rows = self._connection.rows(
            """SELECT time_entries.id, started_at, stopped_at FROM time_entries
               JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
               WHERE time_entries.attended = 1 AND stopped_at > ?1 AND started_at < ?2
                     AND deleted_at IS NULL AND removed_at IS NULL
               ORDER BY started_at""",
            [to_text(since), to_text(until)],
        )
        return [(row["id"], from_text(row["started_at"]), from_text(row["stopped_at"])) for row in rows]

    def leave(self, operation_id: int, overlap: Overlap) -> None:
        """Keep that an overlap is left as it is; undoing the operation takes that back."""
        marks = ", ".join("?" * (1 + len(_claim(overlap))))
        self._connection.execute(
            f"INSERT INTO left_overlaps (operation_id, {_ENDS}) VALUES ({marks})", [operation_id, *_claim(overlap)]
        )

    def without_left(self, overlaps: list[Overlap]) -> list[Overlap]:
        """The overlaps that were not left as they are, with the times that their entries have now."""
        rows = self._connection.rows(
            f"""SELECT {_ENDS} FROM left_overlaps
                JOIN log_operations ON log_operations.id = operation_id WHERE undone_at IS NULL"""
        )
        left = {tuple(row) for row in rows}
        return [overlap for overlap in overlaps if _claim(overlap) not in left]


def _crowded(spans: Iterable[tuple[int, str, str]]) -> list[int]:
    """Ids of those spans (id, start, stop; by start) that begin before an earlier one ended, and of that one."""
    crowded: list[int] = []
    group: list[int] = []
    busy_until = ""
    for span_id, start, stop in spans:
        if start >= busy_until:
            if len(group) > 1:
                crowded += group
            group = []
        group.append(span_id)
        busy_until = max(busy_until, stop)
    return crowded + group if len(group) > 1 else crowded


def _claim(overlap: Overlap) -> _Claim:
    first, second = overlap.first, overlap.second
    ends = (first.started_at, first.stopped_at, second.started_at, second.stopped_at)
    return (first.id, second.id, *(to_text(end) for end in ends))

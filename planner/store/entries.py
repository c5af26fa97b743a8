"""Time entries as rows. What a change does to undo is the business of `operations`."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from planner.domain.log_columns import Flags, LogColumns, Whole
from planner.domain.timelog import PhaseHours, TimeEntry
from planner.store.connection import Connection, Value
from planner.store.instants import from_text, ms_in, to_text

if TYPE_CHECKING:
    import pandas as pd

_OF_PROJECT = "FROM time_entries JOIN phases ON phases.id = phase_id WHERE project_id = ?"
_OWN = """FROM time_entries JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
    WHERE time_entries.attended = 1 AND deleted_at IS NULL AND is_sample = 0"""
# Whole milliseconds from text, then added up as integers: exact, also across days of 23 and 25 hours.
# One that runs from an instant ahead of the clock, which was set back, has none yet.
_MS = "max(0, CAST(round((julianday({}) - julianday(started_at)) * 86400000) AS INTEGER))"
_MS_OF_AN_HOUR = 3.6e6
_Sums = dict[tuple[int, bool], int]  # whole milliseconds by phase, and whether a person's


class EntryRows:
    """The table `time_entries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: tuple[tuple[object, ...], list[TimeEntry]] | None = None
        self._columns: tuple[tuple[object, ...], LogColumns] | None = None
        self._summed: tuple[tuple[int, int], dict[int, _Sums]] | None = None

    def add(self, entry: TimeEntry) -> TimeEntry:
        """Add an entry (its `id` is not looked at); the entry as kept."""
        with self._connection.writing():
            entry_id = self._connection.insert("time_entries", **values_of(entry))
        return self.require(entry_id)

    def add_many(self, entries: Sequence[TimeEntry]) -> list[TimeEntry]:
        """Add entries (their `id`s are not looked at) at once; the entries as kept, in the same order."""
        with self._connection.writing():
            row = self._connection.row("SELECT seq FROM sqlite_sequence WHERE name = 'time_entries'")
            first = 1 + (row["seq"] if row else 0)  # ids are never used again, also not those of deleted entries
            added = [dataclasses.replace(entry, id=entry_id) for entry_id, entry in enumerate(entries, first)]
            rows = [{"id": entry.id, **values_of(entry)} for entry in added]
            if rows:
                self._connection.insert_many("time_entries", list(rows[0]), [list(row.values()) for row in rows])
        return added

    def restore(self, entry: TimeEntry) -> None:
        """Write an entry under its own id, whether or not it is there now."""
        with self._connection.writing():
            if not self._connection.update("time_entries", entry.id, **values_of(entry)):
                self._connection.insert("time_entries", id=entry.id, **values_of(entry))

    def remove(self, entry_id: int) -> None:
        """Take an entry away."""
        with self._connection.writing():
            self._connection.execute("DELETE FROM time_entries WHERE id = ?", [entry_id])

    def get(self, entry_id: int) -> TimeEntry | None:
        """An entry by its id."""
        row = self._connection.row("SELECT * FROM time_entries WHERE id = ?", [entry_id])
        return entry_of(row) if row else None

    def require(self, entry_id: int) -> TimeEntry:
        """An entry that was just written."""
        entry = self.get(entry_id)
        assert entry is not None
        return entry

    def running(self) -> TimeEntry | None:
        """The entry whose timer runs."""
        row = self._connection.row("SELECT * FROM time_entries WHERE stopped_at IS NULL")
        return entry_of(row) if row else None

    def last_stopped(self, project_id: int | None = None) -> TimeEntry | None:
        """The entry of a person that stopped last (not one of a training session), of one project or of all."""
        row = self._connection.row(
            """SELECT time_entries.* FROM time_entries
               JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
               WHERE stopped_at IS NOT NULL AND session_id IS NULL AND removed_at IS NULL AND deleted_at IS NULL
                     AND (?1 IS NULL OR project_id = ?1)
               ORDER BY stopped_at DESC, time_entries.id DESC LIMIT 1""",
            [project_id],
        )
        return entry_of(row) if row else None

    def last_started(self, project_id: int) -> TimeEntry | None:
        """A project's newest entry by its start, the running one included."""
        row = self._connection.row(
            f"SELECT time_entries.* {_OF_PROJECT} ORDER BY started_at DESC, time_entries.id DESC LIMIT 1", [project_id]
        )
        return entry_of(row) if row else None

    def of_project(
        self, project_id: int, since: datetime | None = None, until: datetime | None = None
    ) -> list[TimeEntry]:
        """A project's entries, the oldest first.

        With `since`, those that end after it or still run; with `until`, those that start before it. What was read last
        is kept until something is written, here or elsewhere: a retrospective asks several times for the same.
        """
        if self._connection.raw.in_transaction:  # what is read here may never come true
            return self._of_project(project_id, since, until)
        state = (project_id, since, until, *self._connection.state())
        if self._read is None or self._read[0] != state:
            self._read = state, self._of_project(project_id, since, until)
        return list(self._read[1])

    def _of_project(self, project_id: int, since: datetime | None, until: datetime | None) -> list[TimeEntry]:
        rows = self._connection.rows(
            """SELECT time_entries.* FROM time_entries JOIN phases ON phases.id = phase_id
               WHERE project_id = ?1 AND (?2 IS NULL OR stopped_at IS NULL OR stopped_at > ?2)
                     AND (?3 IS NULL OR started_at < ?3)
               ORDER BY started_at, time_entries.id""",
            [project_id, to_text(since), to_text(until)],
        )
        return [entry_of(row) for row in rows]

    def columns(self, project_id: int, now: datetime) -> LogColumns:
        """A project's entries as columns, the oldest first; one that still runs reaches to `now`.

        A tenth of the time that `of_project` takes. What was read last is kept as it is there.
        """
        if self._connection.raw.in_transaction:
            return self._as_columns(project_id, now)
        state = (project_id, now, self._connection.state())
        if self._columns is None or self._columns[0] != state:
            self._columns = state, self._as_columns(project_id, now)
        return self._columns[1]

    def _as_columns(self, project_id: int, now: datetime) -> LogColumns:
        """Read as one text a column: a hundred thousand rows would take most of the time to become objects."""
        row = self._connection.row(
            """SELECT group_concat(id) AS ids, group_concat(phase_id) AS phase_ids,
                      group_concat(started_at) AS starts, group_concat(coalesce(stopped_at, ?2)) AS stops,
                      group_concat(attended, '') AS attended, group_concat(stopped_at IS NULL, '') AS running
               FROM time_entries WHERE phase_id IN (SELECT id FROM phases WHERE project_id = ?1)""",
            [project_id, to_text(now)],
        )
        ids, phase_ids, starts, stops, attended, running = (text or "" for text in row or [""] * 6)
        return LogColumns(
            _whole(ids), _whole(phase_ids), ms_in(starts), ms_in(stops), _flags(attended), _flags(running)
        ).by_start()

    def hours_by_phase(self, project_id: int, now: datetime) -> dict[int, PhaseHours]:
        """Attended and unattended hours of each phase with entries; a running one counts until `now`.

        What closed entries add up to is kept until something is written, here or elsewhere: a page asks often for it.
        """
        sums = dict(self._closed_sums(project_id))
        for phase_and_whose, ms in self._running_sum(project_id, now).items():
            sums[phase_and_whose] = sums.get(phase_and_whose, 0) + ms
        hours = {phase_and_whose: ms / _MS_OF_AN_HOUR for phase_and_whose, ms in sums.items()}
        return {
            phase_id: PhaseHours(hours.get((phase_id, True), 0.0), hours.get((phase_id, False), 0.0))
            for phase_id, _ in hours
        }

    def _closed_sums(self, project_id: int) -> _Sums:
        if self._connection.raw.in_transaction:  # what is read here may never come true
            return self._sums(project_id)
        state = self._connection.state()
        if self._summed is None or self._summed[0] != state:
            self._summed = state, {}
        of_projects = self._summed[1]
        if project_id not in of_projects:
            of_projects[project_id] = self._sums(project_id)
        return of_projects[project_id]

    def _sums(self, project_id: int) -> _Sums:
        if self._columns is not None and self._columns[0][::2] == (project_id, self._connection.state()):
            return _sums_of(self._columns[1])
        rows = self._connection.rows(
            f"""SELECT phase_id, time_entries.attended, sum({_MS.format("stopped_at")}) AS ms
                {_OF_PROJECT} AND stopped_at IS NOT NULL GROUP BY phase_id, time_entries.attended""",
            [project_id],
        )
        return {(row["phase_id"], bool(row["attended"])): int(row["ms"]) for row in rows}

    def _running_sum(self, project_id: int, now: datetime) -> _Sums:
        """What runs, where it is one of the project's: found by its own index (CROSS: that table first)."""
        rows = self._connection.rows(
            f"""SELECT phase_id, time_entries.attended, {_MS.format("?")} AS ms
                FROM time_entries CROSS JOIN phases ON phases.id = phase_id
                WHERE stopped_at IS NULL AND project_id = ?""",
            [to_text(now), project_id],
        )
        return {(row["phase_id"], bool(row["attended"])): int(row["ms"]) for row in rows}

    def attended_spans(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        """Start and end of a person's entries with a part between two instants, by start; what runs ends at `until`.

        Of all visible projects but the sample, which is nobody's work.
        """
        rows = self._connection.rows(
            f"""SELECT started_at, coalesce(stopped_at, ?2) AS stopped_at {_OWN}
                AND started_at < ?2 AND coalesce(stopped_at, ?2) > ?1 ORDER BY started_at""",
            [to_text(since), to_text(until)],
        )
        return [(from_text(row["started_at"]), from_text(row["stopped_at"])) for row in rows]

    def attended_reach(self, until: datetime) -> list[tuple[datetime, datetime]]:
        """The first and the last start of a person's entries before an instant, by project; the sample is none."""
        rows = self._connection.rows(
            f"""SELECT min(started_at) AS first, max(started_at) AS last {_OWN}
                AND started_at < ? GROUP BY project_id""",
            [to_text(until)],
        )
        return [(from_text(row["first"]), from_text(row["last"])) for row in rows]

    def attended_hours(self, phase_id: int, since: datetime, until: datetime) -> float:
        """A person's hours on a phase between two instants; a running entry counts until the second one."""
        row = self._connection.row(
            """SELECT sum(CAST(round((
                   julianday(min(coalesce(stopped_at, ?3), ?3)) - julianday(max(started_at, ?2))
               ) * 86400000) AS INTEGER)) / 3.6e6 AS hours
               FROM time_entries
               WHERE phase_id = ?1 AND attended = 1 AND started_at < ?3 AND coalesce(stopped_at, ?3) > ?2""",
            [phase_id, to_text(since), to_text(until)],
        )
        return float(row["hours"] or 0.0) if row else 0.0

    def worked_on(self) -> list[int]:
        """Ids of the projects with entries, the one worked on last first."""
        rows = self._connection.rows(
            """SELECT project_id FROM time_entries
               JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
               WHERE deleted_at IS NULL GROUP BY project_id ORDER BY max(started_at) DESC, project_id DESC"""
        )
        return [row["project_id"] for row in rows]

    def log_frame(self, now: datetime) -> pd.DataFrame:
        """All entries of visible projects, in no order, to be added up by the hundred thousand.

        Columns: project_id, phase (its name), attended (0 or 1), start_ms and stop_ms (whole milliseconds since 1970,
        UTC); one that still runs reaches to `now`.
        """
        import pandas as pd

        row = self._connection.row(
            """SELECT group_concat(phase_id) AS phase_ids, group_concat(time_entries.attended, '') AS attended,
                      group_concat(started_at) AS starts,
                      group_concat(coalesce(stopped_at, max(started_at, ?))) AS stops
               FROM time_entries JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
               WHERE deleted_at IS NULL""",
            [to_text(now)],
        )
        phase_ids, attended, starts, stops = (text or "" for text in row or [""] * 4)
        phases = self._connection.frame("SELECT id, project_id, name FROM phases").astype({"name": "str"})
        of_entries = phases.iloc[pd.Index(phases["id"]).get_indexer(_whole(phase_ids))].reset_index(drop=True)
        return pd.DataFrame(
            {
                "project_id": of_entries["project_id"],
                "phase": of_entries["name"],
                "attended": _flags(attended).astype(int),
                "start_ms": ms_in(starts),
                "stop_ms": ms_in(stops),
            }
        )

    def with_names(self, project_id: int | None) -> list[tuple[str, str, TimeEntry]]:
        """Entries by start, each with the names of its project and phase: of one project, or of all visible ones."""
        rows = self._connection.rows(
            """SELECT time_entries.*, projects.name AS project, phases.name AS phase FROM time_entries
               JOIN phases ON phases.id = phase_id JOIN projects ON projects.id = project_id
               WHERE deleted_at IS NULL AND (?1 IS NULL OR project_id = ?1) ORDER BY started_at, time_entries.id""",
            [project_id],
        )
        return [(row["project"], row["phase"], entry_of(row)) for row in rows]


def _whole(numbers: str) -> Whole:
    """The numbers in a text, with commas between them."""
    import numpy as np

    return np.fromstring(numbers, dtype=np.int64, sep=",")


def _flags(digits: str) -> Flags:
    """Zeros and ones as what they mean."""
    import numpy as np

    flags: Flags = np.frombuffer(digits.encode("ascii"), dtype=np.uint8) == ord("1")
    return flags


def _sums_of(log: LogColumns) -> _Sums:
    """What closed entries add up to, of a log that was read already."""
    closed = log.where(~log.running)
    whose = {(phase_id, attended) for phase_id in set(closed.phase_ids.tolist()) for attended in (True, False)}
    chosen = {one: (closed.phase_ids == one[0]) & (closed.attended == one[1]) for one in whose}
    return {one: int(closed.lengths_ms[flags].sum()) for one, flags in chosen.items() if flags.any()}


def entry_of(row: sqlite3.Row, *, id_column: str = "id") -> TimeEntry:
    """The entry in a row of `time_entries`, or of their former values, whose id stands in a column of another name."""
    return TimeEntry(
        id=row[id_column],
        phase_id=row["phase_id"],
        started_at=from_text(row["started_at"]),
        stopped_at=from_text(row["stopped_at"]),
        attended=bool(row["attended"]),
        note=row["note"],
        session_id=row["session_id"],
        tags=tuple(row["tags"].splitlines()),
    )


def values_of(entry: TimeEntry) -> dict[str, Value]:
    """The columns of an entry, or of a former value of one, without its id."""
    return {
        "phase_id": entry.phase_id,
        "started_at": to_text(entry.started_at),
        "stopped_at": to_text(entry.stopped_at),
        "attended": int(entry.attended),
        "note": entry.note,
        "session_id": entry.session_id,
        "tags": "\n".join(entry.tags),
    }

"""A person's availability as rows. Weeks and hours are kept as the text that a person could have typed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from planner.domain.availability import Availability, CalendarFile, Commitment
from planner.parsing.week_text import commitment_hours, parse_exception, parse_week
from planner.store.connection import Connection
from planner.store.paths import path_of

_TABLES = ("availability", "availability_exceptions", "commitments", "calendar_files", "own_addresses")


class AvailabilityRows:
    """The tables of an availability: `_TABLES`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, availability: Availability) -> None:
        """Keep an availability in place of the one before; its calendar files lie below the data folder."""
        with self._connection.writing():
            self.forget()
            self._connection.insert(
                "availability",
                id=1,
                week=str(availability.week),
                country=availability.country,
                subdivision=availability.subdivision,
                all_day_blocks=int(availability.all_day_blocks),
            )
            self._write_parts(availability)

    def forget(self) -> None:
        """Remove what was said."""
        with self._connection.writing():
            for table in _TABLES:
                self._connection.execute(f"DELETE FROM {table}")

    def load(self) -> Availability | None:
        """The availability that was kept, None before there is one."""
        row = self._connection.row("SELECT * FROM availability")
        return self._availability(row) if row else None

    def _write_parts(self, availability: Availability) -> None:
        for hours in availability.with_exceptions(()).exceptions:
            self._connection.insert("availability_exceptions", day=hours.day.isoformat(), hours=hours.hours_words)
        for position, commitment in enumerate(availability.commitments):
            self._connection.insert("commitments", position=position, name=commitment.name, hours=str(commitment.hours))
        for position, calendar in enumerate(availability.calendars):
            file = calendar.path.relative_to(self._home).as_posix()
            self._connection.insert("calendar_files", position=position, name=calendar.name, file=file)
        for position, address in enumerate(dict.fromkeys(availability.own_addresses)):
            self._connection.insert("own_addresses", position=position, address=address)

    @property
    def _home(self) -> Path:
        return self._connection.path.parent

    def _availability(self, row: sqlite3.Row) -> Availability:
        exceptions = self._connection.rows("SELECT day, hours FROM availability_exceptions ORDER BY day")
        commitments = self._connection.rows("SELECT name, hours FROM commitments ORDER BY position")
        calendars = self._connection.rows("SELECT name, file FROM calendar_files ORDER BY position")
        addresses = self._connection.rows("SELECT address FROM own_addresses ORDER BY position")
        return Availability(
            week=parse_week(row["week"]),
            exceptions=tuple(hours for day, text in exceptions for hours in parse_exception(f"{day} {text}")),
            commitments=tuple(Commitment(name, commitment_hours(text)) for name, text in commitments),
            calendars=tuple(CalendarFile(name, self._home / path_of(file)) for name, file in calendars),
            country=row["country"],
            subdivision=row["subdivision"],
            all_day_blocks=bool(row["all_day_blocks"]),
            own_addresses=tuple(address for (address,) in addresses),
        )

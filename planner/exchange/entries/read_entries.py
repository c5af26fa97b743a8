"""What a reader makes of a file: entries, what could not be read and why, and what was assumed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from typing import NamedTuple

UNATTENDED_TAG = "unattended"  # how formats without a column for it say that a machine worked alone
DAY_START = time(9)  # where entries begin whose file says a date and hours, but no clock


class DayOrder(StrEnum):
    """Whether the day or the month stands first in dates such as 03/04/2026."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Unit(StrEnum):
    """What a bare number in a column of durations counts."""

    HOURS = "hours"
    MINUTES = "minutes"
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"


class Unreadable(ValueError):
    """One line, or one of its cells, that cannot be read; its text goes on from 'Line 7 '."""


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An interval as its file says it: names as written there, instants aware in UTC.

    `line` is None where a file has no lines to speak of; `stopped_at` is None where the file says no end; `attended`
    is None where it does not say. An empty project, phase or client was not said either. `source_id` is how the
    program that wrote the file tells the entry from others, "" where it does not; `interrupted_s` are the seconds
    between start and stop that were no work; once `settled`, they come behind the stop. `placed_on` is the date of an
    entry whose file says no time of day: its start was made up.
    """

    line: int | None
    project: str
    phase: str
    started_at: datetime
    stopped_at: datetime | None
    attended: bool | None = None
    note: str = ""
    tags: tuple[str, ...] = ()
    client: str = ""
    source_id: str = ""
    interrupted_s: float = 0.0
    placed_on: date | None = None


class Trouble(NamedTuple):
    """Something that was left out, with its line where it has one, and why."""

    line: int | None
    reason: str

    @property
    def sentence(self) -> str:
        """For a person.

        >>> Trouble(7, "ends before it starts").sentence
        'Line 7 ends before it starts.'
        """
        return f"{self.reason}." if self.line is None else f"Line {self.line} {self.reason}."


@dataclass(slots=True)
class ReadFile:
    """All that one file holds. `remarks` are sentences on what was read in one of several ways.

    `zone_assumed`: whether a clock time without its own zone was read; `placed`: whether entries were given a time
    of day that the file does not say.
    """

    entries: list[ReadEntry] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    zone_assumed: bool = False
    placed: bool = False


@dataclass(frozen=True, slots=True)
class ChosenColumns:
    """Columns of a table that a person named; None: found by their usual names, "": not in the table."""

    start: str | None = None
    end: str | None = None
    date: str | None = None
    hours: str | None = None
    project: str | None = None
    phase: str | None = None
    note: str | None = None
    tags: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a file does not say itself: the zone of its clocks, its order of day and month, its columns, its unit.

    `unit`: what bare numbers in its column of durations count, hours, minutes, seconds or milliseconds; None finds it.
    `week`: a day of the week whose days are its columns. `day_hours`: hours of work of a day, where durations count
    days. `now`: the instant up to which a calendar is a log, and days
    without a year have come.
    """

    zone: tzinfo = UTC
    day_order: DayOrder | None = None
    day_start: time = DAY_START
    columns: ChosenColumns = ChosenColumns()
    unit: Unit | None = None
    week: date | None = None
    day_hours: float | None = None
    now: datetime | None = None

    @property
    def today(self) -> date | None:
        """The day of `now` on the clocks of the zone."""
        return None if self.now is None else self.now.astimezone(self.zone).date()

"""When each row of a table began and ended, as far as its clocks say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from itertools import chain

from planner.exchange.entries.read_entries import DayOrder, Unreadable
from planner.exchange.entries.wall_clock import WallClock, date_part, day_of, is_clock
from planner.exchange.tables.cell_looks import is_mere_date
from planner.exchange.tables.row_zones import RowZones
from planner.exchange.tables.table_layout import Layout, Rows, is_utc

_HALF_DAY = re.compile(r"(?:0?[1-9]|1[0-2])\b(?!.*[ap]\.?\s?m)", re.IGNORECASE)  # 9:00, but not 0:30, 13:00 or 9 am
_BLANK = " -–—\u00a0"


@dataclass(frozen=True, slots=True)
class RowTimes:
    """A row's day, and its start and end in UTC; None for what it does not say."""

    day: date
    started_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def span_s(self) -> float | None:
        """Seconds between start and end, where it has both."""
        if self.started_at is None or self.stopped_at is None:
            return None
        return (self.stopped_at - self.started_at).total_seconds()


class TimesOfRows:
    """Reads the clocks of one table; `over_midnight` counts ends of the next day that say no day.

    `n_below` counts rows whose day stands in a row above. `zones` are those that rows name, and
    `row_zone` is that of the row that was read last, where it says one.
    """

    def __init__(
        self, header: Sequence[str], layout: Layout, clock: WallClock, *, order: DayOrder, zone: tzinfo, rows: Rows
    ) -> None:
        self._half_days = _are_half_days(rows, layout)
        self.over_midnight = 0
        self.row_zone: tzinfo | None = None
        self.zones = RowZones()
        self.n_below = 0
        self._line = 0
        self._stopped_at: datetime | None = None
        self._day_text = ""
        self._day_above = ""
        self._start_is_utc = layout.start is not None and is_utc(header[layout.start])
        self._end_is_utc = layout.end is not None and is_utc(header[layout.end])
        self._layout = layout
        self._clock = clock
        self._order = order
        self._zone = zone

    def of(self, line: int, cells: Sequence[str]) -> RowTimes:
        """The times of a row; of several of one line each begins after the one before, on the next day if need be.

        Raises
        ------
        Unreadable
            For a row without a start, unless it says a day and a duration.
        """
        layout = self._layout
        self.row_zone = None
        start = cell_at(cells, layout.start)
        if not start:
            if layout.start is not None and not (
                any(cell_at(cells, at) for at in layout.durations) and layout.date is not None
            ):
                raise Unreadable("says no start")
            return RowTimes(day_of(date_part(self._day_without_clock(cells)), self._order))
        end = cell_at(cells, layout.end)
        if is_mere_date(start) and is_mere_date(end):
            return RowTimes(self._mere_day(start, cells))
        start = _with_day(start, self._day_of_start(start, cells))
        zone = self.row_zone = self.zones.of(cell_at(cells, layout.zone))
        started_at = self._clock.instant(start, is_utc=self._start_is_utc, zone=zone)
        if line == self._line and self._stopped_at is not None and started_at < self._stopped_at:
            started_at = self._clock.instant(start, days_later=1, is_utc=self._start_is_utc, zone=zone)
        day = started_at.astimezone(self._zone).date()
        self._line, self._stopped_at = line, self._end(end, cells, started_at, zone) if end else None
        return RowTimes(day, started_at, self._stopped_at)

    def _day_without_clock(self, cells: Sequence[str]) -> str:
        """The day of a row that says its length; where an entry leaves it out, that of the row above."""
        layout = self._layout
        day = cell_at(cells, layout.date)
        is_entry = any(cell_at(cells, at) for at in (layout.project, layout.phase, layout.note, layout.client))
        is_below = not day and is_entry and any(cell_at(cells, at) for at in layout.durations)
        if is_below and self._day_above:
            self.n_below += 1
            return self._day_above
        if not day:
            raise Unreadable("says no date")
        self._day_above = day
        return day

    def _mere_day(self, start: str, cells: Sequence[str]) -> date:
        """The day of a row whose start and end are dates without clocks: only a duration can say how long it was."""
        if not any(cell_at(cells, at) for at in self._layout.durations):
            raise Unreadable("says dates without a clock, and no duration")
        return day_of(date_part(start), self._order)

    def _day_of_start(self, start: str, cells: Sequence[str]) -> str:
        """The day of a clock; where a row leaves it out, as many do below the first of a day, that of the row above."""
        day = cell_at(cells, self._layout.start_day)
        if not is_clock(start):
            self._day_text = day
            return day
        self.n_below += not day and bool(self._day_above)
        self._day_text = day or self._day_above
        self._day_above = self._day_text
        return self._day_text

    def _end(self, text: str, cells: Sequence[str], started_at: datetime, zone: tzinfo | None) -> datetime:
        day = cell_at(cells, self._layout.end_day)
        if day or not is_clock(text):
            return self._clock.instant(_with_day(text, day), after=started_at, is_utc=self._end_is_utc, zone=zone)
        of_day = UTC if self._end_is_utc else zone or self._zone
        text = _with_day(text, self._day_text or f"{started_at.astimezone(of_day):%Y-%m-%d}")
        stopped_at = self._clock.instant(text, after=started_at, is_utc=self._end_is_utc, zone=zone)
        if stopped_at >= started_at:
            return stopped_at
        if self._half_days:
            raise Unreadable(
                f"ends at {cell_at(cells, self._layout.end)}, before its start: in the afternoon, or on the next day? "
                "Write AM and PM, or hours up to 24"
            )
        self.over_midnight += 1
        return self._clock.instant(text, after=started_at, days_later=1, is_utc=self._end_is_utc, zone=zone)


def cell_at(cells: Sequence[str], at: int | None) -> str:
    """A cell without blanks around it; "" where there is no such column, or it says only a dash."""
    if at is None:
        return ""
    cell = cells[at]
    return cell.strip() if cell[:1].isalnum() or cell.strip(_BLANK) else ""


def _are_half_days(rows: Rows, layout: Layout) -> bool:
    """Whether the clocks of a table may be those of twelve hours, with AM and PM left out: no hour is 0 or above 12."""
    columns = [at for at in (layout.start, layout.end) if at is not None]
    clocks = (cell for _, cells in rows for at in columns if is_clock(cell := cell_at(cells, at)))
    first = next(clocks, None)
    return first is not None and all(_HALF_DAY.match(cell) for cell in chain([first], clocks))


def _with_day(text: str, day: str) -> str:
    """A clock time behind its day; a moment that has a day of its own as it is."""
    return f"{date_part(day)} {text}" if day and is_clock(text) else text

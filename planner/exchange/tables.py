"""Time logs that are tables: Toggl, Clockify, Harvest, our own export, and any other with such columns."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from planner.domain.wording import count_words
from planner.exchange.cells import as_written, attended_in, seconds_in, tags_in
from planner.exchange.day_order import day_order_of
from planner.exchange.read_entries import (
    UNATTENDED_TAG,
    DayOrder,
    ReadEntry,
    ReadFile,
    ReadOptions,
    Trouble,
    Unreadable,
)
from planner.exchange.table_layout import Layout, layout_of
from planner.exchange.table_text import Table, read_table
from planner.exchange.wall_clock import WallClock, day_of, zone_words

Interval = tuple[datetime, datetime | None]


def read_tracker_table(data: bytes, options: ReadOptions) -> ReadFile:
    """Entries of a table with one entry a row.

    Starts and ends are one column each or a date and a clock time; without clocks, entries of a date are placed one
    after the other from `options.day_start`.

    Raises
    ------
    Unanswered
        When columns are missing, or nothing tells whether the day or the month stands first.
    """
    table = read_table(data)
    layout = layout_of(table.header, options.columns)
    if table.rows:
        layout = layout.for_clocks(table.rows[0][1])
    order = day_order_of(_dates(table, layout), options.day_order)
    return _Rows(table, layout, order, options).read()


def _dates(table: Table, layout: Layout) -> dict[str, int]:
    """Texts that hold a date, each with the first line where it stands."""
    places = {layout.start[0], *layout.end[:1]} if layout.start else {layout.date}
    return {cells[at]: line for line, cells in reversed(table.rows) for at in places if at is not None}


class _Rows:
    def __init__(self, table: Table, layout: Layout, order: DayOrder, options: ReadOptions) -> None:
        self._table = table
        self._layout = layout
        self._order = order
        self._options = options
        self._clock = WallClock(options.zone, order)
        self._free_from: dict[date, datetime] = {}
        self._over_midnight = 0

    def read(self) -> ReadFile:
        found = ReadFile(troubles=list(self._table.troubles), remarks=list(self._table.remarks))
        for line, cells in self._table.rows:
            try:
                entry = self._entry(line, cells)
            except Unreadable as error:
                found.troubles.append(Trouble(line, str(error)))
                continue
            except OverflowError:
                found.troubles.append(Trouble(line, "says a moment outside the calendar"))
                continue
            found.entries.append(entry)
            found.remarks += [self._twice(line, said) for said in self._clock.twice]
            self._clock.twice.clear()
        found.troubles.sort(key=lambda trouble: trouble.line or 0)
        found.zone_assumed = self._clock.assumed
        return self._with_remarks(found)

    def _entry(self, line: int, cells: list[str]) -> ReadEntry:
        layout = self._layout
        started_at, stopped_at = self._interval(cells)
        attended = attended_in(_cell(cells, layout.attended))
        tags = tags_in(as_written(_cell(cells, layout.tags)))
        if layout.attended is None and UNATTENDED_TAG in tags:
            attended, tags = False, tuple(tag for tag in tags if tag != UNATTENDED_TAG)
        project, phase, note = (as_written(_cell(cells, at)) for at in (layout.project, layout.phase, layout.note))
        return ReadEntry(line, project, phase, started_at, stopped_at, attended, note, tags)

    def _interval(self, cells: list[str]) -> Interval:
        layout = self._layout
        if not layout.start:
            return self._placed(_cell(cells, layout.date), _cell(cells, layout.hours))
        start_text = " ".join([cells[at].strip() for at in layout.start])
        if not start_text.strip():
            raise Unreadable("says no start")
        started_at = self._clock.instant(start_text)
        if layout.end and cells[layout.end[-1]].strip():
            end_text = " ".join([cells[at].strip() for at in layout.end])
            return started_at, self._end(end_text, started_at)
        length = "" if layout.end else _cell(cells, layout.hours)
        return started_at, started_at + timedelta(seconds=seconds_in(length)) if length.strip() else None

    def _end(self, text: str, started_at: datetime) -> datetime:
        stopped_at = self._clock.instant(text, after=started_at)
        if not self._layout.one_date or stopped_at >= started_at:
            return stopped_at
        self._over_midnight += 1
        return self._clock.instant(text, after=started_at, days_later=1)

    def _placed(self, day_text: str, hours_text: str) -> Interval:
        day = day_of(day_text, self._order)
        seconds = seconds_in(hours_text)
        begin = datetime.combine(day, self._options.day_start)
        started_at = self._free_from.get(day) or self._clock.of_local(begin)
        self._free_from[day] = started_at + timedelta(seconds=seconds)
        self._clock.assumed = True
        return started_at, self._free_from[day]

    def _twice(self, line: int, said: str) -> str:
        return f"Line {line}: the clocks of {zone_words(self._options.zone)} showed {said}."

    def _with_remarks(self, found: ReadFile) -> ReadFile:
        if self._over_midnight:
            entries = count_words(self._over_midnight, "entry ends", "entries end")
            found.remarks.append(f"{entries} at an earlier clock time than the start: taken as that of the next day.")
        if not self._layout.start and found.entries:
            found.placed = True
            found.remarks.append(
                "The file says no time of day: the entries of a date are placed one after the other from "
                f"{self._options.day_start:%H:%M} on."
            )
        return found


def _cell(cells: list[str], at: int | None) -> str:
    return "" if at is None else cells[at]

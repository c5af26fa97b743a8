"""Time logs that are tables: of trackers that export them, our own export, and any other with such columns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from data.reading.harmless_cells import as_written
from planner.domain.local_time import zone_words
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.exchange.entries.cells import attended_in, tags_in
from planner.exchange.entries.read_entries import (
    UNATTENDED_TAG,
    DayOrder,
    ReadEntry,
    ReadFile,
    ReadOptions,
    Trouble,
    Unreadable,
)
from planner.exchange.entries.table_text import Table, read_table
from planner.exchange.entries.wall_clock import WallClock
from planner.exchange.headings import duration, interruption
from planner.exchange.headings.folding import folded, without_brackets
from planner.exchange.tables.dated_totals import without_totals
from planner.exchange.tables.day_grid import unpivoted
from planner.exchange.tables.day_numbers import with_dates
from planner.exchange.tables.day_order import day_order_of
from planner.exchange.tables.name_grid import by_name
from planner.exchange.tables.other_tables import entries_only, first_table
from planner.exchange.tables.row_lengths import Lengths, interruption_words, lengths_of
from planner.exchange.tables.row_times import RowTimes, TimesOfRows, cell_at
from planner.exchange.tables.short_years import with_whole_years
from planner.exchange.tables.stretches import stretches_of
from planner.exchange.tables.table_layout import Layout, Rows, layout_of

_NEAR_S = 60.0  # durations are often cut to whole minutes
_STEPS_S = (900.0, 360.0, 300.0)  # to which some round them: a quarter, a tenth, a twelfth of an hour


def read_tracker_table(data: bytes, options: ReadOptions) -> ReadFile:
    """Entries of a table with one entry a row, or with a column for each day, project or phase.

    Starts and ends are one column each or a date and a clock time; without clocks, entries of a date are placed one
    after the other from `options.day_start`. Interruptions, and time between start and end that no duration counts,
    are `interrupted_s` of an entry.

    Raises
    ------
    Unanswered
        When columns are missing, nothing tells whether the day or the month stands first, or what durations count.
    """
    data, second = first_table(data)
    table = read_table(data)
    grid = unpivoted(table, options)
    if grid is None:
        table = with_dates(table, options.columns)
        grid = by_name(table, options)
    if grid is not None:
        table, columns = grid
        options = replace(options, columns=columns)
    layout = layout_of(table.header, options.columns, table.rows)
    rows, remarks = _rows_of_entries(table, layout, options)
    order = day_order_of(_dates(rows, layout), options.day_order, table.noun)
    content = _Reading(table, layout, rows, order, options).read([*second, *remarks])
    return content if table.noun == "Line" else _by_records(content, table.noun)


def _rows_of_entries(table: Table, layout: Layout, options: ReadOptions) -> tuple[Rows, list[str]]:
    """A row for each entry, and sentences on what was left out and read in one of several ways."""
    rows, remarks = entries_only(table.header, table.rows, layout, table.noun)
    rows, totals = without_totals(table.header, rows, layout, table.noun)
    rows, troubles, split = stretches_of(table.header, rows, layout)
    table.troubles += troubles
    rows, years = with_whole_years(rows, layout, options)
    return rows, [*remarks, *totals, *split, *years]


def _dates(rows: Rows, layout: Layout) -> dict[str, int]:
    """Texts that hold a date, each with the first line where it stands."""
    places = [layout.start, layout.start_day, layout.end, layout.end_day, layout.date, layout.last_day]
    return {cells[at]: line for line, cells in reversed(rows) for at in dict.fromkeys(places) if at is not None}


def _by_records(content: ReadFile, noun: str) -> ReadFile:
    """What stands on no line of its own is named by its number among the records, or by what it says."""
    content.entries = [replace(entry, line=None) for entry in content.entries]
    content.troubles = [Trouble(None, f"{noun} {number} {reason}") for number, reason in content.troubles]
    return content


class _Reading:
    def __init__(self, table: Table, layout: Layout, rows: Rows, order: DayOrder, options: ReadOptions) -> None:
        self._table = table
        self._layout = layout
        self._rows = rows
        self._options = options
        self._clock = WallClock(options.zone, order)
        self._times = TimesOfRows(table.header, layout, self._clock, order=order, zone=options.zone, rows=rows)
        self._content = ReadFile(troubles=list(table.troubles), remarks=list(table.remarks))
        self._placing = _Placing(self._clock, options)

    def read(self, remarks: Sequence[str]) -> ReadFile:
        times = [self._times_of(line, cells) for line, cells in self._rows]
        cells = [cells for _, cells in self._rows]
        lengths = lengths_of(
            self._table.header, cells, times, self._layout, self._options.unit, day_h=self._options.day_hours
        )
        worked = _Worked(lengths, is_gross=_is_gross(self._table.header, self._layout))
        self._placing.note_ends(row_times for row_times in times if row_times is not None)
        for row, (line, row_cells) in enumerate(self._rows):
            row_times = times[row]
            if row_times is not None:
                self._add(line, row_cells, row_times, worked, row)
        self._content.troubles.sort(key=lambda trouble: trouble.line or 0)
        self._content.zone_assumed = self._clock.assumed
        return self._with_remarks(lengths, worked, remarks)

    def _times_of(self, line: int, cells: list[str]) -> RowTimes | None:
        """The times of a row; None for one that is left out, with the reason."""
        try:
            if self._layout.kind is not None and folded(cell_at(cells, self._layout.kind)) in interruption.WORDS:
                raise Unreadable("is a break, no work")
            return self._times.of(line, cells)
        except Unreadable as error:
            self._content.troubles.append(Trouble(line, str(error)))
        except OverflowError:
            self._content.troubles.append(Trouble(line, "says a moment outside the calendar"))
        finally:
            self._say_twice(line, self._times.row_zone or self._options.zone)
        return None

    def _add(self, line: int, cells: list[str], times: RowTimes, worked: _Worked, row: int) -> None:
        try:
            self._content.entries.append(self._entry(line, cells, times, worked, row))
        except Unreadable as error:
            self._content.troubles.append(Trouble(line, str(error)))
        except OverflowError:
            self._content.troubles.append(Trouble(line, "says a moment outside the calendar"))
        self._say_twice(line, self._options.zone)

    def _entry(self, line: int, cells: list[str], times: RowTimes, worked: _Worked, row: int) -> ReadEntry:
        layout = self._layout
        attended = attended_in(cell_at(cells, layout.attended))
        started_at, stopped_at, interrupted_s = self._interval(times, worked, row)
        tags = () if layout.tags is None else tags_in(as_written(cell_at(cells, layout.tags)))
        if layout.attended is None and UNATTENDED_TAG in tags:
            attended, tags = False, tuple(tag for tag in tags if tag != UNATTENDED_TAG)
        return ReadEntry(
            line,
            _written(cells, layout.project),
            _written(cells, layout.phase),
            started_at,
            stopped_at,
            attended,
            _written(cells, layout.note),
            tags,
            _written(cells, layout.client).strip(),
            _written(cells, layout.source_id).strip(),
            interrupted_s,
            None if started_at == times.started_at else times.day,
        )

    def _interval(self, times: RowTimes, worked: _Worked, row: int) -> tuple[datetime, datetime | None, float]:
        """Start, end and the seconds in between that were no work."""
        if times.span_s is not None:
            assert times.started_at is not None
            return times.started_at, times.stopped_at, worked.interrupted_s(row, times.span_s)
        if times.started_at is not None and self._layout.end is not None:
            return times.started_at, None, 0.0
        length = worked.length_s(row)
        if length is None:
            if times.started_at is None:
                raise Unreadable("says no duration")
            return times.started_at, None, 0.0
        seconds, interrupted_s = length
        begin = self._placing.begin(times)
        end = begin + timedelta(seconds=seconds + interrupted_s)
        self._placing.take(times, end)
        return begin, end, interrupted_s

    def _say_twice(self, line: int, zone: tzinfo) -> None:
        if not self._clock.twice:
            return
        clocks = f"{self._table.noun} {line}: the clocks of {zone_words(zone)}"
        self._content.remarks += [f"{clocks} showed {words}." for words in self._clock.twice]
        self._clock.twice.clear()

    def _with_remarks(self, lengths: Lengths, worked: _Worked, remarks: Sequence[str]) -> ReadFile:
        content = self._content
        if n_over := self._times.over_midnight:
            entries = count_words(n_over, "entry ends", "entries end")
            content.remarks.append(f"{entries} at an earlier clock time than the start: taken as that of the next day.")
        content.remarks += [
            f"Clock times with '{letters}' are read as those of UTC{distance[:3]}:{distance[3:]}."
            for letters, distance in sorted(self._clock.zones.items())
        ]
        if self._layout.zone is not None:
            name = self._table.header[self._layout.zone]
            content.remarks += self._times.zones.remarks(name, zone_words(self._options.zone))
        if self._times.n_below:
            rows = count_words(self._times.n_below, "row leaves", "rows leave")
            content.remarks.append(f"{rows} the date out: taken as that of the row above.")
        content.placed = self._placing.n_placed > 0
        content.remarks += [
            *self._placing.remarks(whole=self._placing.n_placed == len(content.entries)),
            *lengths.remarks,
        ]
        interrupted = [entry.interrupted_s for entry in content.entries if entry.interrupted_s]
        if interrupted:
            content.remarks.append(interruption_words(len(interrupted), hours_words(sum(interrupted) / 3600)))
        content.remarks += [*worked.remarks(), *remarks]
        first, last = self._layout.date, self._layout.last_day
        if last is not None and any(first is None or cells[first] != cells[last] for _, cells in self._rows):
            name = self._table.header[last]
            content.remarks.append(f"'{name}' holds dates without a clock: durations say how long the entries were.")
        if self._layout.tracker is not None:
            content.remarks.append(f"Read as an export of {self._layout.tracker.name}.")
        return content


class _Worked:
    """What of a row's time was work: what its duration says, less what its interruption says; neither counts twice."""

    def __init__(self, lengths: Lengths, *, is_gross: bool) -> None:
        self._lengths = lengths
        self._is_gross = is_gross
        self._near_s = _near_s([length_s for length_s in lengths.durations if isinstance(length_s, float)])
        self._n_longer = 0
        self._said_net = False

    def interrupted_s(self, row: int, span_s: float) -> float:
        """Seconds between start and end that were no work."""
        said_s, interrupted_s = self._said(row, strict=False)
        if span_s <= 0:
            return 0.0
        if interrupted_s > span_s:
            raise Unreadable("says a longer interruption than the time between start and end")
        if said_s is None or said_s <= 0 or abs(said_s - span_s) <= self._near_s:
            return interrupted_s
        if said_s > span_s:
            self._n_longer += 1
            return interrupted_s
        is_told = interrupted_s and abs(span_s - interrupted_s - said_s) <= self._near_s
        return interrupted_s if is_told else span_s - said_s

    def length_s(self, row: int) -> tuple[float, float] | None:
        """Seconds of work and of interruption in a row without clocks; None where it says no duration."""
        said_s, interrupted_s = self._said(row, strict=True)
        if said_s is None:
            return None
        if interrupted_s and self._is_gross:
            if interrupted_s > said_s:
                raise Unreadable("says a longer interruption than it took")
            return said_s - interrupted_s, interrupted_s
        self._said_net = self._said_net or interrupted_s > 0
        return said_s, interrupted_s

    def remarks(self) -> list[str]:
        """What was done where columns contradict each other."""
        sentences = []
        if self._n_longer:
            entries = count_words(self._n_longer, "entry says", "entries say")
            sentences.append(f"{entries} a longer duration than the time between start and end, which are believed.")
        if self._said_net:
            sentences.append("Durations are taken as hours of work, with the interruptions not in them.")
        return sentences

    def _said(self, row: int, *, strict: bool) -> tuple[float | None, float]:
        worked, interrupted = self._lengths.durations[row], self._lengths.interruptions[row]
        if isinstance(interrupted, str):
            raise Unreadable(interrupted)
        if isinstance(worked, str):
            if strict:
                raise Unreadable(worked)
            worked = None
        return worked, interrupted or 0.0


class _Placing:
    """Gives entries a time of day that say none, and lets those of one moment begin one after the other."""

    def __init__(self, clock: WallClock, options: ReadOptions) -> None:
        self.n_placed = 0
        self._clock = clock
        self._options = options
        self._free_from: dict[date, datetime] = {}
        self._next_at: dict[datetime, datetime] = {}
        self._n_in_turn = 0

    def note_ends(self, rows: Iterable[RowTimes]) -> None:
        """Placed entries come behind those of their day that say their clocks."""
        for times in rows:
            if times.stopped_at is not None:
                self._free_from[times.day] = max(times.stopped_at, self._free_from.get(times.day, times.stopped_at))

    def begin(self, times: RowTimes) -> datetime:
        """Where an entry begins."""
        if times.started_at is not None:
            begin = self._next_at.get(times.started_at, times.started_at)
            self._n_in_turn += begin != times.started_at
            return begin
        self.n_placed += 1
        self._clock.assumed = True
        free = self._free_from.get(times.day)
        return free or self._clock.of_local(datetime.combine(times.day, self._options.day_start))

    def take(self, times: RowTimes, end: datetime) -> None:
        """An entry that says no end of its own ends here."""
        if times.started_at is None:
            self._free_from[times.day] = end
        else:
            self._next_at[times.started_at] = end

    def remarks(self, *, whole: bool) -> list[str]:
        """How entries were placed; `whole`: none of the file says a time of day."""
        sentences = []
        if self.n_placed:
            start = f"{self._options.day_start:%H:%M}"
            entries = count_words(self.n_placed, "entry says", "entries say")
            sentences.append(
                f"The file says no time of day: the entries of a date are placed one after the other from {start} on."
                if whole
                else f"{entries} no time of day: placed behind the others of the date, or from {start} on."
            )
        if self._n_in_turn:
            entries = count_words(self._n_in_turn, "entry begins", "entries begin")
            sentences.append(f"{entries} at the same moment as the one before: placed one after the other.")
        return sentences


def _is_gross(header: Sequence[str], layout: Layout) -> bool:
    """Whether a duration without clocks counts the interruptions in it, by its name."""
    return bool(layout.durations) and without_brackets(header[layout.durations[0]]) in duration.GROSS


def _near_s(seconds: Sequence[float]) -> float:
    """How far a duration may be from the time between start and end and be the same: more where they are rounded."""
    filled = [length_s for length_s in seconds if length_s]
    if len(filled) < 5:
        return _NEAR_S
    step = next(
        (step for step in _STEPS_S if all(math.isclose(length_s % step, 0, abs_tol=1) for length_s in filled)), 0.0
    )
    return max(_NEAR_S, step / 2)


def _written(cells: Sequence[str], at: int | None) -> str:
    return "" if at is None else as_written(cells[at])

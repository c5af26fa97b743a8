"""Totals that stand among the entries of a table: with a date of their own, or with nothing but a length."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from planner.domain.wording.numbers import count_words
from planner.exchange.entries.durations import length_in, unit_named_in
from planner.exchange.entries.read_entries import Unit, Unreadable
from planner.exchange.entries.wall_clock import clock_of, is_clock, says_clock
from planner.exchange.headings.folding import folded
from planner.exchange.tables.grid_cells import is_near
from planner.exchange.tables.other_tables import TOTALS
from planner.exchange.tables.row_times import cell_at
from planner.exchange.tables.table_layout import Layout, Rows

_DAY_S = 86_400
_DAY = re.compile(r"^\S{6,}?[T ](?=\d)")  # before a clock time
_LONGEST = 24  # letters of a word for a total


def without_totals(header: Sequence[str], rows: Rows, layout: Layout, noun: str) -> tuple[Rows, list[str]]:
    """The rows without those that have the sum of others, and sentences on what was left out or only looks like that.

    Such a row says no clock. It is called a total where names stand, or says nothing but its length; and its length is
    that of the rows of its date, of those since the total before, or of all above it.
    """
    columns = _Columns(header, layout)
    candidates = {number for number, (_, cells) in enumerate(rows) if columns.may_be_total(cells)}
    if not candidates:
        return rows, []
    return _without(candidates, rows, columns, noun)


def _without(candidates: set[int], rows: Rows, columns: _Columns, noun: str) -> tuple[Rows, list[str]]:
    sums = _Sums()
    for number, (_, cells) in enumerate(rows):
        if number not in candidates:
            sums.by_date[columns.date(cells)] += columns.seconds(cells)
    entries: list[tuple[int, list[str]]] = []
    remarks = []
    n_no_sums = 0
    for number, (line, cells) in enumerate(rows):
        if number in candidates and sums.has(columns.seconds(cells), columns.date(cells)):
            remarks.append(f"{noun} {line} is a total, no entry.")
            sums.since_total = 0.0
            continue
        n_no_sums += number in candidates and columns.is_named_total(cells)
        sums.add(columns.seconds(cells))
        entries.append((line, cells))
    if n_no_sums:
        words = count_words(n_no_sums, "row is called a total and is", "rows are called a total and are")
        remarks.append(f"{words} not what others come to: taken as work.")
    return entries, remarks


@dataclass(slots=True)
class _Sums:
    """Seconds of rows that are entries: of each date, since the last total, and all so far."""

    by_date: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    since_total: float = 0.0
    above: float = 0.0

    def add(self, seconds: float) -> None:
        self.since_total += seconds
        self.above += seconds

    def has(self, seconds: float, day: str) -> bool:
        """Whether one of them is as many seconds."""
        of_day = self.by_date.get(day, 0.0) if day else 0.0
        return seconds > 0 and any(is_near(seconds, total) for total in (of_day, self.since_total, self.above) if total)


class _Columns:
    """What a row says of a table with a known layout."""

    def __init__(self, header: Sequence[str], layout: Layout) -> None:
        self._layout = layout
        self._units = {at: unit_named_in(header[at]) or Unit.HOURS for at in layout.durations}
        self._clocks = [at for at in (layout.start, layout.end) if at is not None]
        days = (layout.start_day, layout.end_day, layout.date, layout.last_day)
        said = {*self._clocks, *days, *layout.durations, *layout.interruptions, layout.source_id, layout.attended}
        self._labels = [at for at in range(len(header)) if at not in said]
        self._above: list[str] = []

    def may_be_total(self, cells: list[str]) -> bool:
        """Whether a row without a clock names nothing but a total, and what the row above names, such as its user."""
        above, self._above = self._above, cells
        if any(is_clock(cell) or says_clock(cell) for at in self._clocks if (cell := cell_at(cells, at))):
            return False
        named = [at for at in self._labels if any(map(str.isalpha, cells[at]))]
        totals = [at for at in named if _is_total(cells[at])]
        if not totals:
            return not named and not self.date(cells) and bool(above)
        return all(at in totals or (above and cells[at] == above[at]) for at in named)

    def is_named_total(self, cells: Sequence[str]) -> bool:
        return any(_is_total(cells[at]) for at in self._labels)

    def date(self, cells: Sequence[str]) -> str:
        """The date of a row as it is written; "" for none."""
        layout = self._layout
        return next((day for at in (layout.date, layout.start_day) if (day := cell_at(cells, at))), "")

    def seconds(self, cells: Sequence[str]) -> float:
        """How long a row says it was, or its clocks; bare numbers count what their heading says, or hours."""
        for at, unit in self._units.items():
            if text := cell_at(cells, at):
                try:
                    return length_in(text, day_h=8).seconds(unit)
                except Unreadable:
                    continue
        return self._span_s(cells)

    def _span_s(self, cells: Sequence[str]) -> float:
        texts = [_DAY.sub("", cell_at(cells, at)) for at in self._clocks]
        if len(texts) < 2 or not all(map(is_clock, texts)):
            return 0.0
        try:
            first, last = ((at := clock_of(text)).hour * 3600 + at.minute * 60 + at.second for text in texts)
        except Unreadable:
            return 0.0
        return float((last - first) % _DAY_S)


def _is_total(cell: str) -> bool:
    return len(cell) <= _LONGEST and folded(cell) in TOTALS

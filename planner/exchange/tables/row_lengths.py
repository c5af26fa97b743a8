"""How long the rows of a table say they were, and for how long they were interrupted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from planner.domain.wording.numbers import count_words
from planner.exchange.entries.durations import CountsDays, Length, counts_days, length_in, unit_named_in
from planner.exchange.entries.questions import Unanswered
from planner.exchange.entries.read_entries import Unit, Unreadable
from planner.exchange.headings import units
from planner.exchange.headings.folding import without_brackets
from planner.exchange.tables.row_times import RowTimes, cell_at
from planner.exchange.tables.table_layout import Layout
from planner.exchange.tables.thousands import Measured
from planner.exchange.tables.unit_of_column import Scale, days_question, scale_of

Cells = Sequence[str]
_UNITS = (Unit.HOURS, Unit.MINUTES, Unit.SECONDS)
_PARTS = ((units.HOURS, Unit.HOURS), (units.MINUTES, Unit.MINUTES), (units.SECONDS, Unit.SECONDS))


@dataclass(slots=True)
class Lengths:
    """Seconds of duration and of interruption by row; None where a row does not say, or a sentence on why not.

    `remarks` say what was guessed.
    """

    durations: list[float | str | None]
    interruptions: list[float | str | None]
    remarks: list[str] = field(default_factory=list)


def lengths_of(
    header: Sequence[str],
    rows: Sequence[Cells],
    times: Sequence[RowTimes | None],
    layout: Layout,
    given: Unit | None,
    *,
    day_h: float | None = None,
) -> Lengths:
    """Read the durations of rows whose times are known; None in `times` are rows that are left out.

    `given` is what a person said that bare numbers count, `day_h` how many hours of work a day has.

    Raises
    ------
    Unanswered
        Where the unit of a column is not clear, and the clocks do not say how long entries were.
    """
    return _Lengths(header, rows, times, layout, given, day_h=day_h).read()


class _Lengths:
    def __init__(
        self,
        header: Sequence[str],
        rows: Sequence[Cells],
        times: Sequence[RowTimes | None],
        layout: Layout,
        given: Unit | None,
        *,
        day_h: float | None,
    ) -> None:
        self._header = header
        self._rows = rows
        self._times = times
        self._given = given
        self._duration_unit = given
        self._day_h = day_h or (layout.tracker.day_h if layout.tracker else None)
        self._of_days: set[int] = set()  # columns of which a cell counts days, of which nobody said the hours
        self._durations = {at: self._column(at) for at in layout.durations}
        self._interruptions = {at: self._column(at) for at in layout.interruptions}
        self._remarks: list[str] = []

    def read(self) -> Lengths:
        durations, interruptions = self._both()
        if self._day_h and any(map(self._says_days, self._durations)):
            self._remarks.append(f"A day in its durations is taken as {self._day_h:g} hours of work.")
        return Lengths(durations, interruptions, self._remarks)

    def _says_days(self, at: int) -> bool:
        return counts_days(self._header[at]) or any("d" in cell_at(cells, at).casefold() for cells in self._rows)

    def _both(self) -> tuple[list[float | str | None], list[float | str | None]]:
        """Durations and interruptions; a unit that the person said is that of the column that could not be read."""
        if self._given is not None and self._only_interruptions_are_unclear():
            durations = self._read_durations(None)
            return durations, self._summed_interruptions(durations)
        durations = self._read_durations(self._given)
        return durations, self._summed_interruptions(durations)

    def _only_interruptions_are_unclear(self) -> bool:
        given, self._given = self._given, None
        try:
            durations = self._read_durations(None)
        except Unanswered:
            return False
        else:
            return self._are_unclear(durations)
        finally:
            self._given = given
            self._remarks.clear()

    def _are_unclear(self, durations: Sequence[float | str | None]) -> bool:
        try:
            self._summed_interruptions(durations)
        except Unanswered:
            return True
        return False

    def _read_durations(self, unit: Unit | None) -> list[float | str | None]:
        self._duration_unit = unit
        return self._parts() or self._principal()

    def _column(self, at: int) -> list[Length | str | None]:
        """What the cells of a column spell; a sentence for what is no duration."""
        return [
            None if times is None else self._cell(cells, at)
            for cells, times in zip(self._rows, self._times, strict=True)
        ]

    def _cell(self, cells: Cells, at: int) -> Length | str | None:
        text = cell_at(cells, at)
        if not text:
            return None
        try:
            length = length_in(text, day_h=self._day_h)
        except CountsDays as error:
            self._of_days.add(at)
            return str(error)
        except Unreadable as error:
            return str(error)
        if self._day_h and length.number is not None and self._given is None and counts_days(self._header[at]):
            return Length(text, clear_s=length.number * self._day_h * 3600)
        return length

    def _principal(self) -> list[float | str | None]:
        """The first column that can be read counts; a row of which it says nothing is asked of the others."""
        nothing: list[float | str | None] = [None] * len(self._rows)
        refused: Unanswered | None = None
        for at, column in self._durations.items():
            try:
                if at in self._of_days:
                    raise days_question(self._header[at])
                scale = self._scale(at, column)
            except Unanswered as question:
                refused = refused or question
                continue
            return [_seconds(length, scale) for length in column]
        if refused is not None and self._is_needed():
            raise refused
        if refused is not None:
            self._remarks.append(f"{refused.found} It is not read: start and end say how long the entries were.")
        return nothing

    def _is_needed(self) -> bool:
        """Whether a row says how long it was only in a duration."""
        return any(times is not None and times.span_s is None for times in self._times)

    def _scale(self, at: int, column: Sequence[Length | str | None]) -> Scale:
        measured = [
            Measured(length, _day(times), self._targets(row, at, times), None if times is None else times.span_s)
            for row, (length, times) in enumerate(zip(column, self._times, strict=True))
            if isinstance(length, Length)
        ]
        scale = scale_of(self._header[at], measured, self._duration_unit)
        if scale.remark:
            self._remarks.append(scale.remark)
        return scale

    def _targets(self, row: int, at: int, times: RowTimes | None) -> tuple[float, ...]:
        """What a duration should be: the time between start and end, or less an interruption; other columns."""
        targets = [
            _plain_seconds(other[row], self._header[place]) for place, other in self._durations.items() if place != at
        ]
        span_s = None if times is None else times.span_s
        if span_s is not None:
            targets += [span_s, *self._less_interruption(row, span_s)]
        return tuple(target for target in targets if target)

    def _less_interruption(self, row: int, span_s: float) -> list[float]:
        if not self._interruptions:
            return []
        lengths = [length for column in self._interruptions.values() if isinstance(length := column[row], Length)]
        possible = {sum(_as(length, unit) for length in lengths) for unit in _UNITS}
        return [span_s - seconds for seconds in possible if 0 < seconds < span_s]

    def _parts(self) -> list[float | str | None] | None:
        """Hours, minutes and seconds in columns of their own, where they are parts of one duration."""
        places = {unit: self._place_named(words) for words, unit in _PARTS}
        hours, minutes = places[Unit.HOURS], places[Unit.MINUTES]
        if hours is None or minutes is None or next(iter(self._durations)) not in places.values():
            return None
        rows = [self._numbers(row, places) for row in range(len(self._rows))]
        filled = [parts for parts in rows if parts is not None]
        if not filled or any(m >= 60 or h % 1 for h, m, _ in filled) or all(m == 0 for _, m, _ in filled):
            return None
        self._remarks.append("Hours and minutes stand in columns of their own and are added up.")
        return [None if parts is None else parts[0] * 3600 + parts[1] * 60 + parts[2] for parts in rows]

    def _place_named(self, words: Sequence[str]) -> int | None:
        return next((at for at in self._durations if without_brackets(self._header[at]) in words), None)

    def _numbers(self, row: int, places: dict[Unit, int | None]) -> tuple[float, float, float] | None:
        lengths = [None if at is None else self._durations[at][row] for at in (places[unit] for unit in _UNITS)]
        values = [length.number if isinstance(length, Length) else None for length in lengths]
        return (
            None if values[0] is None and values[1] is None else (values[0] or 0.0, values[1] or 0.0, values[2] or 0.0)
        )

    def _summed_interruptions(self, durations: Sequence[float | str | None]) -> list[float | str | None]:
        """Seconds of all columns of interruptions; two that say the same are one."""
        columns: list[list[float | str | None]] = []
        for at in self._interruptions:
            read = self._read_interruption(at, durations)
            if read not in columns:
                columns.append(read)
        return [_sum(cells) for cells in zip(*columns, strict=True)] if columns else [None] * len(self._rows)

    def _read_interruption(self, at: int, durations: Sequence[float | str | None]) -> list[float | str | None]:
        column = self._interruptions[at]
        measured = [
            self._measured_interruption(length, times, duration)
            for length, times, duration in zip(column, self._times, durations, strict=True)
            if isinstance(length, Length)
        ]
        given = self._given_for_interruption(self._header[at], measured)
        scale = scale_of(self._header[at], measured, given, is_break=True)
        if scale.remark:
            self._remarks.append(scale.remark)
        return [_seconds(length, scale) for length in column]

    def _given_for_interruption(self, name: str, measured: Sequence[Measured]) -> Unit | None:
        """The unit that a person said holds for an interruption, too, where nothing else tells its unit."""
        if self._given is None or unit_named_in(name) is not None:
            return None
        try:
            scale_of(name, measured, None, is_break=True)
        except Unanswered:
            return self._given
        return None

    def _measured_interruption(self, length: Length, times: RowTimes | None, duration: float | str | None) -> Measured:
        span_s = None if times is None else times.span_s
        said_s = duration if isinstance(duration, float) else None
        is_told = len(self._interruptions) == 1 and span_s is not None and said_s is not None and span_s > said_s
        target = (span_s - said_s,) if is_told and span_s is not None and said_s is not None else ()
        return Measured(length, _day(times), target, span_s if span_s is not None else said_s)


def _day(times: RowTimes | None) -> date | None:
    return None if times is None else times.day


def _as(length: Length, unit: Unit) -> float:
    """Seconds in a unit; two parts apart by a colon do not begin with seconds."""
    return length.seconds(Unit.MINUTES if length.pair is not None and unit is Unit.SECONDS else unit)


def _sum(cells: Sequence[float | str | None]) -> float | str | None:
    """What several columns say together; what cannot be read in one of them."""
    wrong = next((cell for cell in cells if isinstance(cell, str)), None)
    numbers = [cell for cell in cells if isinstance(cell, float)]
    return wrong or (sum(numbers) if numbers else None)


def _plain_seconds(length: Length | str | None, heading: str) -> float:
    """Seconds of a cell that tells its unit, or whose heading does; 0 for any other."""
    if not isinstance(length, Length):
        return 0.0
    unit = Unit.HOURS if length.pair is not None else unit_named_in(heading)
    return length.clear_s or (length.seconds(unit) if unit is not None else 0.0)


def _seconds(length: Length | str | None, scale: Scale) -> float | str | None:
    if not isinstance(length, Length):
        return length
    try:
        return scale.seconds(length)
    except Unreadable as error:
        return str(error)


def interruption_words(n_entries: int, hours: str) -> str:
    """What is done with interruptions, for a person."""
    entries = count_words(n_entries, "entry has", "entries have")
    return (
        f"{entries} interruptions of {hours} in all: they are kept as interruptions, each at the end of its entry, "
        "and are no hours of work."
    )

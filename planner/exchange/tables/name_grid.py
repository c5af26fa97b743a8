"""Tables with a row for each day and a column for each project or phase: made into rows of a date, a name and hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.domain.project import DEFAULT_PHASES
from planner.domain.wording.durations import hours_words
from planner.domain.wording.lists import list_words
from planner.exchange.entries.read_entries import ChosenColumns, ReadOptions, Trouble, Unit
from planner.exchange.entries.table_text import Table
from planner.exchange.headings.folding import folded, without_brackets
from planner.exchange.tables.grid_cells import are_hours, is_near, says_hours, words_on_sums
from planner.exchange.tables.name_columns import PHASES, PROJECTS, NameColumns, name_columns
from planner.exchange.tables.table_layout import Rows, are_dates

_DATE, _HOURS, _PROJECT, _PHASE = "Date", "Hours", "Project", "Phase"
_MOST_S = 24 * 3600.0  # of a day
_MOST_IMPOSSIBLE = 0.2  # of the days: else the numbers are no hours
_MOST_NAMED = 12  # columns that are all told by their names


def by_name(table: Table, options: ReadOptions) -> tuple[Table, ChosenColumns] | None:
    """The same hours with a row for each cell that says some, and the columns to read; None for any other table.

    Columns and rows that sum up others are left out, and the remarks say so; a table with hours of the whole day in a
    column of their own has an entry a row. The names of the columns are projects; phases where a column says the
    project, or where they are usual phases. A day with more hours than it has is left out, and said.
    """
    columns = name_columns(table, options.columns)
    if columns is None:
        return None
    rows, remarks = _without_totals(table, columns)
    impossible = [(line, cells) for line, cells in rows if columns.sum_s(cells, columns.names) > _MOST_S]
    if len(impossible) > _MOST_IMPOSSIBLE * len(rows) or not _can_be_hours(rows, columns):
        return None
    heading = _heading(table.header, columns)
    header = [table.header[columns.date] or _DATE, *(table.header[at] for at in columns.labels), heading, _HOURS]
    made = _cells_as_rows(table.header, [row for row in rows if row not in impossible], columns)
    troubles = [*table.troubles, *(_too_long(line, cells, columns) for line, cells in impossible)]
    said = [*table.remarks, *_words_on(table.header, columns, heading), *remarks]
    chosen = replace(options.columns, date=header[0], hours=_HOURS)
    return Table(header, made, troubles, said, table.noun), chosen


def _cells_as_rows(header: Sequence[str], rows: Rows, columns: NameColumns) -> list[tuple[int, list[str]]]:
    return [
        (
            line,
            [cells[columns.date], *(cells[at] for at in columns.labels), _name(header[at]), _hours(cells, at, columns)],
        )
        for line, cells in rows
        for at in columns.names
        if says_hours(cells[at])
    ]


def _name(heading: str) -> str:
    """`Reading (min)` is called Reading."""
    bare = heading.partition("(")[0].strip()
    return bare if bare and without_brackets(heading) == folded(bare) else heading.strip()


def _hours(cells: Sequence[str], at: int, columns: NameColumns) -> str:
    """A cell as it stands, or with the unit that its heading says."""
    seconds = columns.seconds(cells, at)
    is_other = columns.units.get(at, Unit.HOURS) is not Unit.HOURS and seconds is not None
    return f"{round(seconds or 0)} s" if is_other else cells[at].strip()


def _can_be_hours(rows: Rows, columns: NameColumns) -> bool:
    """Whether bare numbers that count hours are at most those of a day, most of the time."""
    bare = [[cells[at] for at in columns.names if at not in columns.units] for _, cells in rows]
    wrong = sum(not are_hours(cells) for cells in bare)
    return wrong <= _MOST_IMPOSSIBLE * len(rows)


def _too_long(line: int, cells: Sequence[str], columns: NameColumns) -> Trouble:
    hours = hours_words(columns.sum_s(cells, columns.names) / 3600)
    return Trouble(line, f"says {hours} of one day, which has 24, and is left out")


def _without_totals(table: Table, columns: NameColumns) -> tuple[Rows, list[str]]:
    """Rows of days, without sums of all above, or of those since the last sum."""
    rows: list[tuple[int, list[str]]] = []
    since: list[list[str]] = []
    remarks = []
    for line, cells in table.rows:
        is_dated = are_dates([(line, cells)], columns.date)
        above = [before for _, before in rows]
        adds_up = not is_dated and any(len(part) > 1 and _adds_up(cells, part, columns) for part in (above, since))
        if columns.is_total(cells) or adds_up:
            remarks.append(f"{table.noun} {line} is a total, no entry.")
            since = []
        else:
            rows.append((line, cells))
            since.append(cells)
    return rows, remarks


def _adds_up(cells: Sequence[str], rows: Sequence[Sequence[str]], columns: NameColumns) -> bool:
    """Whether in each column a row has the sum of others."""
    return all(
        is_near(columns.seconds(cells, at) or 0.0, sum(columns.seconds(row, at) or 0.0 for row in rows))
        for at in columns.names
    )


def _heading(header: Sequence[str], columns: NameColumns) -> str:
    """What the names of the columns are."""
    usual = {folded(name) for name in DEFAULT_PHASES}
    has_project = any(without_brackets(header[at]) in PROJECTS for at in columns.labels)
    has_phase = any(without_brackets(header[at]) in PHASES for at in columns.labels)
    are_usual = 2 * sum(folded(header[at]) in usual for at in columns.names) > len(columns.names)
    return _PHASE if not has_phase and (has_project or are_usual) else _PROJECT


def _words_on(header: Sequence[str], columns: NameColumns, heading: str) -> list[str]:
    """How the table was read."""
    named = [f"'{header[at].strip()}'" for at in columns.names]
    names = list_words(named) if len(named) <= _MOST_NAMED else f"{named[0]} to {named[-1]} ({len(named)} of them)"
    units = {of: columns.units[at] for of, at in zip(named, columns.names, strict=True) if at in columns.units}
    return [
        f"Its columns {names} are {heading.lower()}s: each cell with hours is an entry.",
        *(f"{of} counts {unit}." for of, unit in units.items()),
        *words_on_sums([header[at] for at in columns.sums], "others"),
        *(f"'{header[at].strip()}' is no work on a project, and is not read." for at in columns.left_out),
    ]

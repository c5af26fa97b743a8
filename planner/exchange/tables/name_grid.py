"""Tables with a row for each day and a column for each project or phase: made into rows of a date, a name and hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.domain.project import DEFAULT_PHASES
from planner.exchange.entries.durations import without_unit
from planner.exchange.entries.read_entries import ChosenColumns, ReadOptions
from planner.exchange.entries.table_text import Table
from planner.exchange.headings import client, date, duration, end, interruption, note, phase, project, source_id, start
from planner.exchange.headings import tags as tag_words
from planner.exchange.headings.folding import folded, without_brackets, words_of
from planner.exchange.headings.weekdays import weekdays_named
from planner.exchange.tables.grid_cells import (
    adds_up,
    are_hours,
    are_lengths,
    cell_seconds,
    is_near,
    names_total,
    says_hours,
    sum_of,
    words_on_sums,
)
from planner.exchange.tables.other_tables import TOTALS
from planner.exchange.tables.table_layout import Rows, are_dates, usual_columns

_DATE, _HOURS, _PROJECT, _PHASE = "Date", "Hours", "Project", "Phase"
_LEAST_NAMES = 2  # one column of an unknown name could be anything
_MOST_S = 24 * 3600.0  # of a day
_PROJECTS, _PHASES = frozenset(project.WORDS), frozenset({*phase.WORDS, *phase.CATEGORIES})
_LABELS = frozenset({*_PROJECTS, *_PHASES, *note.WORDS, *tag_words.WORDS, *client.WORDS, *source_id.WORDS})
_TIMES = frozenset({*start.WORDS, *start.DATES, *end.WORDS, *end.DATES, *date.WORDS, *duration.CLOCK})
_NO_NAMES = _LABELS | _TIMES | {*interruption.WORDS, *interruption.KINDS, *source_id.MAYBE, "attended"}
_LENGTHS = frozenset({*duration.WORDS, *duration.GROSS, *duration.CLOCK_OR_LENGTH})
_KINDS_OF_HOURS = frozenset(  # which share the hours of a day too, and are no projects
    words_of("""
en: regular, normal, standard, overtime, extra, billable, nonbillable, non billable, paid, unpaid, holiday, vacation
en: sick, leave, pto, balance, flex, target, planned, travel
de: regulär, Überstunden, Mehrarbeit, abrechenbar, nicht abrechenbar, Urlaub, krank, Soll, Saldo, Plus, Minus, Reisezeit
fr: normales, supplémentaires, facturable, non facturable, congé, congés, solde
es: normales, extra, extras, facturable, no facturable, vacaciones, saldo
it: ordinarie, straordinario, straordinari, ferie, saldo
nl: normaal, overuren, overwerk, declarabel, niet declarabel, verlof, saldo
""")
)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Places of the date, of the columns that are projects or phases, of sums of them, and of other labels."""

    date: int
    names: list[int]
    sums: list[int]
    labels: list[int]


def by_name(table: Table, options: ReadOptions) -> tuple[Table, ChosenColumns] | None:
    """The same hours with a row for each cell that says some, and the columns to read; None for any other table.

    Columns and rows that sum up others are left out, and the remarks say so; a table with hours of the whole day in a
    column of their own has an entry a row. The names of the columns are projects;
    phases where a column says the project, or where they are usual phases.
    """
    grid = _grid(table, options.columns)
    if grid is None:
        return None
    rows, remarks = _without_totals(table, grid)
    heading = _heading(table.header, grid)
    header = [table.header[grid.date] or _DATE, *(table.header[at] for at in grid.labels), heading, _HOURS]
    made = [
        (line, [cells[grid.date], *(cells[at] for at in grid.labels), table.header[at].strip(), cells[at].strip()])
        for line, cells in rows
        for at in grid.names
        if says_hours(cells[at])
    ]
    said = [*table.remarks, *_words_on(table.header, grid, heading), *remarks]
    columns = replace(options.columns, date=header[0], hours=_HOURS)
    return Table(header, made, table.troubles, said, table.noun), columns


def _grid(table: Table, chosen: ChosenColumns) -> _Grid | None:
    if any((chosen.start, chosen.end, chosen.hours)):
        return None
    day = _date_column(table, chosen)
    if day is None:
        return None
    spelled = {at: without_brackets(name) for at, name in enumerate(table.header) if at != day and name.strip()}
    chosen_names = {chosen.project, chosen.phase, chosen.note, chosen.tags}
    labels = [at for at, name in spelled.items() if name in _LABELS or table.header[at] in chosen_names]
    lengths = [at for at, name in spelled.items() if at not in labels and are_lengths(table.rows, [at])]
    sums = [at for at in lengths if names_total(table.header[at])]
    names = [at for at in lengths if at not in sums and _can_be_name(table.header[at])]
    grid = _Grid(day, names, sums, labels)
    is_other = any(_says_otherwise(table.header[at]) for at in spelled if at not in sums)
    return None if is_other or len(names) < _LEAST_NAMES or not _are_hours_of_days(table.rows, grid) else grid


def _date_column(table: Table, chosen: ChosenColumns) -> int | None:
    """The column that says the day, by its name or as the first one; None where others say when an entry was."""
    usual = usual_columns(table.header, table.rows)
    if {"start", "end"} & usual.keys():
        return None
    name = chosen.date or usual.get("date")
    at = table.header.index(name) if name in table.header else 0
    days = [row for row in table.rows if folded(row[1][at]) not in TOTALS]
    return at if are_dates(days, at) else None


def _says_otherwise(heading: str) -> bool:
    """Whether a column has the hours of the whole day, a break of them, or those of a kind, such as overtime."""
    spelled = {without_brackets(heading), without_unit(heading)}
    return bool(spelled & (_LENGTHS | _KINDS_OF_HOURS | {*interruption.WORDS}))


def _can_be_name(heading: str) -> bool:
    return without_brackets(heading) not in _NO_NAMES and not weekdays_named(folded(heading))


def _are_hours_of_days(rows: Rows, grid: _Grid) -> bool:
    """Whether the cells of no day are more than it has, and what is called a sum is one."""
    if not are_hours(cells[at] for _, cells in rows for at in grid.names if not _is_total(cells, grid)):
        return False
    days = [cells for _, cells in rows if not _is_total(cells, grid)]
    if any(sum_of(cells, grid.names) > _MOST_S for cells in days):
        return False
    filled = [(cells[at], cells) for cells in days for at in grid.sums if cells[at].strip()]
    return all(is_near(cell_seconds(cell), sum_of(cells, grid.names)) for cell, cells in filled)


def _is_total(cells: Sequence[str], grid: _Grid) -> bool:
    """Whether a row without a date says that it is a sum."""
    said = [cells[at] for at in (grid.date, *grid.labels)]
    return not any(map(str.isdigit, cells[grid.date])) and any(folded(word) in TOTALS for word in said if word)


def _without_totals(table: Table, grid: _Grid) -> tuple[Rows, list[str]]:
    rows: list[tuple[int, list[str]]] = []
    remarks = []
    for line, cells in table.rows:
        is_unnamed_sum = not cells[grid.date].strip() and adds_up(cells, [above for _, above in rows], grid.names)
        if _is_total(cells, grid) or (len(rows) > 1 and is_unnamed_sum):
            remarks.append(f"{table.noun} {line} is a total, no entry.")
        else:
            rows.append((line, cells))
    return rows, remarks


def _heading(header: Sequence[str], grid: _Grid) -> str:
    """What the names of the columns are."""
    usual = {folded(name) for name in DEFAULT_PHASES}
    has_project = any(without_brackets(header[at]) in _PROJECTS for at in grid.labels)
    has_phase = any(without_brackets(header[at]) in _PHASES for at in grid.labels)
    are_usual = 2 * sum(folded(header[at]) in usual for at in grid.names) > len(grid.names)
    return _PHASE if not has_phase and (has_project or are_usual) else _PROJECT


def _words_on(header: Sequence[str], grid: _Grid, heading: str) -> list[str]:
    """How the table was read."""
    first, last = header[grid.names[0]].strip(), header[grid.names[-1]].strip()
    sentences = [f"Its columns '{first}' to '{last}' are {heading.lower()}s: each cell with hours is an entry."]
    return [*sentences, *words_on_sums([header[at] for at in grid.sums], "others")]

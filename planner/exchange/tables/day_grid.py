"""Tables with a column for each day, as weekly reports have them: made into rows of a date and hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain.wording.days import full_date
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.exchange.entries.durations import without_unit
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import ChosenColumns, ReadOptions
from planner.exchange.entries.table_text import Table
from planner.exchange.headings import duration, end, note, phase, project, start
from planner.exchange.headings.folding import folded, unnumbered, without_brackets
from planner.exchange.headings.weekdays import week_of
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
from planner.exchange.tables.heading_days import HeadingDays, days_of, written_day
from planner.exchange.tables.other_tables import TOTALS
from planner.exchange.tables.row_weeks import RowWeeks, weeks_of_rows
from planner.exchange.tables.table_layout import Rows, usual_columns

_DATE, _HOURS, _LENGTH, _PROJECT = "Date", "Hours", "Duration", "Project"
_MOST = 0.6
_LEAST_MONTH = 5  # columns 1, 2, 3 … that may be days of a month
_NAMED = frozenset({*project.WORDS, *phase.WORDS, *phase.CATEGORIES, *note.WORDS})


@dataclass(frozen=True, slots=True)
class _Grid:
    """Places of the days, of the columns that say what was worked on, and of those that sum up the days.

    `no_sums` are called so, and say something else.
    """

    header: Sequence[str]
    days: HeadingDays
    labels: list[int]
    sums: list[int]
    no_sums: list[int]
    weeks: RowWeeks | None = None

    def days_of(self, line: int) -> Mapping[int, date]:
        """The days of a row by their places."""
        return self.days.dates if self.weeks is None else self.weeks.days[line]


def unpivoted(table: Table, options: ReadOptions) -> tuple[Table, ChosenColumns] | None:
    """The same hours with a row for each cell that says some, and the columns to read; None for any other table.

    Sums of rows and columns are left out, and the remarks say so.

    Raises
    ------
    Unanswered
        Where the headings are days of which week, month or year is not said.
    """
    chosen = options.columns
    if any((chosen.start, chosen.end, chosen.date, chosen.hours)):
        return None
    weeks = weeks_of_rows(table, options)
    days = (
        _days(table, options) if weeks is None else HeadingDays(next(filter(None, weeks.days.values())), [weeks.remark])
    )
    if days is None:
        return None
    grid = _grid(table, days, weeks)
    rows, remarks = _entries_only(grid, table)
    remarks += _words_on_weeks(weeks, [line for line, _ in rows])
    unpivoted_rows = [
        (line, [*(cells[at] for at in grid.labels), f"{day:%Y-%m-%d}", cells[place].strip()])
        for line, cells in rows
        for place, day in grid.days_of(line).items()
        if says_hours(cells[place])
    ]
    names = [table.header[at] or (_PROJECT if len(grid.labels) == 1 else "") for at in grid.labels]
    header = [*names, _DATE, _HOURS if are_hours(cells[-1] for _, cells in unpivoted_rows) else _LENGTH]
    troubles = [*table.troubles, *(weeks.troubles if weeks else [])]
    made = Table(header, unpivoted_rows, troubles, [*table.remarks, *_words_on(grid), *remarks], table.noun)
    return made, _columns(names, chosen)


def _days(table: Table, options: ReadOptions) -> HeadingDays | None:
    written = {at: day for at, name in enumerate(table.header) if (day := written_day(name)) is not None}
    names = {unnumbered(without_brackets(name)) for name in table.header}
    if names & {*start.WORDS} and {unnumbered(without_brackets(table.header[at])) for at in written} & {*end.WORDS}:
        return None  # In 1, Out 1, which is no day of October
    if written and are_lengths(table.rows, list(written)):
        if not any(day.year for day in written.values()) and _has_day(table, list(written)):
            return None  # 'Out 1' and 'Set 2' are days of October and September elsewhere
        found = days_of(written, options.day_order, options.today)
        return found if len(set(found.dates.values())) == len(found.dates) else None
    week = week_of(table.header)
    if week and not _has_day(table, list(week)) and are_lengths(table.rows, list(week)):
        return _in_week(table.header, week, options.week)
    _refuse_days_of_month(table)
    return None


def _has_day(table: Table, places: Sequence[int]) -> bool:
    """Whether a column elsewhere says when an entry was; `Tu` and `Do` are words for start and end, too."""
    found = usual_columns(table.header, table.rows)
    return bool({found.get("date"), found.get("start")} - {None, *(table.header[at] for at in places)})


def _in_week(header: Sequence[str], week: Mapping[int, int], said: date | None) -> HeadingDays:
    """The dates of days of the week, from the first of them on, in the week that a person said."""
    if said is None:
        named = list_words([f"'{header[at]}'" for at in list(week)[:2]])
        raise Unanswered(
            ImportQuestion.WEEK,
            f"its columns are days of a week ({named} …), and it does not say of what week.",
            "Say a day of it, such as --week 2026-03-02.",
        )
    first = next(iter(week.values()))
    begins = said - timedelta(days=(said.weekday() - first) % 7)
    dates = {at: begins + timedelta(days=(day - first) % 7) for at, day in week.items()}
    return HeadingDays(dates, [f"'{header[next(iter(week))]}' is {full_date(begins)}, as you said the week."])


def _refuse_days_of_month(table: Table) -> None:
    places = [at for at, name in enumerate(table.header) if name.strip().rstrip(".").isdecimal()]
    numbers = [int(table.header[at].strip().rstrip(".")) for at in places]
    if len(numbers) < _LEAST_MONTH or numbers != list(range(1, len(numbers) + 1)) or _has_day(table, places):
        return
    if are_lengths(table.rows, places):
        raise Unanswered(
            ImportQuestion.COLUMNS,
            f"its columns are days of a month (1 to {len(numbers)}), and it does not say of what month.",
            "Write them as dates, such as 2026-03-02.",
        )


def _words_on_weeks(weeks: RowWeeks | None, lines: Sequence[int]) -> list[str]:
    n_below = 0 if weeks is None else sum(line in weeks.below for line in lines)
    return [f"{count_words(n_below, 'row leaves', 'rows leave')} the week out: taken as that of the row above."][
        :n_below
    ]


def _grid(table: Table, days: HeadingDays, weeks: RowWeeks | None) -> _Grid:
    taken = {*days.dates, *(weeks.places if weeks else ())}
    others = [at for at in range(len(table.header)) if at not in taken and _is_used(table, at)]
    sums = [at for at in others if _adds_up(table, at, list(days.dates))]
    no_sums = [at for at in others if at not in sums and _is_called_sum(table.header[at])]
    labels = [at for at in others if at not in (*sums, *no_sums)]
    return _Grid(table.header, days, labels, sums, no_sums, weeks)


def _is_used(table: Table, at: int) -> bool:
    return bool(table.header[at].strip()) or any(cells[at].strip() for _, cells in table.rows)


def _is_called_sum(name: str) -> bool:
    return without_brackets(name) in duration.WORDS or without_unit(name) in duration.WORDS or names_total(name)


def _adds_up(table: Table, at: int, days: Sequence[int]) -> bool:
    """Whether a column sums up the days, by what stands there; one that is called so may be empty."""
    filled = [cells for _, cells in table.rows if cells[at].strip()]
    is_called = _is_called_sum(table.header[at])
    n_near = sum(is_near(cell_seconds(cells[at]), sum_of(cells, days)) for cells in filled)
    return n_near >= (_MOST if is_called else 1) * len(filled) and (bool(filled) or is_called)


def _entries_only(grid: _Grid, table: Table) -> tuple[Rows, list[str]]:
    """Rows without those that sum up others; names that stand above are written into the rows below them."""
    rows: list[tuple[int, list[str]]] = []
    remarks = []
    for number, (line, cells) in enumerate(table.rows):
        if _is_total(grid, cells, [above for _, above in rows]) or _is_total_of_week(grid, (line, cells), rows):
            remarks.append(f"{table.noun} {line} is a total, no entry.")
        elif _sums_up_below(grid, cells, [below for _, below in table.rows[number + 1 :]]):
            remarks.append(f"{table.noun} {line} sums up the rows below it, and is no entry.")
        else:
            rows.append((line, cells))
    return _with_names_above(grid, [row for _, row in table.rows], rows, remarks)


def _is_total(grid: _Grid, cells: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    labels = [cells[at] for at in grid.labels if cells[at].strip()]
    of_week = [cells[at] for at in grid.weeks.places] if grid.weeks else []
    if any(folded(label) in TOTALS for label in [*labels, *of_week]):
        return True
    if labels and not any(map(names_total, labels)):
        return False
    return len(above) > 1 - bool(labels) and adds_up(cells, above, grid.days.dates)


def _is_total_of_week(grid: _Grid, row: tuple[int, list[str]], above: Rows) -> bool:
    """Whether a row without names has the sums of its week."""
    line, cells = row
    of_week = [others for at, others in above if grid.days_of(at) == grid.days_of(line)]
    if grid.weeks is None or not of_week or any(cells[at].strip() for at in grid.labels):
        return False
    return (len(of_week) > 1 or line in grid.weeks.below) and adds_up(cells, of_week, grid.days.dates)


def _sums_up_below(grid: _Grid, cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row of a project has the sums of the tasks that stand below it."""
    if len(grid.labels) < 2 or not cells[grid.labels[0]].strip() or cells[grid.labels[1]].strip():
        return False
    name = folded(cells[grid.labels[0]])
    tasks = []
    for row in below:
        if folded(row[grid.labels[0]]) not in ("", name) or not row[grid.labels[1]].strip():
            break
        tasks.append(row)
    return bool(tasks) and adds_up(cells, tasks, grid.days.dates)


def _with_names_above(
    grid: _Grid, all_rows: Sequence[Sequence[str]], rows: Rows, remarks: list[str]
) -> tuple[Rows, list[str]]:
    """A project that is written once, for the tasks below it, as reports do."""
    if len(grid.labels) < 2:
        return rows, remarks
    first, second = grid.labels[:2]
    above, n_below = "", 0
    by_identity = {id(cells): (line, cells) for line, cells in rows}
    filled: list[tuple[int, list[str]]] = []
    for cells in all_rows:
        row = by_identity.get(id(cells))
        is_left_out = not cells[first].strip() and cells[second].strip() and above
        if row is not None and is_left_out:
            n_below += 1
            filled.append((row[0], [above if at == first else cell for at, cell in enumerate(row[1])]))
        elif row is not None:
            filled.append(row)
        above = cells[first].strip() or above
    if n_below:
        leaves = count_words(n_below, "row leaves", "rows leave")
        remarks.append(f"{leaves} '{grid.header[first]}' out: taken as that of the row above.")
    return filled, remarks


def _words_on(grid: _Grid) -> list[str]:
    """How the table was read."""
    names = [grid.header[at] for at in grid.days.dates]
    named = f"'{names[0]}' to '{names[-1]}' are days" if len(names) > 1 else f"'{names[0]}' is a day"
    sentences = [f"Its columns {named}: each cell with hours is an entry.", *grid.days.remarks]
    if len(names) == 1:
        sentences[0] = f"Its column {named}: each cell with hours is an entry."
    said = [
        f"'{grid.header[at]}' does not say what its days come to: it is not read, the days are." for at in grid.no_sums
    ]
    return [*sentences, *words_on_sums([grid.header[at] for at in grid.sums], "days"), *said]


def _columns(names: Sequence[str], chosen: ChosenColumns) -> ChosenColumns:
    """The columns to read: the only one that says what was worked on is the project where its name says nothing."""
    unknown = [name for name in names if without_brackets(name) not in _NAMED]
    is_project = chosen.project is None and len(names) == len(unknown) == 1
    return replace(
        chosen, start=None, end=None, date=None, hours=None, project=unknown[0] if is_project else chosen.project
    )

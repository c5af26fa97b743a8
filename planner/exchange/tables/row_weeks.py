"""Weekly tables whose rows say their week themselves: with a date of it, or with its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.wording.days import full_date
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import DayOrder, ReadOptions, Trouble, Unreadable
from planner.exchange.entries.table_text import Table
from planner.exchange.entries.wall_clock import date_part, day_of
from planner.exchange.headings import date as date_words
from planner.exchange.headings import duration, start
from planner.exchange.headings.folding import folded, without_brackets
from planner.exchange.headings.weekdays import week_of
from planner.exchange.headings.weeks import WeekNumber, begins_or_ends, says_week, says_year, week_number
from planner.exchange.tables.day_numbers import day_numbered
from planner.exchange.tables.day_order import day_order_of
from planner.exchange.tables.grid_cells import are_lengths, cell_seconds, is_near, names_total, sum_of
from planner.exchange.tables.heading_days import written_day
from planner.exchange.tables.other_tables import TOTALS
from planner.exchange.tables.row_times import cell_at
from planner.exchange.tables.table_layout import usual_columns

_RANGE = re.compile(
    r"\s+(?:-|to|bis|au|al|t/m)\s+|\s?[–—]\s?|(?<=\d{4}-\d{2}-\d{2})/|(?<=\d\.)-(?=\d)|(?<=\.\d{4})-(?=\d)"
)
_YEAR = re.compile(r"\d{4}")
_DATES = frozenset({*date_words.WORDS, *start.WORDS, *start.DATES})
_MOST = 0.6
_HALF_YEAR = 26  # weeks
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Days = dict[int, date]  # by the places of their columns


@dataclass(frozen=True, slots=True)
class RowWeeks:
    """The days of each row by its line; `places` are the columns that say them, `below` the lines that leave it out."""

    days: dict[int, Days]
    places: frozenset[int]
    below: frozenset[int]
    troubles: list[Trouble]
    remark: str


def weeks_of_rows(table: Table, options: ReadOptions) -> RowWeeks | None:
    """The days of a table with a column for each day of the week, where a further column says of what week a row is.

    Raises
    ------
    Unanswered
        Where that is a number without a year, or a date of which nobody knows whether the week begins with it.
    """
    week = week_of(table.header)
    if not week or not are_lengths(table.rows, list(week)) or any(written_day(table.header[at]) for at in week):
        return None
    others = [at for at in range(len(table.header)) if at not in week]
    at = next((at for at in others if _says_weeks(table, at, list(week))), None)
    if at is not None:
        return _Column(table, at, week, options).weeks()
    _refuse_unread_weeks(table, others, list(week))
    return None


def _refuse_unread_weeks(table: Table, others: Sequence[int], days: Sequence[int]) -> None:
    """One week that a person says cannot hold for rows of several."""
    for at in others:
        cells = {cell for cell in _filled(table, at) if any(map(str.isdigit, cell))}
        if len(cells) > 1 and says_week(table.header[at]) and not _sums_up(table, at, days):
            raise Unanswered(
                ImportQuestion.COLUMNS,
                f"'{table.header[at]}' says several weeks, such as '{_filled(table, at)[0]}': which is not clear.",
                "Write the first day of each week, such as 2026-03-02, or its number, such as 2026-W10.",
            )


def _says_weeks(table: Table, at: int, days: Sequence[int]) -> bool:
    """Whether a column has weeks by number, or dates below a heading that lets them be the day of a week."""
    name, cells = table.header[at], _filled(table, at)
    if not cells or _sums_up(table, at, days):
        return False
    if _most(week_number(cell, is_week=says_week(name)) is not None for cell in cells):
        return True
    if not _most(_is_day(cell, DayOrder.DAY_FIRST) or _is_day(cell, DayOrder.MONTH_FIRST) for cell in cells):
        return False
    return says_week(name) or (bool({folded(name), without_brackets(name)} & _DATES) and not _has_hours(table, days))


def _sums_up(table: Table, at: int, days: Sequence[int]) -> bool:
    """Whether a column has the hours of the whole week."""
    rows = [cells for _, cells in table.rows if cells[at].strip()]
    return names_total(table.header[at]) or all(is_near(cell_seconds(row[at]), sum_of(row, days)) for row in rows)


def _has_hours(table: Table, days: Sequence[int]) -> bool:
    """Whether a table with dates says its hours elsewhere, so that its days of the week are something else."""
    if "end" in usual_columns(table.header, table.rows):
        return True
    places = [at for at, name in enumerate(table.header) if without_brackets(name) in duration.WORDS and at not in days]
    return any(
        not is_near(cell_seconds(cells[at]), sum_of(cells, days))
        for at in places
        for _, cells in table.rows
        if cells[at].strip()
    )


class _Column:
    """The column that says the week of each row."""

    def __init__(self, table: Table, at: int, week: Mapping[int, int], options: ReadOptions) -> None:
        self._table = table
        self._at = at
        self._name = table.header[at]
        self._week = week
        self._is_week = says_week(self._name)
        self._side = begins_or_ends(self._name)
        self._year_at = next((place for place, name in enumerate(table.header) if says_year(name)), None)
        self._week_said = options.week
        texts = {date_part(_whole_day(cells[at])): line for line, cells in table.rows if _is_filled(cells[at])}
        numbers = {text for text in texts if week_number(text, is_week=self._is_week)}
        self._order = day_order_of({text: texts[text] for text in texts if text not in numbers}, options.day_order)

    def weeks(self) -> RowWeeks:
        """The days of all rows."""
        self._check_numbers()
        days: dict[int, Days] = {}
        troubles, below = [], set()
        above: Days = {}
        for line, cells in self._table.rows:
            text = cells[self._at].strip()
            if not _is_filled(text):
                days[line] = above
                below.add(line)
                continue
            above = self._days(text, cells)
            days[line] = above
            if not above:
                troubles.append(Trouble(line, f"says '{text}', which is no week"))
        places = {at for at in range(len(self._table.header)) if at not in self._week and self._is_of_week(at)}
        return RowWeeks(days, frozenset(places), frozenset(below), troubles, self._remark(days))

    def _is_of_week(self, at: int) -> bool:
        return at in (self._at, self._year_at) or _says_weeks(self._table, at, list(self._week))

    def _days(self, text: str, cells: Sequence[str]) -> Days:
        number = week_number(text, is_week=self._is_week)
        if number is not None:
            monday = self._with_year(number, cells).monday()
            return {} if monday is None else {at: monday + timedelta(days=day) for at, day in self._week.items()}
        return self._days_around(text)

    def _with_year(self, number: WeekNumber, cells: Sequence[str]) -> WeekNumber:
        year = cell_at(cells, self._year_at)
        if number.year is None and year.isdecimal():
            return WeekNumber(number.number, int(year))
        if number.year is None and self._week_said is not None:
            said = self._week_said.isocalendar()
            later = (number.number < said.week - _HALF_YEAR) - (number.number > said.week + _HALF_YEAR)
            return WeekNumber(number.number, said.year + later)
        return number

    def _check_numbers(self) -> None:
        """Ask for the year of numbers that do not say it."""
        filled = [cells for _, cells in self._table.rows if _is_filled(cells[self._at])]
        found = [(week_number(cells[self._at], is_week=self._is_week), cells) for cells in filled]
        bare = [number for number, cells in found if number and not _year_known(number, cell_at(cells, self._year_at))]
        if not bare or (self._week_said and self._week_said.isocalendar().week in {one.number for one in bare}):
            return
        raise Unanswered(
            ImportQuestion.WEEK,
            f"'{self._name}' says the week {bare[0].number}, and it does not say of what year.",
            f"Say a day of week {bare[0].number}, such as --week 2026-03-02, or write the week as 2026-W10.",
        )

    def _days_around(self, text: str) -> Days:
        day = _day_in(text, self._order)
        if day is None:
            return {}
        side = _side_of_range(text) or self._side
        if side is None:
            return self._days_of_its_week(day)
        if side == "begins":
            return {at: day + timedelta(days=(of_week - day.weekday()) % 7) for at, of_week in self._week.items()}
        return {at: day - timedelta(days=(day.weekday() - of_week) % 7) for at, of_week in self._week.items()}

    def _days_of_its_week(self, day: date) -> Days:
        """The days of the week in which a date lies, that with the first of the columns."""
        first, *_, last = self._week.values()
        behind = (day.weekday() - first) % 7
        if behind > (last - first) % 7:
            raise Unanswered(
                ImportQuestion.COLUMNS,
                f"'{self._name}' says {day} ({_WEEKDAYS[day.weekday()]}), which is none of its days: does the week "
                "begin or end with it?",
                f"Call the column 'Week starting' or 'Week ending' instead of '{self._name}'.",
            )
        begins = day - timedelta(days=behind)
        return {at: begins + timedelta(days=(of_week - first) % 7) for at, of_week in self._week.items()}

    def _remark(self, days: Mapping[int, Days]) -> str:
        line, of_row = next((line, of_row) for line, of_row in days.items() if of_row)
        place = next(iter(self._week))
        name = self._table.header[place]
        return (
            f"'{self._name}' says the week of each row: '{name}' of {self._table.noun.lower()} {line} is "
            f"{full_date(of_row[place])}."
        )


def _year_known(number: WeekNumber, year: str) -> bool:
    return number.year is not None or year.isdecimal()


def _filled(table: Table, at: int) -> list[str]:
    return [cells[at].strip() for _, cells in table.rows if _is_filled(cells[at])]


def _is_filled(cell: str) -> bool:
    """Whether a week can stand there: no blank, no dash, no word for a total."""
    return bool(cell.strip(" -–—")) and folded(cell) not in TOTALS


def _most(looks: Iterable[bool]) -> bool:
    found = list(looks)
    return sum(found) >= _MOST * len(found)


def _whole_day(text: str) -> str:
    """The first or the last day of a stretch of them, whichever says its year; the text as it is where it is none."""
    first, *others = _RANGE.split(text.strip())
    return others[-1] if _side_of_range(text) == "ends" else first


def _side_of_range(text: str) -> str | None:
    """`begins` or `ends`, for the day that stands for a stretch of them; None for a text that is none."""
    first, *others = _RANGE.split(text.strip())
    if not others:
        return None
    return "ends" if not _YEAR.search(first) and _YEAR.search(others[-1]) else "begins"


def _is_day(cell: str, order: DayOrder) -> bool:
    return _day_in(cell, order) is not None


def _day_in(cell: str, order: DayOrder) -> date | None:
    if (numbered := day_numbered(cell)) is not None:
        return numbered.date()
    try:
        return day_of(date_part(_whole_day(cell)), order)
    except Unreadable:
        return None

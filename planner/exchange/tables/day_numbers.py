"""Days as spreadsheets count them: 46083 is 2 March 2026, and 46083.375 nine o'clock of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from planner.domain.wording.days import full_date
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import ChosenColumns
from planner.exchange.entries.table_text import Table
from planner.exchange.headings import date, duration, end, start
from planner.exchange.headings.folding import folded, without_brackets

_FIRST = datetime(1899, 12, 30)  # so that numbers after February 1900 are right
_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?")
_PART = re.compile(r"0?\.\d+|[01](?:\.0*)?")
_DATES = frozenset({*date.WORDS, *start.DATES, *end.DATES})
_CLOCKS = frozenset({*start.WORDS, *end.WORDS, *duration.CLOCK})
_LEAST, _MOST = 20_000, 60_000  # 1954 to 2064


def day_numbered(text: str) -> datetime | None:
    """The moment that a spreadsheet means by a number, to the second, naive; None for what is no such number.

    >>> day_numbered("46083"), day_numbered("46083,375"), day_numbered("19999")
    (datetime.datetime(2026, 3, 2, 0, 0), datetime.datetime(2026, 3, 2, 9, 0), None)
    """
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        return None
    number = float(bare.replace(",", "."))
    if not _LEAST <= number <= _MOST:
        return None
    return _FIRST + timedelta(seconds=round(number * 86_400))


def part_of_day(text: str) -> str | None:
    """The clock time that a spreadsheet means by a part of a day; None for what is none.

    >>> part_of_day("0.375"), part_of_day("0,4375"), part_of_day("1"), part_of_day("1.5")
    ('09:00:00', '10:30:00', '24:00:00', None)
    """
    bare = text.strip().replace(",", ".")
    if not _PART.fullmatch(bare):
        return None
    minutes, second = divmod(round(float(bare) * 86_400), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"


def with_dates(table: Table, chosen: ChosenColumns) -> Table:
    """A table with dates and clock times where it has a spreadsheet's numbers, in columns that are called so.

    Raises
    ------
    Unanswered
        Where whole numbers of a start or an end could be seconds of a day, too.
    """
    cells_of: dict[int, list[str]] = {}
    remarks = []
    for at, name in enumerate(table.header):
        read = _reading_of(name, [cells[at] for _, cells in table.rows if cells[at].strip()], table.header, chosen)
        if read is not None:
            cells_of[at] = [read(cells[at]) if cells[at].strip() else "" for _, cells in table.rows]
            remarks.append(_remark(name, next(cells[at] for _, cells in table.rows if cells[at].strip()), read))
    if not cells_of:
        return table
    rows = [
        (line, [cells_of[at][number] if at in cells_of else cell for at, cell in enumerate(cells)])
        for number, (line, cells) in enumerate(table.rows)
    ]
    return replace(table, rows=rows, remarks=[*table.remarks, *remarks])


def _reading_of(
    name: str, filled: Sequence[str], header: Sequence[str], chosen: ChosenColumns
) -> Callable[[str], str] | None:
    """How the cells of a column are read; None where they stay as they are."""
    says_date, says_clock = _says(name, _DATES, chosen.date), _says(name, _CLOCKS, chosen.start, chosen.end)
    if not filled or not (says_date or says_clock):
        return None
    if all(day_numbered(cell) is not None for cell in filled):
        is_whole = all(cell.strip().isdecimal() for cell in filled)
        if not says_date and is_whole and any(_says(other, _DATES, chosen.date) for other in header):
            raise _unsure(name, filled[0].strip())
        return _moment_of
    is_part = says_clock and all(part_of_day(cell) is not None for cell in filled)
    return _clock_of if is_part and any(not cell.strip().isdecimal() for cell in filled) else None


def _says(name: str, words: frozenset[str], *chosen: str | None) -> bool:
    return bool({folded(name), without_brackets(name)} & words) or name in filter(None, chosen)


def _moment_of(cell: str) -> str:
    moment = day_numbered(cell)
    assert moment is not None
    return f"{moment:%Y-%m-%d}" if cell.strip().isdecimal() else f"{moment:%Y-%m-%d %H:%M:%S}"


def _clock_of(cell: str) -> str:
    return part_of_day(cell) or ""


def _remark(name: str, cell: str, read: Callable[[str], str]) -> str:
    moment = day_numbered(cell)
    if moment is None:
        return f"'{name}' holds parts of a day, as spreadsheets count them: {cell.strip()} is {read(cell)[:5]}."
    clock = "" if cell.strip().isdecimal() else f" {moment:%H:%M}"
    return f"'{name}' holds days as spreadsheets count them: {cell.strip()} is {full_date(moment.date())}{clock}."


def _unsure(name: str, cell: str) -> Unanswered:
    moment = day_numbered(cell)
    assert moment is not None
    return Unanswered(
        ImportQuestion.COLUMNS,
        f"'{name}' holds numbers such as {cell}, which could be days as spreadsheets count them "
        f"({full_date(moment.date())}) or seconds of a day.",
        f"If they are days, say --date '{name}'; else write clock times, such as 09:00.",
    )

"""Cells of tables whose rows and columns both say what an entry is of: hours, nothing, or a sum of others."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from planner.domain.wording.lists import list_words
from planner.exchange.entries.durations import length_in
from planner.exchange.entries.read_entries import Unit, Unreadable
from planner.exchange.headings.folding import folded
from planner.exchange.tables.other_tables import TOTALS
from planner.exchange.tables.row_times import cell_at
from planner.exchange.tables.table_layout import Rows

_MOST = 0.6
_DAY_H = 24


def are_lengths(rows: Rows, places: Sequence[int]) -> bool:
    """Whether most of what stands in these columns says how long something took, and some of it does."""
    filled = [cell for _, cells in rows for at in places if (cell := cell_at(cells, at))]
    return bool(filled) and sum(cell_seconds(cell) is not None for cell in filled) >= _MOST * len(filled)


def are_hours(cells: Iterable[str]) -> bool:
    """Whether bare numbers can be hours, as they are in such tables: none is more than a day has."""
    numbers = (length_in(cell).number for cell in cells if cell_seconds(cell) is not None)
    return max((number for number in numbers if number is not None), default=0.0) <= _DAY_H


def says_hours(cell: str) -> bool:
    """Whether an entry stands there: no blank, no dash, no zero."""
    return bool(cell.strip(" -–—.")) and cell_seconds(cell) != 0.0


def names_total(name: str) -> bool:
    """Whether a heading or a label is that of a sum."""
    return bool({*folded(name).split(), folded(name)} & TOTALS) or name.strip() in ("Σ", "∑")


def sum_of(cells: Sequence[str], places: Sequence[int]) -> float:
    """Seconds of some cells of a row together."""
    return sum(cell_seconds(cells[at]) or 0.0 for at in places)


def adds_up(cells: Sequence[str], rows: Sequence[Sequence[str]], places: Iterable[int]) -> bool:
    """Whether in each of these columns a row has the sum of others."""
    return all(
        is_near(cell_seconds(cells[at]) or 0.0, sum(cell_seconds(row[at]) or 0.0 for row in rows)) for at in places
    )


def cell_seconds(cell: str) -> float | None:
    """Seconds of a cell whose bare numbers are hours; None for no length."""
    try:
        return length_in(cell.strip(), day_h=8).seconds(Unit.HOURS)
    except Unreadable:
        return None


def is_near(seconds: float | None, other: float) -> bool:
    """Whether two sums of cells are the same, up to how such cells are rounded."""
    return seconds is not None and math.isclose(seconds, other, rel_tol=0.002, abs_tol=61)


def words_on_sums(headings: Sequence[str], of: str) -> list[str]:
    """A sentence on the columns that sum up others; none where there are none.

    >>> words_on_sums(["Total"], "days"), words_on_sums([], "days")
    (["'Total' sums up the days, and is not read."], [])
    """
    named = list_words([f"'{heading}'" for heading in headings])
    verb, is_or_are = ("sums", "is") if len(headings) == 1 else ("sum", "are")
    return [f"{named} {verb} up the {of}, and {is_or_are} not read."] if headings else []

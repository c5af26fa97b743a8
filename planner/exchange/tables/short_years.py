"""Dates such as 26-03-02: is 26 the year, or the day?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.wording.days import full_date
from planner.exchange.entries.questions import ImportQuestion, Unanswered
from planner.exchange.entries.read_entries import DayOrder, ReadOptions
from planner.exchange.entries.wall_clock import is_clock
from planner.exchange.tables.row_times import cell_at
from planner.exchange.tables.table_layout import Layout, Rows

_SHORT = re.compile(
    r"\s*(?:[^\W\d_]{2,}\.?,?\s+)?(?P<first>\d{2})(?P<mark>[/.-])\s?(?P<middle>\d{1,2})(?P=mark)\s?(?P<last>\d{2})(?!\d)"
)
_WHOLE = re.compile(r"\s*(?:[^\W\d_]{2,}\.?,?\s+)?\d{1,2}([/.-])\s?\d{1,2}\1\s?\d{4}\b")
_SPREAD = 10  # years, over which no log goes that writes only two digits of them
_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)  # ahead, for which somebody may have planned


@dataclass(frozen=True, slots=True)
class ShortDate:
    """A date of three numbers of which the year, first or last, has two digits; the text as far as its first number."""

    text: str
    first: int
    middle: int
    last: int
    begins: int

    @property
    def with_whole_year(self) -> str:
        """The text with four digits of its first number."""
        return f"{self.text[: self.begins]}20{self.text[self.begins :]}"

    def day(self, *, year_first: bool, order: DayOrder = DayOrder.DAY_FIRST) -> date | None:
        """The date in one reading; None for none."""
        day, month = (self.first, self.middle) if order is DayOrder.DAY_FIRST else (self.middle, self.first)
        try:
            return date(2000 + self.first, self.middle, self.last) if year_first else date(2000 + self.last, month, day)
        except ValueError:
            return None


def short_date(text: str) -> ShortDate | None:
    """The date in a text, where its year has two digits; None for any other text."""
    match = _SHORT.match(text)
    if match is None:
        return None
    first, middle, last = (int(match[name]) for name in ("first", "middle", "last"))
    return ShortDate(text, first, middle, last, match.start("first"))


def have_year_first(dates: Sequence[ShortDate], today: date | None) -> bool:
    """Whether the first numbers are years: that of today or the one before, while the last ones go from day to day."""
    if today is None or not _make_sense([each.day(year_first=True) for each in dates], today):
        return False
    firsts, lasts = {each.first for each in dates}, {each.last for each in dates}
    if len(lasts) < 2 or not firsts <= {today.year % 100, today.year % 100 - 1}:
        return False
    return len(firsts) == 1 or not _year_may_be_last(dates, list(DayOrder), today)


def with_whole_years(rows: Rows, layout: Layout, options: ReadOptions) -> tuple[Rows, list[str]]:
    """Rows whose dates have all digits of the year where two of them stand in front, and a sentence that says so.

    Raises
    ------
    Unanswered
        Where only a year in front makes sense of the dates, and it is not for certain that of now.
    """
    places = _date_places(layout)
    texts = dict.fromkeys(cells[at] for _, cells in rows for at in places)
    texts |= dict.fromkeys(text for _, cells in rows if (text := cell_at(cells, layout.end)) and not is_clock(text))
    dates = [found for text in texts if (found := short_date(text)) is not None]
    today = options.today
    if not dates or today is None or options.day_order is not None or any(map(_WHOLE.match, texts)):
        return rows, []
    if not have_year_first(dates, today):
        _check(dates, today)
        return rows, []
    whole = {each.text: each.with_whole_year for each in dates}
    changed_at = {*places, layout.end}
    changed = [
        (line, [whole.get(cell, cell) if at in changed_at else cell for at, cell in enumerate(cells)])
        for line, cells in rows
    ]
    return changed, [remark_on(dates[0])]


def _date_places(layout: Layout) -> set[int]:
    """Columns of dates, also with a clock behind; one of clocks alone, such as 17.30.05, is none."""
    start = None if layout.start_day is not None else layout.start
    places = (start, layout.start_day, layout.end_day, layout.date, layout.last_day)
    return {at for at in places if at is not None}


def _check(dates: Sequence[ShortDate], today: date) -> None:
    """Ask where the year in front makes sense, and the year behind makes none."""
    if not _make_sense([each.day(year_first=True) for each in dates], today, ahead=_DAY):
        return
    if _year_may_be_last(dates, list(DayOrder), today):
        return
    text = dates[0].text.strip()
    last = next((day for order in DayOrder if (day := dates[0].day(year_first=False, order=order))), None)
    first = dates[0].day(year_first=True)
    assert first is not None
    could = f"{full_date(first)} or {full_date(last)}" if last else full_date(first)
    raise Unanswered(
        ImportQuestion.DAY_ORDER,
        f"its dates, such as '{text}', have two digits of the year, first or last: it could be {could}.",
        "Write all four digits of the year, or say --day-order dmy where the day stands first.",
    )


def _year_may_be_last(dates: Sequence[ShortDate], orders: Sequence[DayOrder], today: date) -> bool:
    return any(_make_sense([each.day(year_first=False, order=order) for each in dates], today) for order in orders)


def _make_sense(days: Sequence[date | None], today: date, ahead: timedelta = _YEAR) -> bool:
    """Whether days can be those of a log: all of the last years, and none far ahead."""
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):
        return False
    return max(known) <= today + ahead and min(known).year >= today.year - _SPREAD


def remark_on(first: ShortDate) -> str:
    """How dates with a short year in front are read."""
    day = first.day(year_first=True)
    assert day is not None
    return f"Its dates begin with two digits of the year: '{first.text.strip()}' is taken as {full_date(day)}."

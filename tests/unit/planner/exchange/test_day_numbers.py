"""Dates as spreadsheets count them, where a table was saved without their format."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.exchange import ChosenColumns, ReadFile, ReadOptions, Unanswered
from planner.exchange.reading import read_file

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST = datetime(1899, 12, 30, tzinfo=UTC)


def read(text: str, **options: Any) -> ReadFile:
    return read_file("log", text.encode(), None, ReadOptions(**options))[1]


def spans(found: ReadFile) -> list[tuple[datetime, datetime | None]]:
    return [(entry.started_at, entry.stopped_at) for entry in found.entries]


@pytest.mark.parametrize("name", ["Date", "Datum", "Fecha", "Work date", "日期"])
def test_numbers_under_a_heading_of_dates_are_days_and_that_is_said(name: str) -> None:
    """46083 is 2 March 2026."""
    found = read(f"{name},Hours,Project\n46083,1.5,Alpha\n46084,2.25,Alpha\n,,\n")
    assert spans(found) == [
        (NINE, NINE + timedelta(hours=1.5)),
        (NINE + timedelta(days=1), NINE + timedelta(days=1, hours=2.25)),
    ]
    assert f"'{name}' holds days as spreadsheets count them: 46083 is 2 March 2026." in found.remarks


@pytest.mark.parametrize(
    "text",
    [
        "Start,End\n46083.375,46083.4375\n",
        "Start;End\n46083,375;46083,4375\n",
        "Date,Start,End\n46083,0.375,0.4375\n",
        "Date;Von;Bis\n46083;0,375;0,4375\n",
        "Date,Start,End\n46083,09:00,10:30\n",
        "Date,Start,End\n2026-03-02,.375,.4375\n",
        "Start date,Start time,End date,End time,Duration\n46083,0.375,46083,0.4375,1:30\n",
        "Date,Hours\n46083.375,1.5\n",
        "Start,Hours\n46083.375,1.5\n",
        '[{"date": 46083.375, "minutes": 90}]',
    ],
)
def test_parts_of_a_day_are_clock_times(text: str) -> None:
    """Behind the number of the day, or in columns of their own."""
    found = read(text)
    assert spans(found) == [(NINE, NINE + timedelta(hours=1.5))]
    assert found.troubles == []


def test_a_day_ends_at_one() -> None:
    """As 24:00 does."""
    found = read("Date,Start,End\n46083,0.375,1\n46083,0,0.25\n")
    assert [stop for _, stop in spans(found)] == [NINE + timedelta(hours=15), NINE - timedelta(hours=3)]


def test_numbers_that_could_be_seconds_of_a_day_are_asked_about() -> None:
    """Where a date stands beside them; a start that can only be a day is read."""
    with pytest.raises(Unanswered, match=r"^log: 'Start' holds numbers such as 32400, which could be days") as asked:
        read("Date,Start,End\n2026-03-02,32400,37800\n")
    assert str(asked.value).endswith("If they are days, say --date 'Start'; else write clock times, such as 09:00.")
    assert spans(read("Start,Hours\n46083,1.5\n")) == [(NINE, NINE + timedelta(hours=1.5))]
    chosen = ChosenColumns(date="when", hours="Hours")
    assert spans(read("when,Hours\n46083,1.5\n", columns=chosen)) == [(NINE, NINE + timedelta(hours=1.5))]


@pytest.mark.parametrize("cells", [["46083", "2026-03-03"], ["46083", "1"], ["19999", "19998"], ["60001"]])
def test_other_numbers_are_no_dates(cells: list[str]) -> None:
    """Each is said with its line; nothing is guessed."""
    found = read("Date,Hours\n" + "".join(f"{cell},1\n" for cell in cells))
    assert [trouble.sentence for trouble in found.troubles if f"'{cells[0]}', which is no date" in trouble.sentence]


def test_numbers_of_other_columns_stay_numbers() -> None:
    """Minutes, ids, and what a note says."""
    found = read("Date,Seconds,Note,Project\n2026-03-02,46083,46083,46083\n")
    (entry,) = found.entries
    assert (entry.note, entry.project) == ("46083", "46083")
    assert entry.stopped_at == entry.started_at + timedelta(seconds=46083)


@given(some.datetimes(datetime(1971, 1, 1), datetime(2026, 5, 1)), some.integers(1, 20 * 3600))
def test_any_moment_comes_back_to_the_second(start: datetime, length_s: int) -> None:
    """As a spreadsheet's own numbers have it, with nine decimals."""
    begin = start.replace(microsecond=0, tzinfo=UTC)
    numbers = [(moment - FIRST) / timedelta(days=1) for moment in (begin, begin + timedelta(seconds=length_s))]
    found = read("Start,End\n" + ",".join(f"{number:.9f}" for number in numbers) + "\n")
    assert spans(found) == [(begin, begin + timedelta(seconds=length_s))]

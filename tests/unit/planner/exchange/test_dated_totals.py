"""Rows with sums among the entries of a table, and rows that leave their date out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.exchange import ReadFile, ReadOptions
from planner.exchange.reading import read_file


def read(text: str, **options: Any) -> ReadFile:
    return read_file("log", text.encode(), None, ReadOptions(**options))[1]


def hours(found: ReadFile) -> list[tuple[str, str, float]]:
    """Day, project and hours of each entry."""
    return [
        (
            f"{one.started_at:%m-%d}",
            one.project,
            ((one.stopped_at or one.started_at) - one.started_at).total_seconds() / 3600,
        )
        for one in found.entries
    ]


TWO = [("03-02", "A", 1.0), ("03-02", "B", 2.0)]


@pytest.mark.parametrize(
    "text",
    [
        "Date,Project,Hours\n2026-03-02,A,1\n2026-03-02,B,2\n2026-03-02,Total,3\n",
        "Datum;Projekt;Stunden\n02.03.2026;A;1,0\n02.03.2026;B;2,0\n02.03.2026;Summe;3,0\n",
        "Date,Project,Description,Duration\n2026-03-02,A,x,1:00\n2026-03-02,B,y,2:00\n2026-03-02,,TOTAL,3:00\n",
        "Date,Project,Minutes\n2026-03-02,A,60\n2026-03-02,B,120\n2026-03-08,Sum,180\n",
        "Date,User,Project,Hours,Amount\n2026-03-02,Ann,A,1,10\n2026-03-02,Ann,B,2,20\n2026-03-02,Ann,Total,3,30\n",
        "Date,Start,End,Project,Hours\n2026-03-02,09:00,10:00,A,\n2026-03-02,10:00,12:00,B,\n2026-03-02,,,Total,3\n",
        "Date,Project,Hours\n2026-03-02,A,1\n2026-03-02,B,2\n,,3\n",
        "Date,Project,Hours\n2026-03-02,A,1\n,B,2\n,Total,3\n",
        "Date,Project,Hours\n2026-03-02,A,1\n2026-03-02,B,2\n2026-03-02,Daily total:,3\n",
        "Datum;Projekt;Stunden\n02.03.2026;A;1\n02.03.2026;B;2\n02.03.2026;Tagessumme;3\n",
        "Start,End,Project,Hours\n2026-03-02 09:00,2026-03-02 10:00,A,\n2026-03-02 10:00,2026-03-02 12:00,B,\n,,,3\n",
    ],
)
def test_a_total_is_no_entry_whether_it_has_a_date_or_not(text: str) -> None:
    """Once, the hours of such files were doubled; it is said which line was left out."""
    found = read(text)
    assert (hours(found), found.troubles) == (TWO, [])
    assert "Line 4 is a total, no entry." in found.remarks


def test_totals_of_each_day_and_of_all_are_none() -> None:
    """A day with one entry has a total, too."""
    found = read(
        "Date,Project,Hours\n2026-03-02,A,1\n2026-03-02,B,2\n2026-03-02,Total,3\n"
        "2026-03-03,A,1.5\n2026-03-03,Total,1.5\n2026-03-31,Grand total,4.5\n"
    )
    assert hours(found) == [*TWO, ("03-03", "A", 1.5)]
    assert [said for said in found.remarks if "total" in said] == [f"Line {n} is a total, no entry." for n in (4, 6, 7)]


@pytest.mark.parametrize(
    ("row", "project"),
    [
        ("2026-03-02,Total,3.5,", "Total"),
        ("2026-03-02,Total War,3,", "Total War"),
        ("2026-03-02,Total,3,maps", "Total"),
    ],
)
def test_work_on_a_project_of_such_a_name_stays_work(row: str, project: str) -> None:
    """It is no sum of others, or says what was done; the first is said."""
    found = read(f"Date,Project,Hours,Note\n2026-03-02,A,1,x\n2026-03-02,B,2,y\n{row}\n")
    assert [name for _, name, _ in hours(found)] == ["A", "B", project]
    said = "1 row is called a total and is not what others come to: taken as work." in found.remarks
    assert said == (row == "2026-03-02,Total,3.5,")


def test_a_row_with_a_clock_is_an_entry_whatever_its_name() -> None:
    """Nobody starts a total."""
    text = "Start,End,Project\n2026-03-02 09:00,2026-03-02 10:00,A\n2026-03-02 10:00,2026-03-02 11:00,Total\n"
    assert [name for _, name, _ in hours(read(text))] == ["A", "Total"]


def test_a_date_that_is_left_out_is_that_of_the_row_above_and_that_is_said() -> None:
    """As in merged cells; not for a row that says nothing but hours."""
    found = read("Date,Project,Hours\n2026-03-02,A,1\n,B,2\n2026-03-03,A,1\n,B,2.5\n,,2\n")
    assert hours(found) == [*TWO, ("03-03", "A", 1.0), ("03-03", "B", 2.5)]
    assert "2 rows leave the date out: taken as that of the row above." in found.remarks
    assert [one.sentence for one in found.troubles] == ["Line 6 says no date."]
    assert [one.sentence for one in read("Date,Project,Hours\n,A,1\n2026-03-02,A,1\n").troubles] == [
        "Line 2 says no date."
    ]


@given(
    some.lists(some.lists(some.integers(1, 20), min_size=1, max_size=4), min_size=1, max_size=5),
    some.booleans(),
    some.booleans(),
)
def test_the_hours_of_generated_days_come_back_whatever_totals_stand_below(
    days: list[list[int]], is_dated: bool, is_merged: bool
) -> None:
    """Quarters of an hour; a total below each day."""
    lines = ["Date,Project,Hours"]
    for number, quarters in enumerate(days):
        day = f"2026-03-{number + 2:02d}"
        lines += [f"{'' if is_merged and at else day},P{at},{each / 4:g}" for at, each in enumerate(quarters)]
        lines.append(f"{day if is_dated else ''},Total,{sum(quarters) / 4:g}")
    found = read("\n".join(lines) + "\n")
    wanted = [
        (f"03-{number + 2:02d}", f"P{at}", each / 4) for number, day in enumerate(days) for at, each in enumerate(day)
    ]
    assert (hours(found), found.troubles) == (wanted, [])

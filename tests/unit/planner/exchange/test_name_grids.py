"""Tables with a row for each day and a column for each project or phase, as people keep them in a spreadsheet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.exchange import ReadFile, ReadOptions, Unanswered
from planner.exchange.reading import read_file

NOW = datetime(2026, 5, 8, 14, 30, tzinfo=UTC)
Entry = tuple[str, str, str, float]


def read(text: str, **options: Any) -> ReadFile:
    return read_file("log", text.encode(), None, ReadOptions(**{"now": NOW, **options}))[1]


def entries(found: ReadFile) -> list[Entry]:
    """Day, project, phase and hours of each entry."""
    lengths = [((e.stopped_at or e.started_at) - e.started_at).total_seconds() / 3600 for e in found.entries]
    named = [(f"{e.started_at:%m-%d}", e.project, e.phase) for e in found.entries]
    return [(*name, hours) for name, hours in zip(named, lengths, strict=True)]


WEBSITE_APP = [("03-02", "Website", "", 1.5), ("03-02", "App", "", 2), ("03-13", "App", "", 4)]


@pytest.mark.parametrize(
    "table",
    [
        "Date,Website,App\n2026-03-02,1.5,2\n2026-03-13,,4\n",
        "Date,Website,App\n2026-03-02,1:30,2:00\n2026-03-13,-,4:00\n",
        "Date,Website,App\n2026-03-02,1h30,2h\n2026-03-13,0,4h\n",
        ",Website,App\n2026-03-02,1.5,2\n2026-03-13,,4\n",
        "Datum;Website;App\n02.03.2026;1,5;2\n13.03.2026;;4\n",
        "Date,Weekday,Website,App\n2026-03-02,Mon,1.5,2\n2026-03-13,Fri,,4\n",
        "Date,Website,App,Total\n2026-03-02,1.5,2,3.5\n2026-03-13,,4,4\n",
        "Date,Website,App,Total hours\n2026-03-02,1.5,2,3.5\n2026-03-13,,4,4\nTotal,1.5,6,7.5\n",
        "Date,Σ,Website,App\n2026-03-02,3.5,1.5,2\n2026-03-13,4,,4\n,7.5,1.5,6\n",
        "Date,Website,App,\n2026-03-02,1.5,2,3.5\n2026-03-13,,4,4\n",
        "Date,Website,App\n2026-03-02 00:00:00,1.5,2\n2026-03-13 00:00:00,,4\n",
        "Date,Website,App\n2026-03-02T00:00:00,1.5,2\n2026-03-13T00:00:00,,4\n",
        "Date,Website,App\n46083,1.5,2\n46094,,4\n",
        "Date,Website (min),App (min),Total\n2026-03-02,90,120,210\n2026-03-13,,240,240\nTotal March,90,360,450\n",
    ],
)
def test_each_cell_with_hours_is_an_entry_of_its_project(table: str) -> None:
    """Whatever dates and hours look like; what sums up others is none, and each is on the line where it stands."""
    found = read(table)
    assert entries(found) == WEBSITE_APP
    assert [entry.line for entry in found.entries] == [2, 2, 3]
    assert found.troubles == []
    assert any(remark.endswith("are projects: each cell with hours is an entry.") for remark in found.remarks)
    assert any("is a total" in remark for remark in found.remarks) is (table.count("\n") > 3)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Date,Project,Tidying,Training\n2026-03-02,Toxic,1,2\n", ("Toxic", "Tidying", "Training")),
        ("Date,Clean,Explore,Model,Meetings\n2026-03-02,1,,2,\n", ("", "Clean", "Model")),
    ],
)
def test_names_are_phases_where_a_column_has_the_project_or_they_are_usual_phases(
    table: str, expected: tuple[str, str, str]
) -> None:
    project, *phases = expected
    assert [(found, phase) for _, found, phase, _ in entries(read(table))] == [(project, phase) for phase in phases]


@pytest.mark.parametrize(
    ("table", "left_out"),
    [
        ("KW;Datum;Alpha;Beta\n10;02.03.2026;2;3\n10;03.03.2026;2;3\n", "KW"),
        ("Date,Week,Alpha,Beta\n2026-03-02,10,2,3\n2026-03-03,10,2,3\n", "Week"),
        ("#,Date,Alpha,Beta\n1,2026-03-02,2,3\n2,2026-03-03,2,3\n", "#"),
        ("Pos,Date,Alpha,Beta\n1,2026-03-02,2,3\n2,2026-03-03,2,3\n3,2026-03-04,,\n", "Pos"),
        ("Date,Alpha,Beta,Holiday,Total\n2026-03-02,2,3,,5\n2026-03-03,2,3,3,8\n", "Holiday"),
    ],
)
def test_numbers_of_a_row_and_hours_off_are_no_projects_and_it_is_said(table: str, left_out: str) -> None:
    """They are small numbers too."""
    found = read(table)
    days = ("03-02", "03-03")
    assert entries(found) == [(day, *entry) for day in days for entry in (("Alpha", "", 2), ("Beta", "", 3))]
    assert f"'{left_out}' is no work on a project, and is not read." in found.remarks


@pytest.mark.parametrize(
    "names", ["A,B,C", "Sun,Moon,Venus", "Client,Internal,Admin", "Design,Coding,Travel", "Type,Out,In"]
)
def test_any_name_of_a_column_with_hours_may_be_that_of_a_project(names: str) -> None:
    """Also one that elsewhere is a day, an end in Spanish, or a client."""
    found = entries(read(f"Date,{names}\n2026-03-02,1.5,2.5,3.5\n"))
    assert [(project, hours) for _, project, _, hours in found] == list(
        zip(names.split(","), (1.5, 2.5, 3.5), strict=True)
    )


def test_totals_of_weeks_and_of_all_are_no_days() -> None:
    """By a name, or as they add up what is above them; of more hours than a day has, too."""
    days = [f"2026-03-{day:02d},4,5" for day in range(2, 7)]
    table = [
        "Date,Alpha,Beta",
        *days,
        "Week 10,20,25",
        *(f"2026-03-{day:02d},4,5" for day in (9, 10)),
        ",8,10",
        "Total,28,35",
    ]
    found = read("\n".join(table))
    assert sum(hours for *_, hours in entries(found)) == 7 * 9
    assert found.troubles == []
    assert sum("is a total" in remark for remark in found.remarks) == 3


def test_a_day_with_more_hours_than_it_has_is_left_out_and_said() -> None:
    """The others come in."""
    days = [f"2026-03-{day:02d},4,5" for day in range(2, 12)]
    found = read("\n".join(["Date,Alpha,Beta", *days, "2026-03-20,20,5"]))
    assert len(found.entries) == 20
    assert [trouble.sentence for trouble in found.troubles] == [
        "Line 12 says 25 h of one day, which has 24, and is left out."
    ]


def test_a_total_row_within_a_day_is_no_work_of_anybody() -> None:
    found = read("Date,Person,Task,Alpha,Beta\n2026-03-02,Ann,x,1,2\n2026-03-02,Bo,x,1,2\n2026-03-02,,Total,2,4\n")
    assert sum(hours for *_, hours in entries(found)) == 6


def test_a_note_is_that_of_each_entry_of_its_day() -> None:
    """The columns that are known by their names say the same of all that stands beside them."""
    found = read("Date,Alpha,Beta,Notes\n2026-03-02,1,2,a good day\n")
    assert [entry.note for entry in found.entries] == ["a good day"] * 2


@pytest.mark.parametrize(
    "table",
    [
        "Date,Regular hours,Overtime hours,Total hours\n2026-03-02,6,2,8\n",
        "Date,Billable,Non-billable,Hours\n2026-03-02,6,2,8\n",
        "Date,Hours,Kilometres,Expenses\n2026-03-02,8,20,3\n",
        "Datum,Stunden,Überstunden,Saldo\n2026-03-02,8,1,2\n",
        "Date,Start,End,Balance,Flex\n2026-03-02,09:00,17:00,1,2\n",
    ],
)
def test_hours_of_a_whole_day_stay_one_entry_whatever_else_stands_beside_them(table: str) -> None:
    """Kinds of hours, kilometres and balances are no projects."""
    assert entries(read(table)) == [("03-02", "", "", 8)]


@pytest.mark.parametrize(
    "table",
    [
        "Date,Weight,Steps\n2026-03-02,81,9000\n",
        "Date,Alpha,Beta\n2026-03-02,14,13\n",
        "Date,Alpha,Beta,Total\n2026-03-02,1,2,5\n",
        "Date,Worked today\n2026-03-02,3\n",
        "Date,Regular,Overtime\n2026-03-02,6,2\n",
        "Date,Alpha,Beta,Break\n2026-03-02,1,2,0.5\n",
        "Date,Estimated,Actual\n2026-03-02,2,3\n",
        "Date,Arrived,Left\n2026-03-02,8:00,15:30\n2026-03-03,8:00,15:00\n",
        "Date,Alpha (days),Beta (days)\n2026-03-02,0.5,0.5\n",
        "Date,Alpha,,Beta\n2026-03-02,1,2,3\n",
    ],
)
def test_what_cannot_be_hours_of_a_day_is_asked_about(table: str) -> None:
    """More than a day has, a sum that is none, one column alone, a break of nobody knows which."""
    with pytest.raises(Unanswered, match="no columns say when entries began"):
        read(table)


@given(
    some.lists(
        some.lists(some.sampled_from([0, 0.25, 0.5, 1, 2.75]), min_size=3, max_size=3), min_size=1, max_size=20
    ).filter(lambda days: all(any(day[at] for day in days) for at in range(3)))
)
def test_no_hour_is_lost_or_counted_twice(days: list[list[float]]) -> None:
    """By project and by day, whether the table has sums or not."""
    first = date(2026, 3, 2)
    rows = [f"{first + timedelta(days=at)},{','.join(map(str, day))},{sum(day)}" for at, day in enumerate(days)]
    sums = [sum(day[at] for day in days) for at in range(3)]
    bare = "\n".join(["Date,A1,B2,C3", *(row.rpartition(",")[0] for row in rows)])
    full = "\n".join(["Date,A1,B2,C3,Total", *rows, f"Total,{','.join(map(str, sums))},{sum(sums)}"])
    for table in (bare, full):
        found = entries(read(table))
        assert [sum(hours for _, name, _, hours in found if name == project) for project in ("A1", "B2", "C3")] == sums
        assert len(found) == sum(hours > 0 for day in days for hours in day)

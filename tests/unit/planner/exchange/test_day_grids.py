"""Weekly tables with a column for each day, as spreadsheets and reports of trackers have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.exchange import ChosenColumns, DayOrder, ImportQuestion, ReadFile, ReadOptions, Unanswered, Unit
from planner.exchange.reading import read_file

NOW = datetime(2026, 5, 8, 14, 30, tzinfo=UTC)


def read(text: str, **options: Any) -> ReadFile:
    return read_file("log", text.encode(), None, ReadOptions(**{"now": NOW, **options}))[1]


def hours(found: ReadFile) -> list[tuple[str, str, str, float]]:
    """Day, project, phase and hours of each entry."""
    return [
        (
            f"{e.started_at:%m-%d}",
            e.project,
            e.phase,
            ((e.stopped_at or e.started_at) - e.started_at).total_seconds() / 3600,
        )
        for e in found.entries
    ]


ALPHA_BETA = [
    ("03-02", "Alpha", "", 1.5),
    ("03-03", "Alpha", "", 2),
    ("03-03", "Beta", "", 0.5),
    ("03-04", "Beta", "", 3),
]


@pytest.mark.parametrize(
    "names",
    [
        "2026-03-02,2026-03-03,2026-03-04",
        "2026-03-02 00:00:00,2026-03-03 00:00:00,2026-03-04 00:00:00",
        "02.03.2026,03.03.2026,04.03.2026",
        "02.03.,03.03.,04.03.",
        "2.3.,3.3.,4.3.",
        "3/2/2026,3/3/2026,3/4/2026",
        "3/2,3/3,3/4",
        "03/02/26,03/03/26,03/04/26",
        "Mon 2 Mar,Tue 3 Mar,Wed 4 Mar",
        "Mon 2,Tue 3,Wed 4".replace(",", " March,") + " March",
        '"Mon, Mar 2","Tue, Mar 3","Wed, Mar 4"',
        "Mon (02.03.),Tue (03.03.),Wed (04.03.)",
        '"Mo\n02.03.","Di\n03.03.","Mi\n04.03."',
        "lun 2 mars,mar 3 mars,mer 4 mars",
        "2-Mar,3-Mar,4-Mar",
        "2-Mar-26,3-Mar-26,4-Mar-26",
        "2 Mar 2026,3 Mar 2026,4 Mar 2026",
        "46083,46084,46085",
        "3月2日,3月3日,3月4日",
        "02.03.2026,03.03.,04.03.",
    ],
)
def test_headings_that_are_days_make_an_entry_of_each_filled_cell(names: str) -> None:
    """However a day is written; one without a year is of the latest that has come."""
    found = read(f"Project,{names}\nAlpha,1.5,2,\nBeta,-,0.5,3\n")
    assert sorted(hours(found)) == sorted(ALPHA_BETA)
    assert found.troubles == []
    assert found.remarks[0].startswith("Its columns '")
    assert any("no year" in remark for remark in found.remarks) == ("26" not in names and "46" not in names)


def test_a_spreadsheet_may_have_real_dates_in_its_first_row(tmp_path: Path) -> None:
    """As most weekly sheets do."""
    pytest.importorskip("python_calamine")
    from tests.unit.made_sheets import write_sheet

    days = [datetime(2026, 3, day) for day in (2, 3, 4)]
    rows = [["Project", *days], ["Alpha", 1.5, 2, None], ["Beta", None, 0.5, 3]]
    path = write_sheet(tmp_path / "week.xlsx", {"Week": rows})
    found = read_file("week.xlsx", path.read_bytes(), None, ReadOptions())[1]
    assert sorted(hours(found)) == sorted(ALPHA_BETA)


def test_how_it_was_read_is_said() -> None:
    """What was made of the columns, of the year, and what was left out."""
    found = read("Project,02.03.,03.03.,Total\nAlpha,1.5,2,3.5\nBeta,,0.5,0.5\nTotal,1.5,2.5,4\n")
    assert sorted(hours(found)) == sorted(ALPHA_BETA[:3])
    assert [remark for remark in found.remarks if "time of day" not in remark] == [
        "Its columns '02.03.' to '03.03.' are days: each cell with hours is an entry.",
        "Its headings say no year: '02.03.' is taken as 2 March 2026.",
        "'Total' sums up the days, and is not read.",
        "Line 4 is a total, no entry.",
    ]


@pytest.mark.parametrize("total", ["Total", "Sum", "Gesamt", "Σ", "Total hours", "Hours", "Stunden", "whatever", ""])
def test_sums_of_a_row_are_left_out_whatever_they_are_called(total: str) -> None:
    """By their name, or because they are what the days come to."""
    found = read(f"Project,2026-03-02,2026-03-03,{total}\nAlpha,1.5,2,3.5\nBeta,,0.5,0.5\n")
    assert sorted(hours(found)) == sorted(ALPHA_BETA[:3])


@pytest.mark.parametrize("total", ["Total", "Summe", "", "Total week"])
def test_sums_of_a_column_are_left_out_and_that_is_said(total: str) -> None:
    """Below the last project, or below all tasks of one."""
    found = read(f"Project,2026-03-02,2026-03-03\nAlpha,1.5,2\nBeta,,0.5\n{total},1.5,2.5\n")
    assert sorted(hours(found)) == sorted(ALPHA_BETA[:3])
    assert "Line 4 is a total, no entry." in found.remarks


def test_a_project_that_begins_as_a_total_does_is_none() -> None:
    """Only where its numbers say so."""
    assert {project for _, project, *_ in hours(read("Project,2026-03-02,2026-03-03\nTotal War,1,2\nB,2,3\n"))} == {
        "Total War",
        "B",
    }


def test_tasks_below_their_project_are_entries_and_its_sums_are_none() -> None:
    """As reports by project and task write them: names once, with sums beside."""
    grouped = "Project,Task,2026-03-02,2026-03-03\nAlpha,,3,2\n,read,1,\n,write,2,2\nBeta,,1,\nBeta,fix,1,\n"
    found = read(grouped)
    assert hours(found) == [
        ("03-02", "Alpha", "read", 1),
        ("03-02", "Alpha", "write", 2),
        ("03-03", "Alpha", "write", 2),
        ("03-02", "Beta", "fix", 1),
    ]
    assert "2 rows leave 'Project' out: taken as that of the row above." in found.remarks
    assert "Line 2 sums up the rows below it, and is no entry." in found.remarks


@pytest.mark.parametrize(("name", "place"), [("", 1), ("Name", 1), ("Projekt", 1), ("Task", 2), ("Aktivität", 2)])
def test_what_names_the_rows_is_the_project_unless_it_says_otherwise(name: str, place: int) -> None:
    """A table of one column of names has those of its projects there."""
    found = read(f"{name},2026-03-02,2026-03-03\nAlpha,1,2\n")
    assert [entry[place] for entry in hours(found)] == ["Alpha", "Alpha"]


def test_cells_are_read_as_any_duration_is() -> None:
    """Hours and minutes, decimals with a comma, minutes where a number is more than a day has."""
    found = read("Project;2026-03-02;2026-03-03;2026-03-04\nAlpha;1:30;1,25;45 min\nBeta;0:00;0;x\n")
    assert [length for *_, length in hours(found)] == [1.5, 1.25, 0.75]
    assert [trouble.sentence for trouble in found.troubles] == ["Line 3 says 'x', which is no duration."]
    in_minutes = "Project,2026-03-02,2026-03-03\nAlpha,90,120\n"
    assert [length for *_, length in hours(read(in_minutes))] == [1.5, 2]
    assert [length for *_, length in hours(read(in_minutes, unit=Unit.SECONDS))] == [0.025, 1 / 30]


def test_a_week_without_dates_is_asked_about_and_never_guessed() -> None:
    """One sentence, which says how to answer; a day of the week is enough."""
    text = "Project,Mon,Tue,Wed (h),Sum\nAlpha,1.5,2,,3.5\n"
    with pytest.raises(Unanswered, match=r"^log: its columns are days of a week \('Mon' and 'Tue' …\)") as asked:
        read(text)
    assert asked.value.question is ImportQuestion.WEEK
    assert str(asked.value).endswith("it does not say of what week. Say a day of it, such as --week 2026-03-02.")
    for said in (date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 8)):
        assert hours(read(text, week=said)) == [("03-02", "Alpha", "", 1.5), ("03-03", "Alpha", "", 2)]
    sunday = "Project,Su,Mo,Tu,We,Th,Fr,Sa\nAlpha,1,2,3,4,5,6,7\n"
    assert [day for day, *_ in hours(read(sunday, week=date(2026, 3, 4)))] == [f"03-0{day}" for day in range(1, 8)]


@pytest.mark.parametrize("week", ["Mo,Di,Mi,Do,Fr", "lundi,mardi,mercredi", "pon,wt,śr,czw,pt", "月,火,水", "Пн,Вт,Ср"])
def test_days_of_the_week_are_known_in_other_languages(week: str) -> None:
    """Long and short ones."""
    with pytest.raises(Unanswered, match="days of a week"):
        read(f"Project,{week}\nAlpha,1,2,3,,\n")


def test_days_of_a_month_without_the_month_are_asked_about() -> None:
    """Nothing says which."""
    with pytest.raises(Unanswered, match=r"days of a month \(1 to 31\), and it does not say of what month"):
        read("Project," + ",".join(map(str, range(1, 32))) + "\nAlpha,1,2" + "," * 29 + "\n")


def test_days_that_could_be_months_are_asked_about() -> None:
    """One column tells nothing; several that follow one another do."""
    with pytest.raises(Unanswered, match="headings are days such as '3/2', and nothing tells") as asked:
        read("Project,3/2\nAlpha,1\n")
    assert asked.value.question is ImportQuestion.DAY_ORDER
    assert hours(read("Project,3/2\nAlpha,1\n", day_order=DayOrder.MONTH_FIRST)) == [("03-02", "Alpha", "", 1)]
    assert hours(read("Project,Mon 3/2,Tue 3/3\nAlpha,1,2\n"))[0] == ("03-02", "Alpha", "", 1)


def test_the_year_is_that_in_which_the_days_have_come_and_are_so_named() -> None:
    """No day of a log lies ahead; a day of the week tells the year, and a week may lie in two."""
    assert read("Project,30.12.,31.12.\nA,1,2\n").entries[0].started_at.year == 2025
    assert (
        read("Project,Mo 02.03.,Di 03.03.\nA,1,2\n", now=datetime(2029, 1, 1, tzinfo=UTC)).entries[0].started_at.year
        == 2026
    )
    over = read("Project,30.12.,31.12.,01.01.\nA,1,2,3\n")
    assert [entry.started_at.year for entry in over.entries] == [2025, 2025, 2026]
    with pytest.raises(Unanswered, match="no year of the last 12 has them so"):
        read("Project,Mo 02.03.,Mo 03.03.\nA,1,2\n")


def test_other_tables_stay_what_they_were() -> None:
    """Dates in a table without names of columns are none of its headings; chosen columns hold."""
    with pytest.raises(Unanswered, match="no columns say when"):
        read("2026-03-02 09:00,2026-03-02 10:30,Alpha\n2026-03-03 09:00,2026-03-03 10:30,Alpha\n")
    chosen = ChosenColumns(date="2026-03-02", hours="h")
    assert len(read("2026-03-02,h\n2026-03-03,2\n", columns=chosen).entries) == 1


Heading = Callable[[date], str]
HEADINGS: list[Heading] = [
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%d.%m.}",
    lambda day: f"{day:%d.%m.%y}",
    lambda day: f"{day:%a} {day.month}/{day.day}",
    lambda day: f"{day:%a} {day.day} {day:%b}",
    lambda day: f"{day:%B} {day.day}",
    lambda day: f"{day.day}-{day:%b}-{day:%y}",
    lambda day: str((day - date(1899, 12, 30)).days),
]
CELLS: list[Callable[[int], str]] = [
    lambda quarters: f"{quarters / 4:g}",
    lambda quarters: f"{quarters // 4}:{quarters % 4 * 15:02d}",
    lambda quarters: f"{quarters // 4}h {quarters % 4 * 15}m",
    lambda quarters: f"{quarters / 4:.2f}".replace(".", ","),
]


@given(
    first=some.dates(date(2025, 6, 1), date(2026, 4, 30)),
    grid=some.lists(some.lists(some.integers(0, 16), min_size=3, max_size=7), min_size=1, max_size=5),
    heading=some.sampled_from(HEADINGS),
    cell=some.sampled_from(CELLS),
    has_sums=some.tuples(some.booleans(), some.booleans()),
)
def test_the_hours_of_a_generated_week_come_back(
    first: date,
    grid: list[list[int]],
    heading: Heading,
    cell: Callable[[int], str],
    has_sums: tuple[bool, bool],
) -> None:
    """Quarters of an hour, by project and day; empty cells, and sums beside and below."""
    width = min(map(len, grid))
    days = [first + timedelta(days=at) for at in range(width)]
    rows = [[f"P{number}", *row[:width]] for number, row in enumerate(grid)]
    wanted = {(days[at], str(row[0])): int(q) for row in rows for at, q in enumerate(row[1:]) if q}
    if not wanted:
        return
    if has_sums[1]:
        rows.append(["Total", *(sum(int(row[at]) for row in rows) for at in range(1, width + 1))])
    lines = [["Project", *map(heading, days), *(["Total"] if has_sums[0] else [])]]
    for name, *quarters in rows:
        sums = [cell(sum(map(int, quarters)))] if has_sums[0] else []
        lines.append([str(name), *(cell(int(q)) if q else "" for q in quarters), *sums])
    found = read("\n".join("\t".join(line) for line in lines) + "\n", unit=Unit.HOURS)
    total: Counter[tuple[date, str]] = Counter()
    for entry in found.entries:
        assert entry.placed_on is not None
        total[entry.placed_on, entry.project] += round(
            ((entry.stopped_at or NOW) - entry.started_at).total_seconds() / 900
        )
    assert (dict(total), found.troubles) == (wanted, [])


def test_clocks_and_names_with_numbers_are_no_days_of_a_month() -> None:
    """`Out 1` is no 1 October and `Set 2` no 2 September in a table that says its days elsewhere."""
    found = read("Date,In 1,Out 1,In 2,Out 2\n2026-03-02,08:00,12:00,13:00,17:00\n2026-03-03,08:00,12:00,,\n", zone=UTC)
    assert [f"{e.started_at:%d %H:%M}-{e.stopped_at:%H:%M}" for e in found.entries] == [
        "02 08:00-12:00",
        "02 13:00-17:00",
        "03 08:00-12:00",
    ]
    with pytest.raises(Unanswered, match="no columns say when"):
        read("Name,In 1,Out 1,In 2,Out 2\nA,08:00,12:00,13:00,17:00\n")
    assert hours(read("Date,Set 1,Set 2\n2026-03-02,1,2\n")) == [
        ("03-02", "Set 1", "", 1),
        ("03-02", "Set 2", "", 2),
    ]
    assert [length for *_, length in hours(read("Date,Name,Hours,Set 1,Set 2\n2026-03-02,A,4,1,2\n"))] == [4]


@pytest.mark.parametrize("name", ["Hours", "Total", "Stunden"])
def test_a_column_that_is_called_a_sum_and_is_none_is_said(name: str) -> None:
    """Such as hours that were planned: the days are read, and that is said."""
    found = read(f"Project,{name},2026-03-02,2026-03-03\nA,40,1.5,2\nB,20,,0.5\n")
    assert sorted(hours(found)) == sorted(ALPHA_BETA_AS_A_AND_B)
    assert f"'{name}' does not say what its days come to: it is not read, the days are." in found.remarks
    assert f"'{name}' sums up the days, and is not read." not in found.remarks


ALPHA_BETA_AS_A_AND_B = [("03-02", "A", "", 1.5), ("03-03", "A", "", 2), ("03-03", "B", "", 0.5)]


@pytest.mark.parametrize(
    "names",
    ["Jan 26,Feb 26", "01/26,02/26,03/26", "01.26,02.26", "26-01,26-02", "Dec 25,Jan 26", "Dez 25,Jan 26,Feb 26"],
)
def test_months_of_a_year_are_asked_about_and_never_days(names: str) -> None:
    """They do not say on which days the hours were worked."""
    cells = ",".join("10" for _ in names.split(","))
    with pytest.raises(Unanswered, match="can be months of a year, which do not say on which days") as asked:
        read(f"Project,{names}\nA,{cells}\n")
    assert asked.value.question is ImportQuestion.COLUMNS


@pytest.mark.parametrize("names", ["Jan 26,Jan 27", "26 Jan,27 Jan", "Jan 5,Feb 5", "Mon 26 Jan,Thu 26 Feb", "Jan 26"])
def test_days_that_cannot_be_months_stay_days(names: str) -> None:
    """Of one month, of a number that is no year of now, or with their days of the week."""
    assert len(read(f"Project,{names}\nA,{','.join('1' for _ in names.split(','))}\n").entries) == 1 + names.count(",")

"""Weekly tables with a row for each project and week: a column says of what week each row is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.exchange import ImportQuestion, ReadFile, ReadOptions, Unanswered
from planner.exchange.reading import read_file

FIRST = [("03-02", 1.0), ("03-03", 2.0), ("03-04", 3.0)]
SECOND = [("03-09", 1.5), ("03-10", 2.5)]
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def read(text: str, **options: Any) -> ReadFile:
    return read_file("log", text.encode(), None, ReadOptions(now=NOW, **options))[1]


def hours(found: ReadFile) -> list[tuple[str, float]]:
    """Day and hours of each entry."""
    return [
        (f"{one.started_at:%m-%d}", ((one.stopped_at or one.started_at) - one.started_at).total_seconds() / 3600)
        for one in found.entries
    ]


@pytest.mark.parametrize("said", [None, date(2026, 3, 2), date(2026, 3, 9)])
@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("Week starting", "2026-03-02", "2026-03-09"),
        ("Week of", "March 2, 2026", "March 9, 2026"),
        ("W/C", "2 Mar 2026", "9 Mar 2026"),
        ("Week commencing", "2026-03-01", "2026-03-08"),
        ("Week ending", "2026-03-08", "2026-03-15"),
        ("Woche bis", "06.03.2026", "13.03.2026"),
        ("Wochenbeginn", "02.03.2026", "09.03.2026"),
        ("Week", "2026-W10", "2026-W11"),
        ("Week", "2026W10", "2026W11"),
        ("Whatever", "2026-W10", "2026-W11"),
        ("Week", "W10 2026", "W11 2026"),
        ("KW", "10/2026", "11/2026"),
        ("KW", "KW 10 2026", "KW 11 2026"),
        ("Kalenderwoche", "2026-10", "2026-11"),
        ("Semaine", "10/2026", "11/2026"),
        ("Week", "2026-03-02", "2026-03-09"),
        ("Woche", "02.03.2026 - 08.03.2026", "09.03.2026 – 15.03.2026"),
        ("Woche", "02.03.2026-08.03.2026", "09.03.2026-15.03.2026"),
        ("Woche", "02.03.-08.03.2026", "09.03. - 15.03.2026"),
        ("Week", "Mar 2 - Mar 8, 2026", "Mar 9 to Mar 15, 2026"),
        ("Period", "2026-03-02/2026-03-08", "2026-03-09 - 2026-03-15"),
        ("Date", "2026-03-02", "2026-03-09"),
        ("Datum", "04.03.2026", "11.03.2026"),
        ("Start", "46083", "46090"),
    ],
)
def test_each_row_is_of_its_own_week(name: str, first: str, second: str, said: date | None) -> None:
    """Whatever week a person said: once, the hours of all weeks were put on one."""
    found = read(f"{name};Project;Mon;Tue;Wed\n{first};A;1;2;3\n{second};A;1.5;2.5;\n", week=said)
    assert hours(found) == [*FIRST, *SECOND]
    assert {one.project for one in found.entries} == {"A"}
    assert f"'{name}' says the week of each row: 'Mon' of line 2 is 2 March 2026." in found.remarks


def test_a_number_of_a_week_needs_its_year() -> None:
    """In a column of its own, or from the person: a day of one of the weeks is enough."""
    text = "KW;Projekt;Mo;Di;Mi\n10;A;1;2;3\n11;A;1,5;2,5;\n"
    with pytest.raises(Unanswered, match="'KW' says the week 10, and it does not say of what year") as asked:
        read(text)
    assert asked.value.question is ImportQuestion.WEEK
    assert hours(read(text, week=date(2026, 3, 10))) == [*FIRST, *SECOND]
    with pytest.raises(Unanswered, match="'KW' says the week 10"):
        read(text, week=date(2026, 5, 4))
    assert hours(read("Jahr;KW;Projekt;Mo;Di;Mi\n2026;10;A;1;2;3\n2026;11;A;1,5;2,5;\n")) == [*FIRST, *SECOND]


def test_a_date_that_is_none_of_the_days_is_asked_about() -> None:
    """A Sunday may end a week, or begin one."""
    with pytest.raises(Unanswered, match=r"'Date' says 2026-03-01 \(Sunday\), which is none of its days"):
        read("Date,Project,Mon,Tue,Wed\n2026-03-01,A,1,2,3\n")


def test_a_week_written_once_holds_for_the_rows_below_and_totals_are_none() -> None:
    """As in merged cells; sums of a week and of all."""
    found = read(
        "Week,Project,Mon,Tue,Wed,Sum\n2026-W10,A,1,1,3,5\n,B,,1,,1\n,,1,2,3,6\n2026-W11,A,1.5,2.5,,4\n,,1.5,2.5,,4\n"
        "2026-W99,A,1,1,1,3\nTotal,,2.5,4.5,3,10\n"
    )
    assert sorted(hours(found)) == sorted([FIRST[0], ("03-03", 1.0), ("03-03", 1.0), FIRST[2], *SECOND])
    assert [one.sentence for one in found.troubles] == ["Line 7 says '2026-W99', which is no week."]
    assert "1 row leaves the week out: taken as that of the row above." in found.remarks
    assert [said for said in found.remarks if "is a total" in said] == [
        f"Line {line} is a total, no entry." for line in (4, 6, 8)
    ]


def test_hours_of_the_week_are_no_number_of_it() -> None:
    """A column called Week may be the sum of the days; one of dates may be of something else."""
    with pytest.raises(Unanswered, match="does not say of what week"):
        read("Project,Mon,Tue,Wed,Week\nA,1,2,3,6\nB,4,1,1,6\n")
    text = "Project,Hired,Mon,Tue,Wed\nA,2020-03-02,1,2,3\nB,2021-03-02,1,,\n"
    assert len(read(text, week=date(2026, 3, 2)).entries) == 4
    daily = "Date,Hours,Mon,Tue,Wed\n2026-03-02,4,1,0,0\n2026-03-03,5,0,1,0\n"
    assert hours(read(daily)) == [("03-02", 4.0), ("03-03", 5.0)]


@given(
    monday=some.dates(date(2025, 1, 6), date(2026, 10, 1)).map(lambda day: day - timedelta(days=day.weekday())),
    rows=some.lists(some.tuples(some.integers(0, 5), some.integers(0, 6)), min_size=1, max_size=8),
    form=some.sampled_from(["{0:%Y-%m-%d}", "{0:%d.%m.%Y}", "{1.year}-W{1.week:02d}", "KW {1.week}/{1.year}"]),
)
def test_the_days_of_generated_weeks_come_back(monday: date, rows: list[tuple[int, int]], form: str) -> None:
    """Row by row, over the turn of the year too."""
    wanted = [monday + timedelta(weeks=week, days=day) for week, day in rows]
    lines = ["Week,Project,Mo,Tu,We,Th,Fr,Sa,Su"]
    for week, day in rows:
        first = monday + timedelta(weeks=week)
        cells = ["1" if at == day else "" for at in range(7)]
        lines.append(",".join([form.format(first, first.isocalendar()), "A", *cells]))
    assert [one.placed_on for one in read("\n".join(lines) + "\n").entries] == wanted


@pytest.mark.parametrize("said", [None, date(2026, 3, 2)])
def test_weeks_that_cannot_be_read_are_never_put_on_one(said: date | None) -> None:
    """Whatever week was said; a single one may be."""
    text = "Week,Project,Mon,Tue,Wed\n2 to 8 in spring,A,1,2,3\n9 to 15 in spring,A,1.5,2.5,\n"
    with pytest.raises(Unanswered, match="'Week' says several weeks, such as '2 to 8 in spring'") as asked:
        read(text, week=said)
    assert asked.value.question is ImportQuestion.COLUMNS
    one = "Week,Project,Mon,Tue,Wed\n2 to 8 in spring,A,1,2,3\n"
    assert hours(read(one, week=date(2026, 3, 2))) == FIRST

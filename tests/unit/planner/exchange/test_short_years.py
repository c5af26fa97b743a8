"""Dates with two digits of the year, which may stand in front: 26-03-02."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.exchange import DayOrder, ImportQuestion, ReadFile, ReadOptions, Unanswered
from planner.exchange.reading import read_file

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def read(text: str, **options: Any) -> ReadFile:
    return read_file("log", text.encode(), None, ReadOptions(**{"now": NOW, **options}))[1]


def days(*texts: str, **options: Any) -> list[str]:
    """The days of a file with an entry on each date."""
    rows = "".join(f"{text},A,1\n" for text in texts)
    return [f"{one.started_at:%Y-%m-%d}" for one in read(f"Date,Project,Hours\n{rows}", **options).entries]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["26-03-02", "26-03-13", "26-03-31"], ["2026-03-02", "2026-03-13", "2026-03-31"]),
        (["26/03/02", "26/03/03"], ["2026-03-02", "2026-03-03"]),
        (["26.03.02.", "26.03.13."], ["2026-03-02", "2026-03-13"]),
        (["25-12-30", "26-01-02"], ["2025-12-30", "2026-01-02"]),
        (["Mo 26-03-02", "Di 26-03-03"], ["2026-03-02", "2026-03-03"]),
        (["26-03-24", "26-03-25", "26-03-26"], ["2026-03-24", "2026-03-25", "2026-03-26"]),
    ],
)
def test_a_year_that_stays_while_days_go_on_is_the_first_number(texts: list[str], expected: list[str]) -> None:
    """Once, one week was spread over twenty years."""
    assert days(*texts) == expected
    said = read("Date,Project,Hours\n" + "".join(f"{text},A,1\n" for text in texts)).remarks
    assert any(f"Its dates begin with two digits of the year: '{texts[0]}' is taken as" in remark for remark in said)


def test_starts_and_headings_may_be_written_so() -> None:
    """With a clock behind, or as columns of a week."""
    found = read("Start,End\n26-03-02 09:00,26-03-02 10:00\n26-03-03 09:00,26-03-03 10:00\n")
    assert [f"{one.started_at:%Y-%m-%d %H:%M}" for one in found.entries] == ["2026-03-02 09:00", "2026-03-03 09:00"]
    grid = read("Project,26-03-02,26-03-03,26-03-04\nA,1,2,3\n")
    assert [one.placed_on for one in grid.entries] == [date(2026, 3, day) for day in (2, 3, 4)]
    assert any("'26-03-02' is taken as 2 March 2026" in remark for remark in grid.remarks)


@pytest.mark.parametrize("texts", [["26-03-02"], ["24-03-02", "24-03-13", "24-03-31"], ["26/03/02", "26/04/02"]])
def test_dates_that_lie_far_back_one_way_are_asked_about(texts: list[str]) -> None:
    """One date tells nothing; who says the order is believed."""
    with pytest.raises(Unanswered, match="have two digits of the year, first or last: it could be") as asked:
        days(*texts)
    assert asked.value.question is ImportQuestion.DAY_ORDER
    assert days(*texts, day_order=DayOrder.DAY_FIRST)[0] == f"2002-03-{texts[0][:2]}"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["26/11/25", "27/11/25"], ["2025-11-26", "2025-11-27"]),
        (["26.03.26"], ["2026-03-26"]),
        (["26-03-25"], ["2025-03-26"]),
        (["25/11/24", "25/12/24", "26/01/25"], ["2024-11-25", "2024-12-25", "2025-01-26"]),
        (["19/11/26", "20/11/26", "25/12/26"], ["2026-11-19", "2026-11-20", "2026-12-25"]),
        (["11/26/25", "11/27/25"], ["2025-11-26", "2025-11-27"]),
        (["26/03/02", "27/03/02"], ["2002-03-26", "2002-03-27"]),
    ],
)
def test_days_in_front_stay_days(texts: list[str], expected: list[str]) -> None:
    """Of this year or an old one, a little ahead, or behind the month."""
    assert days(*texts) == expected


@given(
    first=some.dates(date(2025, 1, 1), date(2026, 11, 1)),
    steps=some.lists(some.integers(1, 3), min_size=3, max_size=8),
    mark=some.sampled_from("-/."),
)
def test_days_of_a_log_come_back_whichever_way_the_year_stands(first: date, steps: list[int], mark: str) -> None:
    """In front as in Asia and Hungary, behind as elsewhere."""
    wanted = [first]
    for step in steps:
        wanted.append(wanted[-1] + timedelta(days=step))
    expected = [f"{day:%Y-%m-%d}" for day in wanted]
    assert days(*(f"{day:%y{mark}%m{mark}%d}" for day in wanted)) == expected
    if any(day.day > 12 for day in wanted):
        assert days(*(f"{day:%d{mark}%m{mark}%y}" for day in wanted)) == expected


def test_clocks_apart_by_dots_are_no_dates() -> None:
    """25 is no hour, but 17 may be a year."""
    found = read("Date,Start,End\n2026-03-02,16.05.30,17.30.05\n2026-03-03,17.05.10,18.30.25\n")
    assert [f"{one.started_at:%H:%M:%S}" for one in found.entries] == ["16:05:30", "17:05:10"]
    found = read("Start,End\n2026-03-02 16.05.30,17.05.10\n2026-03-03 17.05.10,18.06.11\n")
    assert [f"{one.stopped_at:%d %H:%M:%S}" for one in found.entries] == ["02 17:05:10", "03 18:06:11"]

"""Starts and ends that are dates without a clock: they say the days, and not how long somebody worked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from planner.exchange import ImportQuestion, ReadFile, ReadOptions, Unanswered
from planner.exchange.reading import read_file


def read(text: str, **options: Any) -> ReadFile:
    return read_file("log", text.encode(), None, ReadOptions(**options))[1]


def placed(found: ReadFile) -> list[tuple[str, float]]:
    """Where each entry begins, and its hours of work."""
    return [
        (
            f"{one.started_at:%m-%d %H:%M}",
            ((one.stopped_at or one.started_at) - one.started_at).total_seconds() / 3600 - one.interrupted_s / 3600,
        )
        for one in found.entries
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Task,Start,End\nA,2026-03-02,2026-03-05\nB,2026-03-06,2026-03-09\n",
        "Employee,Type,Start,End\nAnn,Vacation,2026-03-02,2026-03-06\n",
        "Aufgabe;Von;Bis\nA;02.03.2026;05.03.2026\n",
        "Task,Start,End\nA,2026-03-02 00:00:00,2026-03-05 00:00:00\n",
        "Task,Start,End\nA,20260302,20260305\nTotal,,\n",
        '[{"task": "A", "start": "2026-03-02", "end": "2026-03-05"}]',
    ],
)
def test_dates_alone_say_no_hours_and_are_asked_about(text: str) -> None:
    """Nobody works day and night from one date to the next."""
    with pytest.raises(Unanswered, match="dates without a clock, which do not say how many hours") as asked:
        read(text)
    assert asked.value.question is ImportQuestion.COLUMNS
    assert "--hours COLUMN" in str(asked.value)


@pytest.mark.parametrize(
    "text",
    [
        "Name,Duration,Start,Finish\nA,24 h,2026-03-02,2026-03-05\n",
        "Name,Start,Finish,Hours\nA,2026-03-02,2026-03-05,24\n",
        "Name;Beginn;Ende;Stunden\nA;02.03.2026 00:00;05.03.2026 00:00;24\n",
        "Name,Start,Finish,Minutes\nA,3/2/2026,3/13/2026,1440\n",
    ],
)
def test_a_duration_beside_them_is_the_length(text: str) -> None:
    """On the first of the days, without an interruption that nobody had; and it is said."""
    found = read(text)
    assert placed(found) == [("03-02 09:00", 24.0)]
    assert [one.interrupted_s for one in found.entries] == [0.0]
    assert any("holds dates without a clock: durations say how long" in remark for remark in found.remarks)


def test_days_of_work_are_asked_about_as_anywhere() -> None:
    """A duration in days was once set aside for the dates."""
    text = "Name,Duration,Start,Finish\nA,3 days,2026-03-02,2026-03-05\n"
    with pytest.raises(Unanswered, match="how many hours a day has"):
        read(text)
    assert placed(read(text, day_hours=8)) == [("03-02 09:00", 24.0)]


def test_a_row_of_mere_dates_among_others_is_placed_by_its_duration_or_left_out_with_its_line() -> None:
    """The others keep their clocks."""
    found = read(
        "Name,Start,End,Hours\n"
        "A,2026-03-02 09:00,2026-03-02 11:00,2\n"
        "B,2026-03-03,2026-03-05,3\n"
        "C,2026-03-04,2026-03-05,\n"
        "D,2026-03-05 00:00,2026-03-05 01:00,1\n"
    )
    assert placed(found) == [("03-02 09:00", 2.0), ("03-03 09:00", 3.0), ("03-05 00:00", 1.0)]
    assert [one.sentence for one in found.troubles] == ["Line 4 says dates without a clock, and no duration."]


def test_midnight_that_is_a_moment_stays_one() -> None:
    """With its distance from UTC, or beside ends with clocks."""
    assert placed(read("Start,End\n2026-03-02T00:00:00Z,2026-03-03T00:00:00Z\n")) == [("03-02 00:00", 24.0)]
    assert placed(read("Start,End\n2026-03-02 00:00,2026-03-02 08:00\n")) == [("03-02 00:00", 8.0)]
    assert read("Start,End\n2026-03-02,2026-03-02 08:00\n").entries[0].started_at == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Task;Start;Ende;Stunden\nA;02.03.26;05.03.26;24\n",
        "Task,Start date,End date,Hours\nA,2026-03-02,2026-03-05,24\n",
    ],
)
def test_dates_that_look_like_clocks_or_have_columns_of_dates_are_read_too(text: str) -> None:
    """2:03:26 is no start where no column says the day."""
    found = read(text)
    assert placed(found) == [("03-02 09:00", 24.0)]
    assert any("holds dates without a clock" in remark for remark in found.remarks)
    with pytest.raises(Unanswered, match="hold dates without a clock"):
        read("Task;Start;Ende\nA;02.03.26;05.03.26\n")
    assert placed(read("Datum;Start;Ende\n02.03.26;09.05.10;10.05.10\n")) == [("03-02 09:05", 1.0)]


def test_an_end_on_the_same_day_needs_no_word() -> None:
    """Reports of trackers have both dates beside a duration."""
    found = read("Start date,End date,Duration,Project\n2026-03-02,2026-03-02,01:30:00,A\n")
    assert placed(found) == [("03-02 09:00", 1.5)]
    assert not any("without a clock" in remark for remark in found.remarks)

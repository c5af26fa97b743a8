"""1,080 in a column of durations: a thousand and eighty, or one and a little?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.exchange import ImportQuestion, ReadFile, ReadOptions, Unanswered, Unit
from planner.exchange.reading import read_file


def read(heading: str, *cells: str, unit: Unit | None = None) -> ReadFile:
    """A cell a day."""
    rows = "".join(f"2026-03-{day:02d};A;{cell}\n" for day, cell in enumerate(cells, start=2))
    return read_file("log", f"Date;Project;{heading}\n{rows}".encode(), None, ReadOptions(unit=unit))[1]


def minutes(found: ReadFile) -> list[float]:
    return [((one.stopped_at or one.started_at) - one.started_at).total_seconds() / 60 for one in found.entries]


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Minutes", ["1,080", "90"], [1080, 90]),
        ("Minuten", ["1.080", "90"], [1080, 90]),
        ("Minuten", ["1.080", "90,5"], [1080, 90.5]),
        ("Minutes", ["1,080", "90.25"], [1080, 90.25]),
        ("Duration", ["1,080", "90"], [1080, 90]),
        ("Seconds", ["5,400", "12600"], [90, 210]),
        ("Seconds", ["5,400", "900.5"], [90, 900.5 / 60]),
        ("Sekunden", ["5.400", "900,5"], [90, 900.5 / 60]),
    ],
)
def test_thousands_are_known_by_the_numbers_beside_them_and_that_is_said(
    heading: str, cells: list[str], expected: list[float]
) -> None:
    """Once, 18 hours were a minute."""
    found = read(heading, *cells)
    assert minutes(found) == pytest.approx(expected)
    assert any(f"'{heading}' has marks before its thousands: '{cells[0]}' is taken" in said for said in found.remarks)


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Minutes", ["90.500", "45.250"], [90.5, 45.25]),
        ("Minutes", ["12.500", "45"], [12.5, 45]),
        ("Minutes", ["1.125", "90", "2.5"], [1.125, 90, 2.5]),
        ("Duration", ["1.125", "2"], [67.5, 120]),
        ("Hours", ["1.125", "2", "7.5"], [67.5, 120, 450]),
        ("Stunden", ["1,250", "2"], [75, 120]),
    ],
)
def test_decimals_stay_decimals(heading: str, cells: list[str], expected: list[float]) -> None:
    """Of hours always; of minutes where others of the column have some, or thousands would be more than a day."""
    assert minutes(read(heading, *cells)) == pytest.approx(expected)


@pytest.mark.parametrize(("text", "whole"), [("1,083", 1083), ("1.083", 1083), ("1.125", 1125)])
def test_a_minute_and_a_bit_beside_whole_minutes_is_asked_about(text: str, whole: int) -> None:
    """It may be 65 seconds, or 18 hours."""
    with pytest.raises(Unanswered, match=r"'Minutes' says '1.\d+' beside numbers without a mark"):
        read("Minutes", text, "90", "45")
    assert minutes(read("Minutes", text, "90", "45", unit=Unit.MINUTES)) == [whole, 90, 45]


def test_numbers_that_could_be_either_are_asked_about() -> None:
    """And the answer holds."""
    with pytest.raises(Unanswered, match=r"'Seconds' says '5\.125' beside numbers without a mark") as asked:
        read("Seconds", "5.125", "12600")
    assert asked.value.question is ImportQuestion.UNIT
    assert minutes(read("Seconds", "5.125", "12600", unit=Unit.SECONDS)) == pytest.approx([5125 / 60, 210])
    with pytest.raises(Unanswered, match=r"'Minuten' says minutes, but '1\.200' minutes would be next to nothing"):
        read("Minuten", "1.080", "1.200")
    assert minutes(read("Minuten", "1.080", "1.200", unit=Unit.MINUTES)) == pytest.approx([1080, 1200])


def test_thousands_alone_that_end_with_zeros_are_asked_about() -> None:
    """A thousand minutes or one: nothing tells."""
    with pytest.raises(Unanswered, match="'Minutes' says '1,000': is that thousands, or decimals that are zeros"):
        read("Minutes", "1,000", "1,000")
    assert minutes(read("Minutes", "1,000", "1,000", unit=Unit.MINUTES)) == pytest.approx([1000, 1000])


def test_start_and_end_tell_them_apart() -> None:
    """A minute and a bit beside clocks that say so."""
    text = "Start,End,Minutes\n2026-03-02 09:00:00,2026-03-02 09:01:05,1.083\n2026-03-03 09:00,2026-03-03 10:30,90\n"
    assert minutes(read_file("log", text.encode(), None, ReadOptions())[1]) == pytest.approx([65 / 60, 90])


@given(some.lists(some.integers(1, 1400), min_size=2, max_size=8), some.sampled_from(",."))
def test_minutes_with_marks_before_thousands_come_back_or_are_asked_about(numbers: list[int], mark: str) -> None:
    """As spreadsheets and reports write them."""
    cells = [f"{number:,}".replace(",", mark) for number in numbers]
    try:
        found = read("Minutes", *cells)
    except Unanswered:
        found = read("Minutes", *cells, unit=Unit.MINUTES)
    assert minutes(found) == pytest.approx(numbers)


def test_a_duration_that_cannot_be_says_why() -> None:
    """Longer than its clocks is another matter than longer than a day; a heading that says hh:mm names its unit."""
    text = b"Start,End,Duration\n2026-03-02 09:00,2026-03-02 12:00,4:00\n"
    found = read_file("log", text, None, ReadOptions())[1]
    assert minutes(found) == [180]
    assert any("'4:00' as hours would be longer than from start to end" in remark for remark in found.remarks)
    with pytest.raises(
        Unanswered, match=r"'Duration \(hh:mm\)' says hours, but '26:30' hours would be more than a day"
    ):
        read("Duration (hh:mm)", "26:30")
    with pytest.raises(Unanswered, match="'26:30' as hours would be more than a day"):
        read("Duration", "26:30")

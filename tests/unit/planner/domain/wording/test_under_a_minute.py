"""Durations of less than a minute: called so everywhere, and told apart from a minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.timelog import TimeEntry
from planner.domain.wording.durations import between_words, hours_words, length_words, so_far_words
from planner.pages.work_page.entry_table import frame_of, rows_of

START = datetime(2026, 5, 4, 9, tzinfo=UTC)


@given(st.floats(0.001, 59.999))
def test_less_than_a_minute_is_never_called_one(seconds: float) -> None:
    """Nor nothing."""
    assert hours_words(seconds / 3600) == "< 1 min"


@given(st.integers(1, 58))
def test_whole_minutes_are_said_as_they_are(minutes: int) -> None:
    """From one on, however they are counted."""
    assert hours_words(minutes / 60) == hours_words(minutes * 60 / 3600) == f"{minutes} min"


@given(st.floats(0.0, 120.0))
def test_a_running_time_goes_from_seconds_to_a_minute(seconds: float) -> None:
    """Where seconds are counted there is no word for less than a minute."""
    assume(abs(seconds - 59.5) > 1e-6)  # hours have no exact half second
    for words in (so_far_words(seconds / 3600), length_words(seconds)):
        assert words != "< 1 min"
        assert words.endswith(" s") == (seconds < 59.5)


def test_a_range_that_begins_below_a_minute_says_up_to() -> None:
    """And one that ends there is less than a minute."""
    assert between_words(0.01, 0.5) == "up to 30 min"
    assert between_words(0.0, 0.01) == between_words(0.005, 0.01) == "< 1 min"


def test_the_table_of_entries_says_it_the_same_way() -> None:
    """An entry within a minute, and one that lasts one."""
    entries = [
        TimeEntry(number, 1, START, START + timedelta(seconds=length), attended=True)
        for number, length in ((1, 20), (2, 60))
    ]
    assert frame_of(rows_of(entries, {1: "Explore"}, UTC), UTC)["length"].tolist() == ["1 min", "< 1 min"]

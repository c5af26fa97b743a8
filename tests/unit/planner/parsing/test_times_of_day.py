"""A time of day that a person types, as the next instant at which the clock shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from planner.parsing.times_of_day import next_time_of_day

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("15:30", 1.0),
        ("14:00", 23.5),
        ("14:30", 24.0),
        (" 7:30 ", 17.0),
        ("7.30", 17.0),
        ("7:30 am", 17.0),
        ("3:30 P.M.", 1.0),
        ("4pm", 1.5),
    ],
)
def test_it_is_the_next_time_the_clock_shows_it(now: datetime, typed: str, hours: float) -> None:
    """Later today, or tomorrow once it has passed; at half past two, half past two is tomorrow."""
    assert (next_time_of_day(typed, now=now) - now).total_seconds() / 3600 == hours


def test_a_night_in_which_clocks_change_is_shorter_or_longer() -> None:
    """Half past seven is half past seven, however many hours lie before it."""
    spring, autumn = datetime(2026, 3, 28, 22, tzinfo=BERLIN), datetime(2026, 10, 24, 22, tzinfo=BERLIN)
    hours = [(next_time_of_day("07:30", now=at) - at.astimezone(UTC)).total_seconds() / 3600 for at in (spring, autumn)]
    assert hours == [8.5, 10.5]


@pytest.mark.parametrize("typed", ["24:00", "12:60", "noon", "", "1430", "-1:30", "14", "13 pm", "0 am"])
def test_anything_else_is_refused_with_two_examples(now: datetime, typed: str) -> None:
    """The sentence names what was typed."""
    with pytest.raises(ValueError, match=r"is not a time of day. Write it like 07:30 or 14:05"):
        next_time_of_day(typed, now=now)

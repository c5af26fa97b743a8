"""Days and clocks as people read them, on the clocks of whichever zone is handed down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.wording.days import (
    clock_words,
    date_of,
    date_words,
    day_and_clock_words,
    day_words,
    days_until,
    exact_clock_words,
    exact_moment_words,
    full_date,
    full_day,
    full_month,
    moment_words,
    month_words,
    short_date,
    short_day,
    short_days,
    short_full_date,
    short_full_day,
    short_month,
    until_words,
    when_words,
)

BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")
NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(0), "today"),
        (timedelta(hours=10), "tomorrow"),
        (timedelta(hours=9, minutes=59, seconds=59), "today"),
        (timedelta(hours=-14, seconds=-1), "yesterday"),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=-9), "9 days ago"),
        (timedelta(days=3000), "in 3,000 days"),
    ],
)
def test_how_far_away_a_day_is_goes_by_the_calendar_of_the_zone(away: timedelta, words: str) -> None:
    """Midnight in Berlin is at ten in the evening of UTC: a second before it is still today."""
    assert until_words(NOON + away, NOON, BERLIN) == words


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), st.integers(-400, 400))
def test_days_are_counted_by_dates_also_where_one_has_23_or_25_hours(wall: datetime, days: int) -> None:
    """Noon to noon, across any change of clocks."""
    today, other = wall.replace(hour=12), wall.replace(hour=12) + timedelta(days=days)
    for zone in (BERLIN, AUCKLAND):
        now, instant = (at.replace(tzinfo=zone).astimezone(UTC) for at in (today, other))
        assert days_until(instant, now, zone) == days


def test_an_instant_has_the_day_and_the_clock_of_its_zone() -> None:
    """The same instant is another day elsewhere."""
    late = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    assert (clock_words(late, BERLIN), clock_words(late, AUCKLAND)) == ("23:59", "11:59")
    assert day_and_clock_words(late, BERLIN) == "Thu 31 Dec 23:59"
    assert (day_words(late, NOON, BERLIN), day_words(late, NOON, AUCKLAND)) == ("Thu 31 December", "Fri 1 January 2027")
    assert (date_of(late, NOON, BERLIN), date_of(late, NOON, AUCKLAND)) == ("31 December", "1 January 2027")


def test_clocks_say_what_they_show_around_a_change() -> None:
    """In spring an hour is not there, in autumn one is there twice."""
    spring, autumn = datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert [clock_words(spring + timedelta(minutes=at), BERLIN) for at in (0, 1)] == ["01:59", "03:00"]
    assert [clock_words(autumn + timedelta(hours=at), BERLIN) for at in (0, 1)] == ["02:30", "02:30"]


def test_a_moment_of_today_is_its_clock_alone() -> None:
    """Others have their day."""
    assert when_words(NOON, NOON, BERLIN) == "14:00"
    assert when_words(NOON - timedelta(days=1), NOON, BERLIN) == "Thu 11 Jun 14:00"


def test_dates_are_said_long_and_short() -> None:
    """The day without a zero before it."""
    day = date(2026, 6, 2)
    assert (full_date(day), full_day(day), full_month(day)) == ("2 June 2026", "Tue 2 June 2026", "June 2026")
    assert (short_date(day), short_day(day), short_month(day)) == ("2 Jun", "Tue 2 Jun", "Jun 2026")
    assert (short_full_date(day), short_full_day(day)) == ("2 Jun 2026", "Tue 2 Jun 2026")
    assert [date_words(day, date(year, 1, 1)) for year in (2026, 2025)] == ["2 June", "2 June 2026"]
    assert [month_words(day, date(year, 1, 1)) for year in (2026, 2027)] == ["June", "June 2026"]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 6, 8), date(2026, 6, 14), "8–14 Jun"),
        (date(2026, 6, 29), date(2026, 7, 5), "29 Jun–5 Jul"),
        (date(2026, 6, 12), date(2026, 6, 12), "12 Jun"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Dec–3 Jan"),
    ],
)
def test_days_in_a_row_name_a_month_once(first: date, last: date, words: str) -> None:
    """Both where there are two."""
    assert short_days(first, last) == words


def test_what_can_be_typed_again_has_seconds_only_where_there_are_any() -> None:
    """And to the minute, where that is enough, none."""
    whole, odd = datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 23, 59, 59)
    assert [exact_clock_words(at) for at in (whole, odd)] == ["02:30", "23:59:59"]
    assert [moment_words(at) for at in (whole, odd)] == ["2026-03-29 02:30", "2026-03-29 23:59"]
    assert [exact_moment_words(at) for at in (whole, odd)] == ["2026-03-29 02:30", "2026-03-29 23:59:59"]

"""Days as a person lives them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.days import day_of, day_parts, day_start

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo")
zones = st.sampled_from(ZONES).map(ZoneInfo)
instants = st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(seconds=1), timedelta(days=4))
start_hours = st.integers(0, 23)

BERLIN = ZoneInfo("Europe/Berlin")


@given(started_at=instants, length=lengths, zone=zones, hour=start_hours)
def test_parts_of_an_interval_add_up_to_it(started_at: datetime, length: timedelta, zone: ZoneInfo, hour: int) -> None:
    """No second is lost or counted twice where an interval is cut at the starts of days."""
    stopped_at = started_at + length
    parts = list(day_parts(started_at, stopped_at, zone, hour))
    edges = [parts[0].started_at, *(part.stopped_at for part in parts)]
    assert edges[0] == started_at
    assert edges[-1] == stopped_at
    assert all(part.started_at == edge for part, edge in zip(parts, edges, strict=False))
    assert sum((part.stopped_at - part.started_at for part in parts), timedelta()) == length


@given(started_at=instants, length=lengths, zone=zones, hour=start_hours)
def test_each_part_lies_on_its_day(started_at: datetime, length: timedelta, zone: ZoneInfo, hour: int) -> None:
    """A part begins and ends within its day, whose length is 23 to 25 hours."""
    for part in day_parts(started_at, started_at + length, zone, hour):
        day_hours = day_start(part.day + timedelta(days=1), zone, hour) - day_start(part.day, zone, hour)
        assert timedelta(hours=23) <= day_hours <= timedelta(hours=25)
        assert 0 <= part.start_hour < part.end_hour <= day_hours.total_seconds() / 3600
        assert day_of(part.started_at, zone, hour) == part.day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 8), 24)])
def test_a_day_may_have_23_or_25_hours(day: date, hours: int) -> None:
    """A whole day on which clocks change counts the hours that pass on it."""
    begins, ends = day_start(day, BERLIN), day_start(day + timedelta(days=1), BERLIN)
    (part,) = day_parts(begins, ends, BERLIN)
    assert (part.day, part.start_hour, part.end_hour, part.hours) == (day, 0, hours, hours)


def test_work_after_midnight_belongs_to_the_evening_when_days_start_at_four() -> None:
    """With a day that starts at 4, an entry from 23:00 to 02:00 is one piece of the same day."""
    started_at = datetime(2026, 5, 8, 23, 0, tzinfo=BERLIN).astimezone(UTC)
    (part,) = day_parts(started_at, started_at + timedelta(hours=3), BERLIN, day_starts_hour=4)
    assert (part.day, part.start_hour, part.end_hour) == (date(2026, 5, 8), 19, 22)

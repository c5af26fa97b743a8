"""Spans of time: nothing twice, nothing lost, and the clock on the wall on days of 23 and 25 hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.spans import Span, common, date_spans, joined, total_hours, wall_spans, without

BERLIN = ZoneInfo("Europe/Berlin")
MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/Havana", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")


def spans_of(minutes: list[tuple[int, int]]) -> list[Span]:
    return joined(Span(MIDNIGHT + timedelta(minutes=a), MIDNIGHT + timedelta(minutes=b)) for a, b in minutes)


def minutes_of(spans: list[Span]) -> set[int]:
    """Each whole minute that some spans cover: the plain truth to compare with."""
    return {
        minute
        for span in spans
        for minute in range(
            (span.start - MIDNIGHT) // timedelta(minutes=1), (span.stop - MIDNIGHT) // timedelta(minutes=1)
        )
    }


PAIRS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=8)


@given(PAIRS, PAIRS)
def test_spans_behave_as_sets_of_minutes(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    """Joined, in common and taken away: the same minutes as sets would have, and each counted once."""
    a, b = spans_of(first), spans_of(second)
    assert minutes_of(joined([*a, *b])) == minutes_of(a) | minutes_of(b)
    assert minutes_of(common(a, b)) == minutes_of(a) & minutes_of(b)
    assert minutes_of(without(a, b)) == minutes_of(a) - minutes_of(b)
    assert total_hours(a) == pytest.approx(len(minutes_of(a)) / 60)


@given(
    st.sampled_from(ZONES),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    st.integers(0, 1439),
    st.integers(1, 1440),
)
def test_wall_spans_hold_exactly_the_instants_at_which_the_clock_shows_them(
    zone_name: str, day: date, starts_minute: int, length: int
) -> None:
    """Whatever clocks do that day: a minute belongs to a block when the wall shows a time within it."""
    zone, midnight = ZoneInfo(zone_name), datetime.combine(day, datetime.min.time())
    starts = midnight + timedelta(minutes=starts_minute)
    stops = starts + timedelta(minutes=length)
    spans = wall_spans(starts, stops, zone)
    first = starts.replace(tzinfo=zone).astimezone(UTC) - timedelta(hours=3)
    instants = [first + timedelta(minutes=minute) for minute in range(length + 6 * 60)]
    shown = {at for at in instants if starts <= at.astimezone(zone).replace(tzinfo=None, fold=0) < stops}
    held = {at for at in instants if any(span.start <= at < span.stop for span in spans)}
    assert held == shown
    assert total_hours(spans) == pytest.approx(len(shown) / 60)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_date_has_as_many_hours_as_its_clocks_show(day: date, hours: int) -> None:
    """23 in spring, 25 in autumn."""
    assert total_hours(date_spans(day, BERLIN)) == hours


@pytest.mark.parametrize("zone_name", ZONES)
def test_the_dates_of_a_year_follow_each_other_without_a_gap(zone_name: str) -> None:
    """Also where clocks change at midnight, or by half an hour."""
    zone = ZoneInfo(zone_name)
    spans = [span for step in range(365) for span in date_spans(date(2026, 1, 1) + timedelta(days=step), zone)]
    assert len(joined(spans)) == 1
    assert total_hours(spans) == total_hours(joined(spans)) == 365 * 24


def test_a_date_that_a_country_skipped_has_no_hours() -> None:
    """Samoa went from 29 to 31 December 2011."""
    assert date_spans(date(2011, 12, 30), ZoneInfo("Pacific/Apia")) == []

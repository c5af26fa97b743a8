"""A period of days looked back on takes the parts of entries that lie within it, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.period import Period, period_of_days
from planner.domain.timelog import TimeEntry

NOON = datetime(2026, 5, 8, 12, tzinfo=UTC)
minutes = st.integers(-3000, 3000)


def hours_of(entries: list[TimeEntry], now: datetime) -> float:
    return sum(((e.stopped_at or now) - e.started_at).total_seconds() for e in entries) / 3600


@given(begins=minutes, lasts=st.integers(1, 3000), cut=minutes)
def test_two_periods_that_meet_share_the_hours_of_an_entry(begins: int, lasts: int, cut: int) -> None:
    """Cut anywhere, the parts before and after add up to the whole, once."""
    start, at = NOON + timedelta(minutes=begins), NOON + timedelta(minutes=cut)
    entry = TimeEntry(1, 1, start, start + timedelta(minutes=lasts))
    now = NOON + timedelta(days=9)
    parts = [*Period(end=at).of_entries([entry], now), *Period(at).of_entries([entry], now)]
    assert round(hours_of(parts, now) * 60) == lasts


def test_a_running_entry_is_cut_at_the_end_or_runs_on() -> None:
    """What runs into a closed day counts there up to its end; in a period that holds now it still runs."""
    entry = TimeEntry(1, 1, NOON, None)
    now = NOON + timedelta(days=1)
    (cut,) = Period(end=NOON + timedelta(hours=2)).of_entries([entry], now)
    (running,) = Period(NOON + timedelta(hours=2)).of_entries([entry], now)
    assert cut.stopped_at == NOON + timedelta(hours=2)
    assert (running.started_at, running.stopped_at) == (NOON + timedelta(hours=2), None)


def test_the_days_of_a_period_have_the_length_that_clocks_give_them() -> None:
    """The day on which clocks go forward has 23 hours; both days named are within."""
    period = period_of_days(date(2026, 3, 29), date(2026, 3, 29), ZoneInfo("Europe/Berlin"), 4)
    assert period.start
    assert period.end
    assert period.end - period.start == timedelta(hours=24)  # it begins at 4, after the change
    whole = period_of_days(date(2026, 3, 29), date(2026, 3, 29), ZoneInfo("Europe/Berlin"))
    assert whole.start
    assert whole.end
    assert whole.end - whole.start == timedelta(hours=23)
    assert period_of_days(None, None, UTC).is_all_time

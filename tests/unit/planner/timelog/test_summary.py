"""Hours per day and phase: cut at the days of a person's clock, and exact when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import planning, preferences, retrospective, timelog
from planner.domain.timelog import PhaseHours, TimeEntry
from planner.store import Store
from planner.timelog.summing import sum_up

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # of 23 and of 25 hours


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant on the clocks of Berlin."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def entry(started_at: datetime, stopped_at: datetime | None, *, phase_id: int = 1, attended: bool = True) -> TimeEntry:
    """An entry that no store knows."""
    return TimeEntry(0, phase_id, started_at, stopped_at, attended)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 5, 8), 24)])
def test_a_day_filled_by_one_entry_has_all_its_hours(day: date, hours: int) -> None:
    """From midnight to midnight, whatever the clocks did in the night."""
    next_day = day + timedelta(days=1)
    found = sum_up([entry(local(day, 0), local(next_day, 0))], [day, next_day], local(next_day, 12), BERLIN)
    assert [one.total.attended for one in found.days] == [hours, 0]
    assert found.total == PhaseHours(hours, 0)


@pytest.mark.parametrize(("day", "evening", "night"), [(SPRING, 1, 4), (AUTUMN, 1, 6)])
def test_a_night_in_which_clocks_change_is_counted_by_the_hours_that_passed(
    day: date, evening: int, night: int
) -> None:
    """From 23:00 to 5:00: one hour on the first day, and four or six on the second."""
    before = day - timedelta(days=1)
    found = sum_up([entry(local(before, 23), local(day, 5))], [before, day], local(day, 12), BERLIN)
    assert [one.total.attended for one in found.days] == [evening, night]


def test_hours_of_a_machine_stand_apart_on_every_line() -> None:
    """A training over night is not a person's eight hours."""
    day = date(2026, 5, 8)
    entries = [
        entry(local(day, 9), local(day, 10, 30)),
        entry(local(day, 22), local(day + timedelta(days=1), 6), phase_id=2, attended=False),
    ]
    found = sum_up(entries, [day, day + timedelta(days=1)], local(day + timedelta(days=1), 12), BERLIN)
    assert [one.total for one in found.days] == [PhaseHours(1.5, 2), PhaseHours(0, 6)]
    assert found.by_phase == {1: PhaseHours(1.5, 0), 2: PhaseHours(0, 8)}


def test_only_the_part_of_an_entry_within_the_days_counts(store: Store, now: datetime) -> None:
    """An entry that began on the evening before the first day is cut at its start; the running one at `now`."""
    project = planning.create_project(store, "Toxic comments", phases=["Clean"], now=now)
    phase = planning.phases(store, project.id)[0]
    midnight = now.replace(hour=0, minute=0)
    timelog.add_entry(store, phase.id, midnight - timedelta(hours=2), midnight + timedelta(hours=1), now=now)
    timelog.start(store, phase.id, now=now - timedelta(minutes=30))
    found = timelog.summary(store, project.id, days=1, now=now, zone=UTC)
    assert [(one.day, one.total) for one in found.days] == [(now.date(), PhaseHours(1.5, 0))]
    assert found.by_phase == {phase.id: PhaseHours(1.5, 0)}


def test_the_days_of_the_retrospective_begin_when_the_person_says(store: Store, now: datetime) -> None:
    """With a day from four to four a night is one block of the evening's day, whose clock goes on past 24."""
    project = planning.create_project(store, "Toxic comments", phases=["Clean"], now=now)
    start = local(date(2026, 5, 6), 23)
    timelog.add_entry(store, planning.phases(store, project.id)[0].id, start, start + timedelta(hours=3), now=now)
    assert len(retrospective.day_timeline(store, project.id, now, zone=BERLIN)) == 2
    preferences.set_day_starts_hour(store, 4)
    (block,) = retrospective.day_timeline(store, project.id, now, zone=BERLIN).itertuples()
    assert (block.day, block.start_hour, block.end_hour, block.hours) == (date(2026, 5, 6), 23, 26, 3)


@given(
    starts=st.lists(st.integers(0, 5 * 86_400_000), min_size=1, max_size=30),
    length_ms=st.integers(1, 40 * 3_600_000),
    year=st.sampled_from([SPRING, AUTUMN]),
    starts_hour=st.integers(0, 23),
)
def test_the_days_add_up_to_the_log_exactly(starts: list[int], length_ms: int, year: date, starts_hour: int) -> None:
    """No hour is lost or counted twice, wherever days are cut: per day, per phase and together are the same sum."""
    first = local(year - timedelta(days=2), 0)
    entries = [
        entry(
            begin := first + timedelta(milliseconds=start),
            begin + timedelta(milliseconds=length_ms),
            phase_id=start % 3,
        )
        for start in starts
    ]
    days = [year + timedelta(days=by) for by in range(-3, 8)]
    found = sum_up(entries, days, first + timedelta(days=20), BERLIN, starts_hour)
    together = timedelta(milliseconds=length_ms * len(starts)).total_seconds() / 3600
    assert found.total.attended == together
    assert sum(day.total.attended for day in found.days) == pytest.approx(together, abs=1e-9)
    assert sum(hours.attended for hours in found.by_phase.values()) == pytest.approx(together, abs=1e-9)

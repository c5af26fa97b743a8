"""A log as columns says what its entries say one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.period import Period
from planner.domain.timelog import TimeEntry
from planner.domain.visits import Visit, visits_of
from tests.unit.planner.domain.made_columns import columns_of

START = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
NOW = START + timedelta(days=4)


@st.composite
def logs(draw: st.DrawFn) -> list[TimeEntry]:
    """Entries of a person and of a machine, which may overlap; the last may run, from ahead of the clock too."""
    minute, length = st.integers(0, 5700), st.integers(1, 2000)
    rows = draw(st.lists(st.tuples(st.integers(1, 3), minute, length, st.booleans()), max_size=20))
    entries = [
        TimeEntry(number, phase, START + timedelta(minutes=begin), START + timedelta(minutes=begin + long), attended)
        for number, (phase, begin, long, attended) in enumerate(rows, start=1)
    ]
    if draw(st.booleans()):
        entries.append(TimeEntry(99, 1, START + timedelta(minutes=draw(st.integers(0, 6000))), None))
    return entries


instants = st.none() | st.integers(-60, 6000).map(lambda minutes: START + timedelta(minutes=minutes))


@given(entries=logs(), start=instants, end=instants)
def test_a_period_cuts_columns_as_it_cuts_entries(
    entries: list[TimeEntry], start: datetime | None, end: datetime | None
) -> None:
    """Each part that lies within, with its hours; and what still runs, runs on unless it is cut."""
    period = Period(start, end)
    cut = columns_of(entries, NOW).within(period)
    parts = entries if period.is_all_time else list(period.of_entries(entries, NOW))
    expected = {one.id: (one.hours(NOW), one.stopped_at is None) for one in parts}
    hours = (cut.lengths_ms / 3.6e6).tolist()
    found = dict(zip(cut.ids.tolist(), zip(hours, cut.running.tolist(), strict=True), strict=True))
    assert found == {number: (pytest.approx(each), runs) for number, (each, runs) in expected.items()}


@given(entries=logs(), until=st.integers(0, 5760).map(lambda minutes: START + timedelta(minutes=minutes)))
def test_hours_before_an_instant_are_those_of_its_entries(entries: list[TimeEntry], until: datetime) -> None:
    """A person's, and all; up to now."""
    before = {one.id: until_then(one, until) for one in entries}
    log = columns_of(entries, NOW)
    assert log.hours_before(until) == pytest.approx(sum(before.values()))
    own = sum(before[one.id] for one in entries if one.attended)
    assert log.hours_before(until, only_attended=True) == pytest.approx(own)


def until_then(entry: TimeEntry, until: datetime) -> float:
    return max(0.0, (min(entry.stopped_at or until, until) - entry.started_at).total_seconds() / 3600)


@given(entries=logs())
def test_visits_are_stretches_of_one_phase(entries: list[TimeEntry]) -> None:
    """Found one entry after another, as one would by hand."""
    closed = [one for one in entries if one.attended and one.stopped_at]
    in_order = sorted(closed, key=lambda one: (one.started_at, one.id))
    stretches = [list(of_phase) for _, of_phase in groupby(in_order, key=lambda one: one.phase_id)]
    expected = [
        Visit(
            stretch[0].phase_id,
            stretch[0].started_at,
            max(one.stopped_at or NOW for one in stretch),
            pytest.approx(sum(one.hours(NOW) for one in stretch)),
        )
        for stretch in stretches
    ]
    assert list(visits_of(columns_of(entries, NOW))) == expected

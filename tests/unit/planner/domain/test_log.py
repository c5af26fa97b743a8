"""Intervals: what is refused, which overlap, in what order phases were visited."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import InvalidEntry
from planner.domain.timelog import TimeEntry, check_interval, check_length, check_start, overlaps_of
from planner.domain.visits import cap_reached_at, returns_of, visits_of
from tests.unit.planner.domain.made_columns import columns_of

START = datetime(2026, 5, 8, 9, 0, tzinfo=UTC)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def entry_from(number: int, phase: int, begin: int, length: int, attended: bool = True) -> TimeEntry:
    return TimeEntry(number, phase, START + minutes(begin), START + minutes(begin + length), attended)


logs = st.lists(
    st.builds(
        lambda phase, begin, length, attended: (phase, begin, length, attended),
        st.integers(1, 4),
        st.integers(0, 300),
        st.integers(1, 90),
        st.booleans(),
    ),
    max_size=25,
).map(lambda rows: [entry_from(number, *row) for number, row in enumerate(rows, start=1)])


@given(entries=logs)
def test_overlaps_are_those_that_comparing_all_pairs_finds(entries: list[TimeEntry]) -> None:
    """Each pair of attended entries with time in common is found once, with the hours they share."""
    expected = set()
    for first in entries:
        for second in entries:
            common = min(first.stopped_at or START, second.stopped_at or START) - max(
                first.started_at, second.started_at
            )
            if first.id < second.id and first.attended and second.attended and common > timedelta(0):
                expected.add((first.id, second.id, round(common.total_seconds() / 3600, 9)))
    found = [(*sorted((o.first.id, o.second.id)), round(o.hours, 9)) for o in overlaps_of(entries)]
    assert len(found) == len(expected)
    assert set(found) == expected


@given(entries=logs)
def test_visits_keep_every_attended_hour(entries: list[TimeEntry]) -> None:
    """Joining entries into visits loses no hours, and no two visits in a row are to one phase."""
    visits = visits_of(columns_of(entries, START))
    assert sum(visit.hours for visit in visits) == pytest.approx(sum(e.hours(START) for e in entries if e.attended))
    assert all(before.phase_id != after.phase_id for before, after in itertools.pairwise(visits))


def test_going_back_is_counted_and_going_on_is_not() -> None:
    """Clean, explore, clean, explore, clean: back from Explore to Clean twice."""
    entries = [entry_from(number, phase, 10 * number, 5) for number, phase in enumerate([1, 2, 1, 2, 1])]
    assert returns_of(visits_of(columns_of(entries, START)), {1: 0, 2: 1}) == {(2, 1): 2}


def test_a_cap_is_reached_inside_the_entry_that_passes_it() -> None:
    """With 40 + 40 minutes and a cap of one hour, it is reached 20 minutes into the second entry."""
    entries = [entry_from(1, 1, 0, 40), entry_from(2, 1, 45, 500, attended=False), entry_from(3, 1, 100, 40)]
    assert cap_reached_at(columns_of(entries, START), 1.0) == START + minutes(120)
    assert cap_reached_at(columns_of(entries, START), 80 / 60) is None


@pytest.mark.parametrize(
    ("begin", "end", "sentence"),
    [(60, 60, "ends before it starts"), (60, 30, "ends before it starts"), (0, 61, "in the future")],
)
def test_an_impossible_interval_is_refused(begin: int, end: int, sentence: str) -> None:
    """An entry may neither end before it starts nor in the future."""
    with pytest.raises(InvalidEntry, match=sentence):
        check_interval(START + minutes(begin), START + minutes(end), START + minutes(60))


def test_an_interval_until_now_is_fine() -> None:
    """The ends of what is allowed: up to this very moment, and a start at this very moment."""
    check_interval(START, START + minutes(60), START + minutes(60))
    check_start(START, START)


def test_weeks_in_one_entry_are_a_wrong_date() -> None:
    """Two weeks pass, a day more does not."""
    check_length(START, START + timedelta(days=14))
    with pytest.raises(InvalidEntry, match="15 days long"):
        check_length(START, START + timedelta(days=15))

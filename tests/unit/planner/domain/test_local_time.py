"""From what clocks show to instants: the hour that is missing, and the hour that is there twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.domain.days import day_start
from planner.domain.local_time import SkippedTime, Twice, first_instant, instant_at, instants_at
from planner.outlook import end_of_day

BERLIN, LORD_HOWE, APIA = (ZoneInfo(key) for key in ("Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"))
ZONES = sorted(available_timezones())
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


@cache
def transitions(key: str) -> list[tuple[datetime, timedelta, timedelta]]:
    """Each change of a zone's clocks: the instant, and the offsets before and after it; looked for minute by minute."""
    zone, found = ZoneInfo(key), []
    for day in (_FIRST + timedelta(days=by) for by in range((_LAST - _FIRST).days)):
        if _offset(day, zone) != _offset(day + timedelta(days=1), zone):
            minutes = (day + timedelta(minutes=by) for by in range(1, 24 * 60 + 1))
            found += [at for at in minutes if _offset(at - _MINUTE, zone) != _offset(at, zone)]
    return [(at, _offset(at - _MINUTE, zone), _offset(at, zone)) for at in found]


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _wall(instant: datetime, offset: timedelta) -> datetime:
    return (instant + offset).replace(tzinfo=None)


@pytest.mark.slow
@pytest.mark.parametrize(
    "key",
    [
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Africa/Casablanca",
        "Pacific/Apia",
        "Pacific/Kiritimati",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Tehran",
        "Antarctica/Troll",
        "Asia/Pyongyang",
        "America/Caracas",
    ],
)
def test_every_gap_is_refused_and_every_fold_is_two_instants(key: str) -> None:
    """In each change of forty years: what was skipped is refused with what to say, what was there twice is two."""
    zone = ZoneInfo(key)
    for at, before, after in transitions(key):
        begins, size = _wall(at, min(before, after)), abs(after - before)
        for wall in (begins, begins + size / 2, begins + size - _MINUTE):
            (_is_refused if after > before else _is_twice)(wall, zone, at, before, after)
        for outside in (begins - _MINUTE, begins + size):
            assert len(instants_at(outside, zone)) == 1


def _is_refused(wall: datetime, zone: ZoneInfo, at: datetime, before: timedelta, after: timedelta) -> None:
    with pytest.raises(SkippedTime) as refused:
        instant_at(wall, zone)
    assert refused.value.instead == wall + after - before
    assert instants_at(refused.value.instead, zone)
    assert first_instant(wall, zone) == at


def _is_twice(wall: datetime, zone: ZoneInfo, at: datetime, before: timedelta, after: timedelta) -> None:
    first, second = instants_at(wall, zone)
    assert (_wall(first, before), _wall(second, after)) == (wall, wall)
    assert first < at <= second


@pytest.mark.slow
@settings(max_examples=15)
@given(key=st.sampled_from(ZONES))
def test_the_same_in_any_zone_of_the_world(key: str) -> None:
    """A few of some 600 zones, with each of their changes."""
    test_every_gap_is_refused_and_every_fold_is_two_instants(key)


@given(
    instant=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    key=st.sampled_from(ZONES),
)
@example(datetime(2011, 12, 30, 12, tzinfo=UTC), "Pacific/Apia")
def test_what_a_clock_shows_is_read_back(instant: datetime, key: str) -> None:
    """Whatever a clock shows at an instant, that instant is among those that are meant."""
    zone = ZoneInfo(key)
    wall = instant.astimezone(zone).replace(tzinfo=None)
    assert instant in instants_at(wall, zone)
    assert first_instant(wall, zone) == min(instants_at(wall, zone))


@given(wall=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), key=st.sampled_from(ZONES))
def test_a_time_is_read_or_refused_and_never_moved(wall: datetime, key: str) -> None:
    """An instant that is given shows the time that was typed: none is moved in silence."""
    zone = ZoneInfo(key)
    if instants_at(wall, zone):
        assert instant_at(wall, zone).astimezone(zone).replace(tzinfo=None) == wall
        return
    with pytest.raises(SkippedTime, match=f"{wall:%H:%M}") as refused:
        instant_at(wall, zone)
    assert f"{refused.value.instead:%H:%M}" in str(refused.value)


@pytest.mark.parametrize(
    ("wall", "zone", "said"),
    [
        (
            datetime(2026, 3, 29, 2, 30),
            BERLIN,
            "02:30 on 29 March 2026 does not exist: the clocks of Europe/Berlin went from 02:00 to 03:00. Say 03:30.",
        ),
        (
            datetime(2026, 10, 4, 2, 10),
            LORD_HOWE,
            "02:10 on 4 October 2026 does not exist: "
            "the clocks of Australia/Lord_Howe went from 02:00 to 02:30. Say 02:40.",
        ),
        (
            datetime(2011, 12, 30, 9),
            APIA,
            "09:00 on 30 December 2011 does not exist: "
            "the clocks of Pacific/Apia went from 00:00 to 2011-12-31 00:00. Say 2011-12-31 09:00.",
        ),
    ],
)
def test_the_refusal_names_the_hour_and_what_to_say(wall: datetime, zone: ZoneInfo, said: str) -> None:
    """One hour, half an hour, a whole day."""
    with pytest.raises(SkippedTime) as refused:
        instant_at(wall, zone)
    assert str(refused.value) == said


def test_of_two_the_first_is_taken_and_said_unless_it_lies_before_the_start() -> None:
    """An end is the first that lies after its start."""
    wall, told = datetime(2026, 10, 25, 2, 30), list[Twice]()
    first = instant_at(wall, BERLIN, tell=told.append)
    second = instant_at(wall, BERLIN, after=datetime(2026, 10, 25, 0, 45, tzinfo=UTC), tell=told.append)
    assert (first.hour, second.hour) == (0, 1)
    assert [one.sentence for one in told] == [
        "02:30 on 25 October 2026 was there twice, as clocks went back: the first (+02:00) is taken.",
        "02:30 on 25 October 2026 was there twice, as clocks went back: the second (+01:00) is taken.",
    ]
    assert [one.other_offset for one in told] == ["+01:00", "+02:00"]


@pytest.mark.parametrize("key", ["Asia/Dhaka", "America/Asuncion", "Europe/Berlin", "Atlantic/Azores"])
def test_a_day_ends_a_minute_before_the_next_begins(key: str) -> None:
    """Also where clocks skip its last hour (Dhaka, 19 June 2009), or show it twice."""
    zone = ZoneInfo(key)
    for day in (date(2009, 6, 19), date(2024, 3, 23), date(2026, 3, 28), date(2026, 10, 24), date(2026, 10, 25)):
        ends = end_of_day(day, zone)
        assert ends.date() == day
        assert day_start(day + timedelta(days=1), zone) - ends.astimezone(UTC) == timedelta(minutes=1)


@pytest.mark.slow
@given(st.sampled_from(ZONES), st.integers(0, 10_000), st.integers(1, 29))
@settings(max_examples=60, deadline=None)
def test_one_of_two_is_chosen_only_where_both_fit(key: str, which: int, minutes: int) -> None:
    """In any zone's fold: the choice is taken as it is made, and told; an edge that leaves one leaves no choice."""
    folds = [(at, old - new, new) for at, old, new in transitions(key) if old > new]
    if not folds:
        return
    at, length, new = folds[which % len(folds)]
    first = at - min(length, timedelta(minutes=minutes))
    second, zone = first + length, ZoneInfo(key)
    wall = _wall(second, new)
    for choice in (first, second):
        asked: list[Twice] = []
        told: list[Twice] = []

        def choose(twice: Twice, asked: list[Twice] = asked, choice: datetime = choice) -> datetime:
            asked.append(twice)
            return choice

        assert instant_at(wall, zone, tell=told.append, choose=choose) == choice
        assert [one.taken for one in (*asked, *told)] == [first, choice]
        assert instant_at(wall, zone, after=first, choose=choose) == second
        assert instant_at(wall, zone, before=second, choose=choose) == first
        assert len(asked) == 1

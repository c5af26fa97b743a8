"""Moments typed in the hours in which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.domain.errors import InvalidEntry
from planner.domain.local_time import Twice
from planner.domain.timelog import TimeEntry
from planner.pages.work_page.entry_table import changes, frame_of, interval, rows_of
from planner.parsing.moments import moment, moment_near
from planner.parsing.times_of_day import next_time_of_day

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)
FIRST, SECOND = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["02:30", "2:30", "today 02:30", "2026-03-29 02:30", "2026-03-29T02:30:15"])
def test_the_hour_that_is_missing_is_refused(typed: str) -> None:
    """However it is written, with what to say."""
    with pytest.raises(InvalidEntry, match=r"does not exist.*went from 02:00 to 03:00. Say 03:30"):
        moment(typed, now=SPRING, zone=BERLIN)
    with pytest.raises(InvalidEntry, match="Say 03:30"):
        moment_near(typed, near=SPRING - timedelta(hours=10), now=SPRING, zone=BERLIN)


def test_before_and_after_the_missing_hour_a_clock_time_is_the_last_one() -> None:
    """At ten to two, half past two was yesterday; at ten past three it is the hour that is missing."""
    assert moment("02:30", now=datetime(2026, 3, 29, 0, 50, tzinfo=UTC), zone=BERLIN) == datetime(
        2026, 3, 28, 1, 30, tzinfo=UTC
    )
    with pytest.raises(InvalidEntry, match="does not exist"):
        moment("02:30", now=datetime(2026, 3, 29, 1, 10, tzinfo=UTC), zone=BERLIN)


@pytest.mark.parametrize(
    ("typed", "instant", "n_told"),
    [
        ("02:30", FIRST, 1),
        ("2026-10-25 02:30", FIRST, 1),
        ("2026-10-25T02:30:00", FIRST, 1),
        ("02:30+02:00", FIRST, 0),
        ("02:30 +0100", SECOND, 0),
        ("02:30 CEST", FIRST, 0),
        ("02:30 cet", SECOND, 0),
        ("today 02:30 CET", SECOND, 0),
        ("2026-10-25 02:30+01:00", SECOND, 0),
        ("2026-10-25 01:30 UTC", SECOND, 0),
        ("01:30Z", SECOND, 0),
        ("2026-10-25T02:30:00+01:00", SECOND, 0),
    ],
)
def test_of_the_hour_that_is_there_twice_the_first_is_taken_and_said(
    typed: str, instant: datetime, n_told: int
) -> None:
    """An offset or a name says which, and then there is nothing to say."""
    told: list[Twice] = []
    assert moment(typed, now=AUTUMN, zone=BERLIN, tell=told.append) == instant
    assert len(told) == n_told


def test_an_end_lies_after_its_start() -> None:
    """A timer of ten to three that stops at twenty past two, as the clocks went back."""
    after = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    assert moment("02:20", now=AUTUMN, zone=BERLIN, after=after) == datetime(2026, 10, 25, 1, 20, tzinfo=UTC)


def test_a_correction_is_the_nearest_of_the_two() -> None:
    """An entry of the second hour stays in it."""
    for near in (FIRST, SECOND):
        found = moment_near("02:35", near=near, now=AUTUMN, zone=BERLIN)
        assert found == near + timedelta(minutes=5)


@pytest.mark.parametrize("typed", ["02:30 PST", "2026-10-25 02:30 EST"])
def test_a_name_that_the_clocks_here_do_not_say_is_refused_with_those_that_they_do(typed: str) -> None:
    """A name of another country's time would be another instant."""
    with pytest.raises(InvalidEntry, match=r"is 'CEST' or 'CET'. Write that, or an offset"):
        moment(typed, now=AUTUMN, zone=BERLIN)


@pytest.mark.parametrize("typed", ["14:05+25:00", "14:05+02:99", "9999-12-31 23:59-12:00", "0001-01-01 00:00"])
def test_what_lies_outside_the_calendar_is_refused(typed: str) -> None:
    """A sentence, whatever is typed."""
    with pytest.raises(InvalidEntry, match="cannot be read as a time"):
        moment(typed, now=AUTUMN, zone=BERLIN)


def test_until_a_time_of_day_in_the_night_in_which_clocks_change() -> None:
    """The missing hour is refused while it lies ahead; of two the first ahead is taken, and said if both are."""
    evening = datetime(2026, 3, 28, 22, tzinfo=BERLIN)
    with pytest.raises(ValueError, match=r"02:30 on 29 March 2026 does not exist.*Say 03:30"):
        next_time_of_day("02:30", now=evening)
    assert next_time_of_day("02:30", now=SPRING.astimezone(BERLIN)) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
    told: list[Twice] = []
    assert next_time_of_day("02:30", now=datetime(2026, 10, 24, 22, tzinfo=BERLIN), tell=told.append) == FIRST
    assert len(told) == 1
    assert next_time_of_day("02:30", now=(FIRST + timedelta(minutes=5)).astimezone(BERLIN)) == SECOND


def test_an_entry_typed_on_the_page_in_the_missing_hour_is_refused() -> None:
    """As a new entry, and as a change in the table, which names its row."""
    with pytest.raises(InvalidEntry, match="Say 03:30"):
        interval(date(2026, 3, 29), time(1), time(2, 30), BERLIN)
    with pytest.raises(InvalidEntry, match="Say 03:30"):
        interval(date(2026, 3, 28), time(23), time(2, 30), BERLIN)
    saved = rows_of([_entry(datetime(2026, 3, 29, 0, tzinfo=UTC), 0.5)], {1: "Model"}, BERLIN)
    with pytest.raises(InvalidEntry, match=r"Model, Sun 29 Mar 01:00: 02:30 on .*Say 03:30"):
        changes([{**saved[0], "stop": "2026-03-29T02:30"}], saved, BERLIN)


def test_an_entry_typed_on_the_page_over_the_hour_that_is_there_twice() -> None:
    """Ten to three to twenty past two is half an hour; one to half past three is three and a half."""
    told: list[Twice] = []
    start, stop = interval(date(2026, 10, 25), time(2, 50), time(2, 20), BERLIN, told.append)
    assert (stop - start, len(told)) == (timedelta(minutes=30), 2)
    start, stop = interval(date(2026, 10, 25), time(1), time(3, 30), BERLIN)
    assert stop - start == timedelta(hours=3.5)


def test_the_table_shows_how_long_an_entry_really_was_and_changes_nothing_by_itself() -> None:
    """From half past one to half past three that night three hours passed; in the second hour, a quarter."""
    entries = [_entry(FIRST - timedelta(hours=1), 3.0), _entry(SECOND, 0.25, entry_id=2)]
    rows = rows_of(entries, {1: "Model"}, BERLIN)
    assert list(frame_of(rows, BERLIN, saved=entries)["length"]) == ["15 min", "3 h"]
    assert changes(rows, rows, BERLIN) == ([], [])


def test_an_end_changed_in_the_table_lies_after_its_start() -> None:
    """The start of ten to three stays; twenty past two is the second."""
    saved = rows_of([_entry(datetime(2026, 10, 25, 0, 50, tzinfo=UTC), 1.0)], {1: "Model"}, BERLIN)
    told: list[Twice] = []
    ((change,), _) = changes([{**saved[0], "stop": "2026-10-25T02:20"}], saved, BERLIN, told.append)
    assert change.stopped_at == datetime(2026, 10, 25, 1, 20, tzinfo=UTC)
    assert "the second (+01:00) is taken" in told[0].sentence


def _entry(started_at: datetime, hours: float, entry_id: int = 1) -> TimeEntry:
    return TimeEntry(entry_id, 1, started_at, started_at + timedelta(hours=hours))

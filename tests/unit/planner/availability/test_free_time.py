"""Free hours day by day: what is subtracted and why, and what must hold for any week and any calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.availability import (
    Availability,
    CalendarFile,
    Commitment,
    FreeDay,
    TakenBy,
    free_days,
    free_time,
    supply_range,
    taken_in,
    weeks_of,
)
from planner.domain.availability import Share
from planner.domain.errors import InvalidAvailability
from planner.domain.week import Block, WeekPattern, week_of
from planner.parsing.week_text import parse_commitment, parse_exception, parse_week
from tests.unit.planner.parsing.test_week_text import blocks

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Availability(parse_week("Mon-Fri 09:00-17:00"))


def only_day(availability: Availability, day: date, **limits: datetime) -> FreeDay:
    (found,) = free_days(availability, day, day, BERLIN, **limits)
    return found


def whys(day: FreeDay) -> list[tuple[str, float]]:
    return [(taken.what, taken.hours) for taken in day.why]


@pytest.fixture
def calendar(tmp_path: Path) -> Callable[..., CalendarFile]:
    """Writes a calendar of events, each as its lines."""

    def write(*events: str) -> CalendarFile:
        body = "".join(f"BEGIN:VEVENT\nUID:{number}\n{lines}\nEND:VEVENT\n" for number, lines in enumerate(events))
        path = tmp_path / "calendar.ics"
        path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n", encoding="utf-8")
        return CalendarFile("calendar.ics", path)

    return write


def test_a_week_adds_up_to_what_was_said() -> None:
    """Five days of eight hours; the weekend has none."""
    days = free_days(OFFICE, date(2026, 6, 8), date(2026, 6, 14), BERLIN)
    assert [day.free_hours for day in days] == [8, 8, 8, 8, 8, 0, 0]
    (week,) = weeks_of(days)
    assert (week.number, week.pattern_hours, week.free_hours) == ("2026-W24", 40, 40)


def test_public_holidays_are_taken_by_name_and_only_where_there_was_work() -> None:
    """Whit Monday takes eight hours; All Saints' Day on a Sunday takes none."""
    bavaria = replace(OFFICE, country="DE", subdivision="BY")
    assert whys(only_day(bavaria, date(2026, 5, 25))) == [("Pentecost Monday", 8)]
    assert whys(only_day(bavaria, date(2026, 11, 1))) == []
    assert whys(only_day(bavaria, date(2026, 6, 4))) == [("Corpus Christi", 8)]
    assert whys(only_day(replace(bavaria, subdivision="BE"), date(2026, 6, 4))) == []


def test_an_exception_replaces_the_week_and_outranks_a_holiday() -> None:
    """Off takes the day's hours; hours of its own count even on a Saturday that is a holiday."""
    said = replace(OFFICE, country="DE").with_exceptions(
        [*parse_exception("2026-06-10 off"), *parse_exception("2026-12-26 10:00-14:00")]
    )
    assert whys(only_day(said, date(2026, 6, 10))) == [("day off", 8)]
    worked = only_day(said, date(2026, 12, 26))
    assert (worked.pattern_hours, worked.free_hours, worked.why) == (4, 4, ())


def test_the_last_word_about_a_date_counts() -> None:
    """An exception replaces an earlier one of the same date."""
    said = OFFICE.with_exceptions(parse_exception("2026-06-10 off")).with_exceptions(parse_exception("2026-06-10 9-11"))
    assert only_day(said, date(2026, 6, 10)).free_hours == 2


def test_an_hour_taken_twice_is_counted_for_the_first() -> None:
    """A commitment of three hours, two of them within the week; an event over one of them takes only the rest."""
    said = replace(
        OFFICE, commitments=(parse_commitment("children, Tue 15:00-18:00"), parse_commitment("tea, Tue 14-16"))
    )
    tuesday = only_day(said, date(2026, 6, 9))
    assert whys(tuesday) == [("children", 2), ("tea", 1)]
    assert (tuesday.pattern_hours, tuesday.busy_hours, tuesday.free_hours) == (8, 3, 5)


def test_a_block_over_midnight_is_counted_on_the_dates_on_which_it_lies() -> None:
    """Two hours of Friday night are Friday's, two are Saturday's, also when the question begins on Saturday."""
    nights = Availability(parse_week("Fri 22:00-02:00"))
    assert [day.free_hours for day in free_days(nights, date(2026, 6, 12), date(2026, 6, 14), BERLIN)] == [2, 2, 0]
    assert only_day(nights, date(2026, 6, 13)).free_hours == 2
    off = nights.with_exceptions(parse_exception("2026-06-12 off"))
    assert [day.busy_hours for day in free_days(off, date(2026, 6, 12), date(2026, 6, 13), BERLIN)] == [2, 2]


def test_a_day_off_leaves_the_night_that_began_before_it() -> None:
    """Saturday is off from midnight, but Friday's night goes on until two."""
    said = Availability(parse_week("Fri 22:00-02:00; Sat 00:00-08:00")).with_exceptions(
        parse_exception("2026-06-13 off")
    )
    saturday = only_day(said, date(2026, 6, 13))
    assert (saturday.pattern_hours, saturday.busy_hours, saturday.free_hours) == (8, 6, 2)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_days_of_23_and_25_hours_are_exact(day: date, hours: int) -> None:
    """A night shift loses or gains the hour that clocks skip or show twice."""
    assert only_day(Availability(parse_week("daily 00:00-24:00")), day).free_hours == hours
    assert only_day(Availability(parse_week("daily 01:00-05:00")), day).free_hours == hours - 20
    assert only_day(Availability(parse_week("daily 09:00-17:00")), day).free_hours == 8


def test_hours_before_now_and_after_the_deadline_do_not_count() -> None:
    """At noon half a day is left; a deadline at three ends it."""
    noon, three = datetime(2026, 6, 10, 10, tzinfo=UTC), datetime(2026, 6, 10, 13, tzinfo=UTC)
    assert only_day(OFFICE, date(2026, 6, 10), after=noon).pattern_hours == 5
    assert only_day(OFFICE, date(2026, 6, 10), after=noon, before=three).free_hours == 3
    assert only_day(OFFICE, date(2026, 6, 10), before=noon - timedelta(days=1)).free_hours == 0


def test_calendar_events_take_their_time_within_the_week(calendar: Callable[..., CalendarFile]) -> None:
    """Before nine and after five they take nothing; two at once take their hours once; all-day takes the day."""
    said = replace(
        OFFICE,
        calendars=(
            calendar(
                "SUMMARY:Early\nDTSTART:20260610T080000\nDTEND:20260610T100000",
                "SUMMARY:Standing\nDTSTART:20260610T093000\nDTEND:20260610T110000",
                "SUMMARY:Trip\nDTSTART;VALUE=DATE:20260611",
            ),
        ),
    )
    assert whys(only_day(said, date(2026, 6, 10))) == [("Early", 1), ("Standing", 1)]
    assert only_day(said, date(2026, 6, 11)).free_hours == 0
    assert only_day(replace(said, all_day_blocks=False), date(2026, 6, 11)).free_hours == 8


def test_a_calendar_that_is_gone_is_named_and_the_rest_is_used(tmp_path: Path) -> None:
    """The hours are those without it, and a sentence says so."""
    said = replace(OFFICE, calendars=(CalendarFile("work.ics", tmp_path / "work.ics"),))
    found = free_time(said, date(2026, 6, 8), date(2026, 6, 8), BERLIN)
    assert found.days[0].free_hours == 8
    assert found.troubles == ["work.ics cannot be read (No such file or directory). Add it again."]


def test_days_upside_down_or_without_end_are_refused() -> None:
    """Each with one sentence."""
    with pytest.raises(InvalidAvailability, match="lies before the first"):
        free_days(OFFICE, date(2026, 6, 9), date(2026, 6, 8), BERLIN)
    with pytest.raises(InvalidAvailability, match="more than five years"):
        free_days(OFFICE, date(2026, 6, 9), date(2036, 6, 8), BERLIN)
    with pytest.raises(InvalidAvailability, match="holidays of 'XX' are not known"):
        free_days(replace(OFFICE, country="XX"), date(2026, 6, 8), date(2026, 6, 9), BERLIN)
    with pytest.raises(InvalidAvailability, match=r"DE has no part 'ZZ'\. It has: BB, BE,"):
        free_days(replace(OFFICE, country="DE", subdivision="ZZ"), date(2026, 6, 8), date(2026, 6, 9), BERLIN)


def test_supply_is_free_hours_times_the_share() -> None:
    """Forty free hours at 50 to 75 % are 20 to 30 hours of work."""
    days = free_days(OFFICE, date(2026, 6, 8), date(2026, 6, 14), BERLIN)
    assert supply_range(days, Share(0.5, 0.75, "said")) == (20, 30)
    for low, high in ((0.8, 0.4), (-0.1, 0.4), (0.4, float("nan"))):
        with pytest.raises(InvalidAvailability, match="low and a high share"):
            Share(low, high, "said")


# Around both changes of the clocks in a year, in zones that change at night, at midnight, by half an hour, and never.
ZONES = st.sampled_from(["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "UTC"]).map(ZoneInfo)
STARTS = st.sampled_from(
    [date(2026, 3, 26), date(2026, 4, 2), date(2026, 10, 22), date(2026, 9, 3), date(2026, 12, 23)]
)
EVENTS = st.lists(st.tuples(st.integers(0, 10 * 1440), st.integers(1, 3 * 1440), st.booleans()), max_size=8)
# Every day of these weeks may have blocks, and many reach over midnight, so that the edges of days are tried often.
NIGHTS = st.integers(20 * 60, 1439).flatmap(
    lambda starts: st.integers(1441, 1800).map(lambda stops: Block(starts, stops))
)
FULL_WEEKS = st.lists(st.lists(st.one_of(blocks(), NIGHTS), max_size=2), min_size=7, max_size=7).map(
    lambda days: week_of(dict(enumerate(days)))
)
COMMITMENTS = st.lists(FULL_WEEKS, max_size=1)
quick = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


GERMAN_HOLIDAYS = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 10, 3), date(2026, 12, 25), date(2026, 12, 26)}


@dataclass(frozen=True)
class Situation:
    """A week, commitments, events (start and length in minutes, all-day or not), a zone, and a first day."""

    week: WeekPattern
    others: list[WeekPattern]
    events: list[tuple[int, int, bool]]
    zone: ZoneInfo
    start: date

    def said(self, calendar: CalendarFile) -> Availability:
        """All of it, in Germany, with the third day off."""
        return Availability(
            self.week,
            exceptions=parse_exception(f"{self.start + timedelta(days=2)} off"),
            commitments=tuple(Commitment("other", other) for other in self.others),
            calendars=(calendar,),
            country="DE",
        )

    @property
    def times(self) -> list[tuple[datetime, datetime, bool]]:
        """Start and end of each event, without a zone: UTC, or dates where it is all-day."""
        first = datetime.combine(self.start, datetime.min.time())
        starts = [(first + timedelta(minutes=begins), length, all_day) for begins, length, all_day in self.events]
        return [(begins, begins + timedelta(minutes=length), all_day) for begins, length, all_day in starts]

    @property
    def event_lines(self) -> list[str]:
        """The events as a calendar writes them."""
        return [
            f"DTSTART;VALUE=DATE:{begins:%Y%m%d}\nDTEND;VALUE=DATE:{ends:%Y%m%d}"
            if all_day
            else f"DTSTART:{begins:%Y%m%dT%H%M%S}Z\nDTEND:{ends:%Y%m%dT%H%M%S}Z"
            for begins, ends, all_day in self.times
        ]

    def event_at(self, at: datetime, wall: datetime) -> bool:
        """Whether an event takes an instant, at which the wall clock shows `wall`."""
        return any(
            begins.date() <= wall.date() < max(ends.date(), begins.date() + timedelta(days=1))
            if all_day
            else begins <= at.replace(tzinfo=None) < ends
            for begins, ends, all_day in self.times
        )


def within(week: WeekPattern, wall: datetime, off: set[date]) -> bool:
    """Whether a wall-clock time lies in a block that began on its date or on the one before."""
    return any(
        starts <= wall < stops
        for day in (wall.date() - timedelta(days=1), wall.date())
        for starts, stops in (block.on(day) for block in week.blocks_on(day) if day not in off)
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    return Situation(draw(FULL_WEEKS), draw(COMMITMENTS), draw(EVENTS), draw(ZONES), draw(STARTS))


@pytest.mark.slow
@quick
@given(situations())
def test_hours_add_up_whatever_is_said(calendar: Callable[..., CalendarFile], given_: Situation) -> None:
    """No hour outside the pattern, none lost; more events never give more hours; parts of a time add up to it."""
    start, end, zone = given_.start, given_.start + timedelta(days=10), given_.zone
    all_events = free_days(given_.said(calendar(*given_.event_lines)), start, end, zone)
    some_events = free_days(given_.said(calendar(*given_.event_lines[:-1])), start, end, zone)
    bare = free_days(Availability(given_.week), start, end, zone)
    for day, with_some, without_any in zip(all_events, some_events, bare, strict=True):
        assert day.pattern_hours == without_any.pattern_hours <= 25
        assert day.free_hours + day.busy_hours == pytest.approx(day.pattern_hours)
        assert 0 <= day.free_hours <= with_some.free_hours <= without_any.free_hours
        assert sum(taken.hours for taken in day.why) == pytest.approx(day.busy_hours)
        assert all(taken.hours > 0 for taken in day.why)
    middle, said = start + timedelta(days=4), given_.said(calendar(*given_.event_lines))
    rest = free_days(said, middle + timedelta(days=1), end, zone)
    assert all_events == [*free_days(said, start, middle, zone), *rest]


@pytest.mark.slow
@settings(quick, max_examples=100)
@given(situations())
def test_each_minute_is_free_exactly_once_or_not_at_all(
    calendar: Callable[..., CalendarFile], given_: Situation
) -> None:
    """Counted minute by minute on the wall clock: meant for work, not off, no holiday, no commitment, no event."""
    said, day = given_.said(calendar(*given_.event_lines)), given_.start + timedelta(days=3)
    off = {hours.day for hours in said.exceptions}
    begins = datetime.combine(day, datetime.min.time(), UTC) - timedelta(hours=14)
    minutes = (begins + timedelta(minutes=minute) for minute in range(54 * 60))
    free = 0
    for at in (at for at in minutes if at.astimezone(given_.zone).date() == day):
        wall = at.astimezone(given_.zone).replace(tzinfo=None, fold=0)
        meant = within(said.week, wall, off) and wall.date() not in GERMAN_HOLIDAYS
        free += (
            meant and not any(within(other, wall, set()) for other in given_.others) and not given_.event_at(at, wall)
        )
    (found,) = free_days(said, day, day, given_.zone)
    assert found.free_hours * 60 == pytest.approx(free)


@quick
@given(week=FULL_WEEKS, zone=ZONES, start=STARTS, cut_minute=st.integers(0, 10 * 1440))
def test_a_moment_splits_the_hours_without_loss(
    week: WeekPattern, zone: ZoneInfo, start: date, cut_minute: int
) -> None:
    """What lies before an instant and what lies after it are all there is."""
    end, cut = (
        start + timedelta(days=9),
        datetime.combine(start, datetime.min.time(), UTC) + timedelta(minutes=cut_minute),
    )
    said = Availability(week)
    whole, before, after = (
        free_days(said, start, end, zone),
        free_days(said, start, end, zone, before=cut),
        free_days(said, start, end, zone, after=cut),
    )
    for day, one, other in zip(whole, before, after, strict=True):
        assert one.free_hours + other.free_hours == pytest.approx(day.free_hours)


def test_what_took_hours_is_gathered_over_days() -> None:
    """Each thing once, with its hours added up and its kind."""
    said = replace(OFFICE, commitments=(parse_commitment("children, Tue 15-17; Thu 15-17"),))
    (children,) = taken_in(free_days(said, date(2026, 6, 8), date(2026, 6, 14), BERLIN))
    assert (children.what, children.hours, children.by) == ("children", 4, TakenBy.COMMITMENT)

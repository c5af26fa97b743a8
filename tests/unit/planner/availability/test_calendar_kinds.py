"""Kinds of calendars: lists of busy periods, whole days from midnight, ids used twice, declined invitations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.availability import Availability, CalendarFile, free_time
from planner.availability.calendar_events import BusyTime, busy_times
from planner.parsing.week_text import parse_week
from tests.places import FIXTURES

BERLIN = ZoneInfo("Europe/Berlin")
CASES = FIXTURES / "calendars"
MONDAY, FRIDAY = date(2026, 6, 1), date(2026, 6, 5)
ME, OTHER = "me@example.org", "boss@example.org"


def calendar(*parts: str, head: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(parts)}END:VCALENDAR\n".encode()


def event(*lines: str, uid: str = "one", title: str = "Team sync") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT", ""])


def read(
    content: bytes, start: date = MONDAY, end: date = FRIDAY, own: tuple[str, ...] = ()
) -> tuple[list[BusyTime], list[str]]:
    busy, said = busy_times(content, "work.ics", start, end, BERLIN, own_addresses=own)
    return list(busy), list(said)


def taken(content: bytes, start: date = MONDAY, end: date = FRIDAY, own: tuple[str, ...] = ()) -> list[str]:
    """What each occurrence takes on the clocks of Berlin; nothing may be said."""
    busy, said = read(content, start, end, own)
    assert said == []
    zoned = [(one.what, *(moment.astimezone(BERLIN) for moment in one.spans[0])) for one in busy]
    return [f"{what} {starts:%d %H:%M}-{stops:%H:%M}" for what, starts, stops in zoned]


@pytest.mark.parametrize(
    ("name", "hours_by_day", "n_said"),
    [
        ("freebusy_only", {1: 2, 2: 1.5, 3: 2}, 0),
        ("allday_as_midnights", {3: 8}, 0),
        ("plain_twins", {2: 1, 4: 2}, 0),
        ("series_twins", {1: 1, 4: 2}, 0),
        ("declined", {}, 1),
        ("zone_in_other_calendar", {3: 1}, 0),  # 6 in an office five hours west in summer: 12 o'clock
        ("exdate_bare_date", {1: 2, 3: 2, 4: 2, 5: 2}, 0),
        ("german", {3: 1}, 0),
        ("gmtplus", {}, 0),  # 10 o'clock five hours east of UTC is 7 o'clock
        ("lower", {3: 1}, 0),  # 16 o'clock
        ("customized", {3: 1}, 1),
    ],
)
def test_calendars_that_people_have_take_the_hours_that_they_say(
    name: str, hours_by_day: dict[int, float], n_said: int
) -> None:
    """Counted by hand from the files, for a week from nine to five in Berlin."""
    path = CASES / f"{name}.ics"
    said = Availability(parse_week("Mon-Fri 09:00-17:00"), calendars=(CalendarFile(path.name, path),))
    found = free_time(said, MONDAY, FRIDAY, BERLIN)
    assert {day.date.day: day.busy_hours for day in found.days if day.busy_hours} == hours_by_day
    assert len(found.troubles) == n_said


# --- lists of busy periods


def free_busy(*lines: str) -> bytes:
    return calendar("\n".join(["BEGIN:VFREEBUSY", "UID:fb", *lines, "END:VFREEBUSY", ""]))


def test_kinds_of_busy_periods_count_and_free_ones_do_not() -> None:
    """Without a kind, or of one that nobody knows, a period is busy; tentative ones count as tentative events do."""
    content = free_busy(
        "FREEBUSY:20260601T060000Z/PT1H",
        "FREEBUSY;FBTYPE=busy-unavailable:20260602T060000Z/20260602T070000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260603T060000Z/PT30M",
        "FREEBUSY;FBTYPE=FREE:20260604T060000Z/PT8H",
        "FREEBUSY;FBTYPE=X-AWAY:20260605T060000Z/PT1H",
    )
    assert taken(content) == [
        "busy 01 08:00-09:00",
        "unavailable 02 08:00-09:00",
        "tentative 03 08:00-08:30",
        "busy 05 08:00-09:00",
    ]


def test_a_busy_period_that_cannot_be_read_is_said_and_the_rest_counts() -> None:
    """Upside down, without an end, no time at all."""
    busy, said = read(
        free_busy("FREEBUSY:20260601T060000Z/20260601T050000Z,soon,20260602T060000Z,20260603T060000Z/PT1H")
    )
    assert [one.spans[0].start.day for one in busy] == [3]
    assert said == [
        "work.ics: the busy period '20260601T060000Z/20260601T050000Z' is passed over: "
        "it ends when it begins, or before.",
        "work.ics: the busy period 'soon' is passed over: it cannot be read.",
        "work.ics: the busy period '20260602T060000Z' is passed over: it cannot be read.",
    ]


def test_busy_periods_may_stand_on_the_own_clock_or_in_a_zone() -> None:
    """Servers write UTC; what is written by hand is read as well."""
    assert taken(free_busy("FREEBUSY:20260601T080000/PT1H", "FREEBUSY;TZID=Asia/Tokyo:20260602T160000/PT1H")) == [
        "busy 01 08:00-09:00",
        "busy 02 09:00-10:00",
    ]


@st.composite
def periods(draw: st.DrawFn) -> list[tuple[int, int, str]]:
    """Minutes since Monday at midnight, a length in minutes, and a kind."""
    kinds = st.sampled_from(["", "BUSY", "BUSY-UNAVAILABLE", "BUSY-TENTATIVE", "FREE"])
    one = st.tuples(st.integers(0, 5 * 1440 - 300), st.integers(1, 300), kinds)
    return draw(st.lists(one, min_size=1, max_size=8))


@given(periods(), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_hours_of_busy_periods_are_counted_once(
    drawn: list[tuple[int, int, str]], with_length: bool, in_one_line: bool
) -> None:
    """Any mix of kinds, forms, lines and lists takes the minutes that a count minute by minute finds."""
    midnight = datetime(2026, 6, 1, tzinfo=BERLIN).astimezone(UTC)
    lines: dict[str, list[str]] = {}
    for number, (first, length, kind) in enumerate(drawn):
        starts = midnight + timedelta(minutes=first)
        stops = starts + timedelta(minutes=length)
        end = f"PT{length}M" if with_length else f"{stops:%Y%m%dT%H%M%SZ}"
        name = f"FREEBUSY;FBTYPE={kind}" if kind else "FREEBUSY"
        lines.setdefault(name if in_one_line else f"{name};X-N={number}", []).append(f"{starts:%Y%m%dT%H%M%SZ}/{end}")
    busy, said = read(free_busy(*(f"{name}:{','.join(values)}" for name, values in lines.items())))
    counted = {minute for first, length, kind in drawn if kind != "FREE" for minute in range(first, first + length)}
    found = {
        (at - midnight) // timedelta(minutes=1) + step
        for one in busy
        for at, stop in one.spans
        for step in range((stop - at) // timedelta(minutes=1))
    }
    assert (found, said) == (counted, [])


def test_what_says_nothing_of_taken_time_is_passed_over_and_said() -> None:
    """A list of to-dos is no calendar of events; hours of availability are not read."""
    assert read(calendar("BEGIN:VTODO\nUID:1\nDTSTART:20260601T080000Z\nDUE:20260601T090000Z\nEND:VTODO\n")) == (
        [],
        ["work.ics: it holds no events, only to-dos or journals (VTODO, VJOURNAL), which take no time."],
    )
    _, (sentence,) = read(calendar(event("DTSTART:20260601T080000Z"), "BEGIN:VAVAILABILITY\nEND:VAVAILABILITY\n"))
    assert "hours of availability (VAVAILABILITY) are passed over" in sentence


# --- whole days


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"]),
    st.dates(date(2026, 1, 2), date(2026, 12, 20)),
    st.integers(1, 9),
    st.sampled_from([timedelta(), timedelta(minutes=1), timedelta(seconds=1)]),
)
@settings(max_examples=60, deadline=None)
def test_midnight_to_midnight_is_all_day_in_its_own_zone(zone: str, day: date, days: int, short: timedelta) -> None:
    """One day or several, over changes of clocks too; a last minute left out makes no difference."""
    midnight = datetime(day.year, day.month, day.day)
    end = midnight + timedelta(days=days) - short
    content = calendar(event(f"DTSTART;TZID={zone}:{midnight:%Y%m%dT%H%M%S}", f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}"))
    ((one,), said) = read(content, day - timedelta(days=3), day + timedelta(days=12))
    own = ZoneInfo(zone)
    assert (one.all_day, said) == (True, [])
    assert one.spans[0] == (midnight.replace(tzinfo=own), end.replace(tzinfo=own))


@pytest.mark.parametrize(
    ("times", "all_day"),
    [
        (("DTSTART:20260601T220000Z", "DTEND:20260602T220000Z"), True),  # midnight on the person's clock
        (("DTSTART:20260601T000000Z", "DTEND:20260602T000000Z"), True),  # midnight in the zone in which it is written
        (("DTSTART:20260601T000000", "DTEND:20260603T000000"), True),
        (("DTSTART:20260601T000000", "DURATION:P1D"), True),
        (("DTSTART:20260601T060000", "DTEND:20260602T060000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"), True),
        (("DTSTART:20260601T060000", "DTEND:20260602T060000"), False),
        (("DTSTART:20260601T000000", "DTEND:20260601T120000"), False),
        (("DTSTART;TZID=America/New_York:20260601T180000", "DTEND;TZID=America/New_York:20260602T180000"), False),
    ],
)
def test_what_is_a_whole_day(times: tuple[str, ...], all_day: bool) -> None:
    """Midnight of the person counts where a time has no zone of its own (UTC, or none)."""
    ((one,), _) = read(calendar(event(*times)))
    assert one.all_day is all_day


# --- ids that stand twice

AT_TEN = ("DTSTART;TZID=Europe/Berlin:20260602T100000", "DTEND;TZID=Europe/Berlin:20260602T110000")
AT_FOUR = ("DTSTART;TZID=Europe/Berlin:20260604T160000", "DTEND;TZID=Europe/Berlin:20260604T170000")
OLD, NEW = "LAST-MODIFIED:20260501T000000Z", "LAST-MODIFIED:20260520T000000Z"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((), (), ["02", "04"]),
        (("SEQUENCE:0",), (), ["02", "04"]),
        (("SEQUENCE:3",), ("SEQUENCE:3",), ["02", "04"]),
        ((OLD,), (OLD,), ["02", "04"]),
        (("SEQUENCE:0",), ("SEQUENCE:1",), ["04"]),
        (("SEQUENCE:2",), ("SEQUENCE:1",), ["02"]),
        ((OLD,), (NEW,), ["04"]),
        ((NEW,), (OLD,), ["02"]),
        (("SEQUENCE:1", OLD), ("SEQUENCE:0", NEW), ["02"]),
    ],
)
def test_versions_are_one_event_and_others_of_one_id_are_several(
    first: tuple[str, ...], second: tuple[str, ...], expected: list[str]
) -> None:
    """SEQUENCE decides, then LAST-MODIFIED; where neither rises, both take their time."""
    content = calendar(event(*AT_TEN, *first), event(*AT_FOUR, *second))
    assert [line.split()[2] for line in taken(content)] == expected


def test_an_older_version_under_another_title_is_said() -> None:
    """It may have been another event to which a program gave the same id."""
    _, (sentence,) = read(calendar(event(*AT_TEN, title="Dentist"), event(*AT_FOUR, "SEQUENCE:1", title="Fair")))
    assert sentence == (
        "work.ics: the event 'Dentist' of 2026-06-02 is left out: it has the id (UID) of a newer version, "
        "the event 'Fair' of 2026-06-04, and counts as its former one."
    )


def test_the_same_event_twice_takes_its_time_once() -> None:
    """A file that was put together from two copies."""
    assert taken(calendar(event(*AT_TEN), event(*AT_TEN))) == ["Team sync 02 10:00-11:00"]


def test_series_of_one_id_both_repeat_and_a_moved_occurrence_replaces_its_own() -> None:
    """Mondays at ten, Thursdays at four; one Thursday is moved to Friday."""
    mondays = event("DTSTART:20260601T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    thursdays = event("DTSTART:20260604T160000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    moved = event("RECURRENCE-ID:20260604T160000", "DTSTART:20260605T160000", "DURATION:PT1H")
    assert [line.split()[2] for line in taken(calendar(mondays, thursdays, moved), MONDAY, date(2026, 6, 12))] == [
        "01",
        "05",
        "08",
        "11",
    ]


# --- extra, left-out and changed occurrences of another kind than their event

DAILY = ("DTSTART;TZID=Europe/Berlin:20260601T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY")
ALL_DAYS = ("DTSTART;VALUE=DATE:20260601", "RRULE:FREQ=DAILY")


@pytest.mark.parametrize(
    "left_out",
    ["EXDATE:20260602", "EXDATE;VALUE=DATE:20260602", "EXDATE:20260602T070000Z", "EXDATE:20260602T090000",
     "EXDATE;TZID=Asia/Tokyo:20260602T160000", "EXDATE;VALUE=DATE:20260602,20260630"],
)  # fmt: skip
def test_a_left_out_date_takes_its_occurrence_out_however_it_is_written(left_out: str) -> None:
    """A bare day, UTC, the own clock, another zone, a list."""
    assert [line.split()[2] for line in taken(calendar(event(*DAILY, left_out)))] == ["01", "03", "04", "05"]


@pytest.mark.parametrize(
    "left_out", ["EXDATE;VALUE=DATE:20260602", "EXDATE:20260602T000000", "EXDATE:20260602T000000Z",
                 "EXDATE:20260601T220000Z", "EXDATE;TZID=Europe/Berlin:20260602T090000"],
)  # fmt: skip
def test_a_moment_takes_its_day_out_of_an_all_day_series(left_out: str) -> None:
    """Midnight in UTC is that day; another moment in UTC is its day on the person's clock."""
    busy, said = read(calendar(event(*ALL_DAYS, left_out)))
    assert ([one.spans[0].start.astimezone(BERLIN).day for one in busy], said) == ([1, 3, 4, 5], [])


def test_extra_and_changed_occurrences_given_by_their_day_stand_at_the_time_of_their_event() -> None:
    """RDATE and RECURRENCE-ID as bare days; and as moments in an all-day series."""
    once = ("DTSTART;TZID=Europe/Berlin:20260601T090000", "DURATION:PT1H")
    assert taken(calendar(event(*once, "RDATE;VALUE=DATE:20260603"))) == [
        "Team sync 01 09:00-10:00",
        "Team sync 03 09:00-10:00",
    ]
    moved = event(
        "RECURRENCE-ID;VALUE=DATE:20260602",
        "DTSTART;TZID=Europe/Berlin:20260602T150000",
        "DURATION:PT30M",
        title="Late",
    )
    assert taken(calendar(event(*DAILY), moved), end=date(2026, 6, 3)) == [
        "Team sync 01 09:00-10:00",
        "Late 02 15:00-15:30",
        "Team sync 03 09:00-10:00",
    ]
    away = event("RECURRENCE-ID:20260602T000000", "DTSTART;VALUE=DATE:20260602", "STATUS:CANCELLED")
    busy, _ = read(calendar(event(*ALL_DAYS), away))
    assert [one.spans[0].start.astimezone(BERLIN).day for one in busy] == [1, 3, 4, 5]


# --- invitations


def invited(answer: str, address: str = f"mailto:{ME}", *more: str) -> str:
    return event(*AT_TEN, f"ORGANIZER:mailto:{OTHER}", f"ATTENDEE;CN=Me{answer}:{address}", *more, title="Invitation")


@pytest.mark.parametrize("address", [f"mailto:{ME}", f"MAILTO:{ME.upper()}", ME])
@pytest.mark.parametrize("head", ["", f"X-WR-CALNAME:Work of {ME}\n"])
def test_what_the_owner_declined_takes_no_time_and_is_said(address: str, head: str) -> None:
    """The owner is in the calendar's name, or said."""
    own = () if head else (ME,)
    busy, said = read(calendar(invited(";PARTSTAT=DECLINED", address), head=head), own=own)
    assert busy == []
    assert said == [f"work.ics: 1 invitation that {ME} declined takes no time: 'Invitation' of 2026-06-02."]


@pytest.mark.parametrize("answer", ["", ";PARTSTAT=ACCEPTED", ";PARTSTAT=TENTATIVE", ";PARTSTAT=NEEDS-ACTION"])
def test_what_is_not_declined_takes_its_time(answer: str) -> None:
    """Accepted, thought about, not answered yet."""
    assert taken(calendar(invited(answer)), own=(ME,)) == ["Invitation 02 10:00-11:00"]


def test_what_others_declined_takes_its_time() -> None:
    """Nobody knows whose calendar it is, or it is the calendar of another attendee, or of the organiser."""
    content = calendar(invited(";PARTSTAT=DECLINED"))
    assert taken(content) == taken(content, own=(OTHER,)) == ["Invitation 02 10:00-11:00"]
    assert taken(content, own=("e@example.org",)) == ["Invitation 02 10:00-11:00"]  # not a part of an address


def test_an_owner_with_two_addresses_who_accepted_by_one_takes_part() -> None:
    """Addresses may also stand beside another kind of name (EMAIL)."""
    content = calendar(
        invited(";PARTSTAT=DECLINED", f"mailto:{ME}", "ATTENDEE;EMAIL=home@example.org;PARTSTAT=ACCEPTED:urn:uuid:7")
    )
    assert taken(content, own=(ME, "home@example.org")) == ["Invitation 02 10:00-11:00"]
    assert read(content, own=(ME,))[0] == []


def test_one_declined_occurrence_of_a_series_is_left_out() -> None:
    """And an accepted one in a declined series counts; of many declined ones three are named."""
    declined, accepted = (f"ATTENDEE;PARTSTAT={answer}:mailto:{ME}" for answer in ("DECLINED", "ACCEPTED"))
    second = "RECURRENCE-ID;TZID=Europe/Berlin:20260602T090000", "DTSTART:20260602T070000Z", "DURATION:PT1H"
    busy, _ = read(calendar(event(*DAILY, accepted), event(*second, declined)), own=(ME,))
    assert [one.spans[0].start.day for one in busy] == [1, 3, 4, 5]
    busy, (sentence,) = read(calendar(event(*DAILY, declined), event(*second, accepted)), own=(ME,))
    assert [one.spans[0].start.day for one in busy] == [2]
    assert sentence.startswith(f"work.ics: 4 invitations that {ME} declined take no time: 'Team sync' of 2026-06-01,")
    assert sentence.endswith(" and 1 more.")


@pytest.mark.parametrize(
    "times",
    [
        ("DTSTART:20260601T110000", "DTEND:20260601T090000"),
        ("DTSTART:20260601T110000", "DURATION:-PT2H"),
        ("DTSTART;TZID=Europe/Berlin:20260601T110000", "DTEND:20260601T070000Z"),
    ],
)
def test_an_event_that_ends_before_it_begins_is_said(times: tuple[str, ...]) -> None:
    """Its hours count, as nobody is free in them for certain; that they were read so is no secret."""
    busy, said = read(calendar(event(*times)))
    assert [span.stop - span.start for time in busy for span in time.spans] == [timedelta(hours=2)]
    assert said == [
        "work.ics: the event 'Team sync' of 2026-06-01 ends before it begins: the time between the two is taken."
    ]

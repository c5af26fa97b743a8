"""Calendar files: repeats, exceptions, zones and free time as calendar programs write them, and what is broken."""

from __future__ import annotations

import time
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from planner.availability.calendar_events import BusyTime, busy_times

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK_BY_ANOTHER_NAME = """BEGIN:VTIMEZONE
TZID:Our office
BEGIN:STANDARD
DTSTART:19701101T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*lines: str, uid: str = "one", title: str = "Team sync") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT", ""])


def calendar(*parts: str, head: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(parts)}END:VCALENDAR\n".encode()


def read(
    content: bytes, start: date = date(2026, 6, 1), end: date = date(2026, 6, 30)
) -> tuple[list[BusyTime], list[str]]:
    busy, troubles = busy_times(content, "work.ics", start, end, BERLIN)
    return list(busy), list(troubles)


def starts(content: bytes, start: date = date(2026, 6, 1), end: date = date(2026, 6, 30)) -> list[str]:
    """When each occurrence begins on the clocks of Berlin; nothing may be in trouble."""
    busy, troubles = read(content, start, end)
    assert troubles == []
    return [f"{one.spans[0].start.astimezone(BERLIN):%d %H:%M}" for one in busy]


WEEKLY = ("DTSTART;TZID=Europe/Berlin:20260601T090000", "DTEND;TZID=Europe/Berlin:20260601T100000", "RRULE:FREQ=WEEKLY")


def test_a_rule_repeats_an_event_without_its_left_out_dates_and_with_extra_ones() -> None:
    """RRULE, EXDATE and RDATE together."""
    left_out = "EXDATE;TZID=Europe/Berlin:20260615T090000"
    extra = "RDATE;TZID=Europe/Berlin:20260617T140000"
    assert starts(calendar(event(*WEEKLY, left_out, extra))) == [
        "01 09:00",
        "08 09:00",
        "17 14:00",
        "22 09:00",
        "29 09:00",
    ]


def test_one_occurrence_may_be_moved_and_another_cancelled() -> None:
    """RECURRENCE-ID replaces its occurrence; a cancelled one takes no time."""
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260608T090000",
        "DTSTART;TZID=Europe/Berlin:20260609T150000",
        "DTEND;TZID=Europe/Berlin:20260609T160000",
    )
    cancelled = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260615T090000",
        "DTSTART;TZID=Europe/Berlin:20260615T090000",
        "DTEND;TZID=Europe/Berlin:20260615T100000",
        "STATUS:CANCELLED",
    )
    assert starts(calendar(event(*WEEKLY), moved, cancelled)) == ["01 09:00", "09 15:00", "22 09:00", "29 09:00"]


@pytest.mark.parametrize(
    "free", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "status:cancelled", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]
)
def test_cancelled_and_free_events_take_no_time(free: str) -> None:
    """A birthday that a calendar shows as free, or a meeting that was called off."""
    assert starts(calendar(event(*WEEKLY, free))) == []


def test_a_file_that_takes_events_back_takes_no_time() -> None:
    """What a mail attaches when a meeting is called off."""
    assert starts(calendar(event(*WEEKLY), head="METHOD:CANCEL\n")) == []


def test_an_all_day_event_takes_its_whole_days_of_23_and_25_hours() -> None:
    """On the person's clocks; its end is the day after, and one without an end or with its own start takes a day."""
    weekend = event("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330")
    ((busy,), _) = read(calendar(weekend), date(2026, 3, 1), date(2026, 3, 31))
    assert (busy.all_day, sum(span.hours for span in busy.spans)) == (True, 24 + 23)
    for end in ("", "DTEND;VALUE=DATE:20261025"):
        ((busy,), _) = read(calendar(event("DTSTART;VALUE=DATE:20261025", end)), date(2026, 10, 1), date(2026, 10, 31))
        assert sum(span.hours for span in busy.spans) == 25


def test_only_what_lies_within_the_days_asked_for_is_told() -> None:
    """A month away from home, seen in a week of it."""
    away = event("DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE:20260701")
    ((busy,), _) = read(calendar(away), date(2026, 6, 8), date(2026, 6, 14))
    assert sum(span.hours for span in busy.spans) == 7 * 24


def test_times_are_floating_or_in_utc_or_in_a_zone() -> None:
    """Floating means the person's own clock; a zone may come from the file alone."""
    floating = event("DTSTART:20260601T090000", "DURATION:PT1H", uid="1")
    in_utc = event("DTSTART:20260602T090000Z", "DTEND:20260602T100000Z", uid="2")
    abroad = event("DTSTART;TZID=America/New_York:20260603T090000", "DURATION:PT30M", uid="3")
    own_zone = event("DTSTART;TZID=Our office:20260604T090000", "DURATION:PT30M", uid="4")
    content = calendar(floating, in_utc, abroad, own_zone, NEW_YORK_BY_ANOTHER_NAME)
    assert starts(content) == ["01 09:00", "02 11:00", "03 15:00", "04 15:00"]


def test_zones_of_one_file_do_not_reach_another() -> None:
    """Two offices, in New York and an hour west of it, go by the same name in their files."""
    lines = event("DTSTART;TZID=Our office:20260604T090000", "DURATION:PT30M")
    moved = NEW_YORK_BY_ANOTHER_NAME.replace("-0500", "-0600").replace("-0400", "-0500")
    assert starts(calendar(NEW_YORK_BY_ANOTHER_NAME, lines)) == ["04 15:00"]
    assert starts(calendar(moved, lines)) == ["04 16:00"]


def test_a_weekly_meeting_stays_at_its_hour_when_clocks_change() -> None:
    """In its own zone; one that a calendar of Berlin gives in UTC (X-WR-TIMEZONE) stays too."""
    zoned = event("DTSTART;TZID=Europe/Berlin:20260323T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    in_utc = event("DTSTART:20260323T080000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    march = date(2026, 3, 20), date(2026, 4, 1)
    assert starts(calendar(zoned), *march) == ["23 09:00", "30 09:00"]
    assert starts(calendar(in_utc, head="X-WR-TIMEZONE:Europe/Berlin\n"), *march) == ["23 09:00", "30 09:00"]
    assert starts(calendar(in_utc), *march) == ["23 09:00", "30 10:00"]


def test_a_night_over_the_change_of_clocks_has_its_true_length() -> None:
    """From ten to six: seven hours in spring."""
    night = event("DTSTART;TZID=Europe/Berlin:20260328T220000", "DTEND;TZID=Europe/Berlin:20260329T060000")
    ((busy,), _) = read(calendar(night), date(2026, 3, 1), date(2026, 3, 31))
    assert sum(span.hours for span in busy.spans) == 7


def test_several_calendars_in_one_file_are_all_read() -> None:
    """Even where both use the same names for their events; long lines may be folded."""
    second = event("DTSTART:20260602T09", " 0000", "DURATION:PT1H")
    assert starts(calendar(event(*WEEKLY[:2])) + calendar(second)) == ["01 09:00", "02 09:00"]


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (
            event("DTSTART:20260631T090000", "DTEND:20260601T100000"),
            "work.ics: the event 'Team sync' is left out: its start '20260631T090000' cannot be read.",
        ),
        (
            event("DTEND:20260601T100000"),
            "work.ics: the event 'Team sync' is left out: it has no start (DTSTART), or several.",
        ),
        (
            event(*WEEKLY[:2], "RRULE:FREQ=SECONDLY"),
            "work.ics: the event 'Team sync' of 2026-06-01 is left out: it repeats every minute or second.",
        ),
        (
            event(*WEEKLY[:2], "RRULE:FREQ=DAILY;INTERVAL=0"),
            "work.ics: the event 'Team sync' of 2026-06-01 is left out: "
            "its repeat rule steps by nothing (INTERVAL below 1).",
        ),
        (
            event("DTSTART:20260601T090000", "DTEND:22260601T100000", "RRULE:FREQ=DAILY"),
            "work.ics: the event 'Team sync' of 2026-06-01 is left out: "
            "it repeats although it lasts for more than a year.",
        ),
        (
            event("DTSTART:02260601T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
            "work.ics: the event 'Team sync' of 226-06-01 is left out: it begins in the year 226.",
        ),
        (
            event("DTSTART:20260601T090000", "DURATION:PT1H", "RECURRENCE-ID:20160601T090000"),
            "work.ics: the event 'Team sync' of 2026-06-01 is left out: it was moved by more than a year.",
        ),
        (
            "BEGIN:VEVENT\nUID:cut\nSUMMARY:Cut\nDTSTART:20260601T090000\n",
            "work.ics: the event 'Cut' is left out: the file breaks off within it.",
        ),
    ],
)
def test_an_event_that_cannot_be_used_is_named_and_the_rest_is_used(broken: str, sentence: str) -> None:
    """One sentence with the event and the reason."""
    busy, troubles = read(calendar(event("DTSTART:20260610T090000", "DURATION:PT1H", uid="good"), broken))
    assert [one.spans[0].start.day for one in busy] == [10]
    assert troubles == [sentence]


def test_what_is_broken_in_an_event_is_said_and_the_event_still_takes_its_time() -> None:
    """An unreadable rule leaves the first occurrence; unreadable left-out dates leave all."""
    busy, (sentence,) = read(calendar(event(*WEEKLY[:2], "RRULE:FREQ=OFTEN")))
    assert len(busy) == 1
    assert sentence == (
        "work.ics: the event 'Team sync' of 2026-06-01 is used without its repeat rule 'FREQ=OFTEN', "
        "which cannot be read."
    )
    good = "EXDATE;TZID=Europe/Berlin:20260608T090000"
    busy, (sentence,) = read(calendar(event(*WEEKLY, good, "EXDATE:soon")))
    assert len(busy) == 4
    assert "is used without its left-out dates 'soon'" in sentence


def test_a_zone_that_nobody_knows_is_read_as_the_own_clock_and_said() -> None:
    """Once for each zone, however many events stand in it."""
    lines = [event(f"DTSTART;TZID=Middle Earth:2026060{day}T090000", "DURATION:PT1H", uid=str(day)) for day in (1, 2)]
    busy, troubles = read(calendar(*lines))
    assert [one.spans[0].start.astimezone(BERLIN).hour for one in busy] == [9, 9]
    assert troubles == [
        "work.ics: the time zone 'Middle Earth' is not known, so times in it are read as times on your own clock."
    ]


def test_a_zone_that_names_its_offset_is_read_by_it_and_said() -> None:
    """As Outlook on the web writes them, where the places are not known; one that the file describes is not guessed."""
    name = "(UTC-05:00) Rivendell (Middle Earth)"
    lines = event(f'DTSTART;TZID="{name}":20260604T090000', "DURATION:PT1H")
    busy, troubles = read(calendar(lines))
    assert [one.spans[0].start.astimezone(BERLIN).hour for one in busy] == [16]
    assert troubles == [
        f"work.ics: the time zone '{name}' is not known, so times in it are read as UTC-05:00 in summer as in winter."
    ]
    assert starts(calendar(NEW_YORK_BY_ANOTHER_NAME.replace("Our office", name), lines)) == ["04 15:00"]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"<html></html>", b"\xff\xfeh\x00i\x00"])
def test_a_file_that_is_no_calendar_is_said_to_be_none(content: bytes) -> None:
    """Nothing is taken, nothing breaks."""
    assert read(content) == (
        [],
        ["work.ics holds no calendar: it has no line BEGIN:VCALENDAR. Export it again as .ics."],
    )


def test_old_encodings_are_read() -> None:
    """UTF-16 with its mark, and what Windows wrote."""
    text = calendar(event("DTSTART:20260601T090000", "DURATION:PT1H", title="Prüfung")).decode()
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        ((busy,), troubles) = read(text.encode(encoding))
        assert (busy.what, troubles) == ("Prüfung", [])


def test_a_large_calendar_is_read_in_seconds() -> None:
    """Ten thousand events with long descriptions and alarms, one of them in the days asked for."""
    noise = "DESCRIPTION:" + "x" * 300 + "\nBEGIN:VALARM\nTRIGGER:-PT15M\nACTION:DISPLAY\nEND:VALARM"
    old = [
        event(
            f"DTSTART:2019{1 + number % 12:02d}10T090000Z",
            f"DTEND:2019{1 + number % 12:02d}10T100000Z",
            noise,
            uid=str(number),
        )
        for number in range(10_000)
    ]
    started = time.process_time()
    assert len(starts(calendar(*old, event(*WEEKLY[:2])))) == 1
    assert time.process_time() - started < 10  # half a second where nothing else runs


@pytest.mark.slow
def test_a_rule_that_never_comes_true_ends() -> None:
    """The thirtieth of February is looked for a little past the days asked for, not until the year 9999."""
    started = time.process_time()
    assert (
        starts(calendar(event("DTSTART:20250210T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")))
        == []
    )
    assert time.process_time() - started < 10

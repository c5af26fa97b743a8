"""Zones written as letters behind a clock time: read where certain, named where several places use them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.exchange import ReadFile, ReadOptions
from planner.exchange.reading import read_file

LONDON = ZoneInfo("Europe/London")


def read(text: str, zone: tzinfo = UTC) -> ReadFile:
    return read_file("log", text.encode(), None, ReadOptions(zone))[1]


def start_of(moment: str, zone: tzinfo = UTC) -> datetime:
    (entry,) = read(f"Start,Hours\n{moment},1\n", zone).entries
    return entry.started_at


@pytest.mark.parametrize(
    ("letters", "hours"),
    [
        ("UTC", 0), ("GMT", 0), ("Z", 0), ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6),
        ("PST", -8), ("PDT", -7), ("CET", 1), ("CEST", 2), ("MEZ", 1), ("MESZ", 2), ("JST", 9), ("est", -5),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "moment", ["2026-03-02 09:00 {}", "2026-03-02T09:00:00 {}", "03/20/2026 9:00 AM {}", "2026-03-02 09:00 ({})"]
)
def test_letters_that_are_certain_are_read(moment: str, letters: str, hours: int) -> None:
    """Wherever they stand behind the clock, whatever zone the person is in."""
    day = 20 if "03/20" in moment else 2
    expected = datetime(2026, 3, day, 9, tzinfo=UTC) - timedelta(hours=hours)
    assert start_of(moment.format(letters), ZoneInfo("Asia/Tokyo")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Date,Start,End\n2026-03-02,09:00 EST,10:30 EST\n",
        "Start,End\n2026-03-02 09:00 EST,2026-03-02 10:30 EST\n",
        "Start,End\nMon Mar 02 09:00:00 EST 2026,Mon Mar 02 10:30:00 EST 2026\n",
        '[{"start": "2026-03-02 09:00 EST", "end": "2026-03-02 09:30 CST"}]',
    ],
)
def test_a_log_in_such_a_zone_is_read_and_that_is_said(text: str) -> None:
    """Nothing was assumed about its clocks."""
    found = read(text)
    begin = datetime(2026, 3, 2, 14, tzinfo=UTC)
    assert [(e.started_at, e.stopped_at) for e in found.entries] == [(begin, begin + timedelta(hours=1.5))]
    assert "Clock times with 'EST' are read as those of UTC-05:00." in found.remarks
    assert not found.zone_assumed


@pytest.mark.parametrize(
    ("letters", "zone", "hours"),
    [
        ("BST", "Europe/London", 1),
        ("IST", "Asia/Kolkata", 5.5),
        ("IST", "Europe/Dublin", 1),
        ("CST", "Asia/Shanghai", 8),
        ("GMT", "Europe/London", 0),
    ],
)
def test_the_zone_of_the_clocks_says_which_of_several_is_meant(letters: str, zone: str, hours: float) -> None:
    """Where its own clocks go by these letters."""
    expected = datetime(2026, 7, 2, 9, tzinfo=UTC) - timedelta(hours=hours)
    assert start_of(f"2026-07-02 09:00 {letters}", ZoneInfo(zone)) == expected


@pytest.mark.parametrize(
    ("letters", "places"), [("IST", "India, Ireland and Israel"), ("BST", "Britain and Bangladesh")]
)
def test_letters_of_several_places_are_named_and_never_guessed(letters: str, places: str) -> None:
    """With what to write instead."""
    found = read(f"Start,Hours\n2026-03-02 09:00 {letters},1\n")
    assert [trouble.sentence for trouble in found.troubles] == [
        f"Line 2 says '09:00 {letters}': {letters} is the time of {places}; write its distance from UTC, such as "
        "+01:00, or say the zone of the clocks."
    ]


def test_a_zone_in_brackets_holds_where_no_distance_says_it() -> None:
    """As Java and JavaScript write it."""
    nine = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert start_of("2026-03-02T09:00[Europe/Berlin]") == nine
    assert start_of("2026-03-02T09:00+01:00[Europe/Berlin]") == nine
    assert start_of("Mon Mar 02 2026 09:00:00 GMT+0100 (Central European Standard Time)", LONDON) == nine
    assert start_of("2026-03-02 09:00 (Berlin)", LONDON) == nine + timedelta(hours=1)


@given(
    moment=some.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 1)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    zone=some.sampled_from(
        ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/Berlin"]
    ),
    is_short=some.booleans(),
)
def test_what_clocks_of_a_zone_say_with_its_letters_is_that_instant(
    moment: datetime, zone: str, is_short: bool
) -> None:
    """In winter and in summer, read on a machine anywhere."""
    there = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    clock = f"{there:%I:%M %p}" if is_short else f"{there:%H:%M:%S}"
    assert start_of(
        f"{there:%Y-%m-%d} {clock} {there:%Z}", ZoneInfo("Asia/Shanghai" if there.tzname() != "CST" else "UTC")
    ) == moment.replace(tzinfo=UTC)

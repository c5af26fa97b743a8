"""Calendars as programs really wrote them: every one goes through, whole and fast."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner.availability import Availability, CalendarFile, free_time
from planner.parsing.week_text import parse_week

pytestmark = [
    pytest.mark.datasets,
    pytest.mark.skipif(
        "CALLIT_DATASETS" not in os.environ, reason="CALLIT_DATASETS is unset: it names the folder with the data sets"
    ),
]
BERLIN = ZoneInfo("Europe/Berlin")
ALWAYS = parse_week("daily 00:00-24:00")


def files() -> list[Path]:
    return sorted((Path(os.environ["CALLIT_DATASETS"]) / "timelogs" / "ics").glob("*.ics"))


def calendar(name: str) -> Availability:
    (path,) = (path for path in files() if path.name == name)
    return Availability(ALWAYS, calendars=(CalendarFile(path.name, path),))


def test_every_calendar_goes_through_in_seconds() -> None:
    """Over three years each; a sentence names the file and ends as one; hours add up."""
    assert files()
    started = time.perf_counter()
    for path in files():
        said = Availability(ALWAYS, calendars=(CalendarFile(path.name, path),))
        found = free_time(said, date(2017, 1, 1), date(2019, 12, 31), BERLIN)
        assert all(trouble.startswith(path.name) and trouble.endswith(".") for trouble in found.troubles)
        for day in found.days:
            assert day.free_hours + day.busy_hours == pytest.approx(day.pattern_hours)
    assert time.perf_counter() - started < 60


@pytest.mark.parametrize(
    ("name", "day", "busy_hours"),
    [
        ("rie_issue_18_cancel_status.ics", date(2020, 1, 28), 1),
        ("rie_issue_18_cancel_status.ics", date(2020, 1, 29), 0),
        ("rie_issue_18_cancel_status.ics", date(2020, 1, 30), 1),
        ("apical_rrule-exdate.ics", date(2022, 8, 1), 24),
        ("apical_rrule-exdate.ics", date(2022, 9, 1), 0),
        ("apical_rrule-exdate.ics", date(2023, 1, 1), 0),
        ("nodeical_duplicate-uid-sequence.ics", date(2024, 1, 15), 1),
        ("nodeical_duplicate-uid-sequence.ics", date(2024, 1, 20), 1),
    ],
)
def test_known_days_have_the_hours_that_their_calendars_say(name: str, day: date, busy_hours: float) -> None:
    """Cancelled events, rules with left-out dates, and newer versions of an event."""
    (found,) = free_time(calendar(name), day, day, BERLIN).days
    assert found.busy_hours == busy_hours


def test_an_event_that_cannot_be_read_is_named_among_many() -> None:
    """One of twenty is broken: it is said, the others take their time."""
    found = free_time(calendar("icsparser_ICal.ics"), date(2016, 1, 1), date(2017, 12, 31), BERLIN)
    assert sum("is left out" in trouble for trouble in found.troubles) == 1
    assert sum(day.busy_hours for day in found.days) > 100

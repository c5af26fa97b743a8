"""Availability as it is kept: whole, with its calendars copied, in a database of any age; and the share learned."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner import planning, timelog
from planner.availability import (
    BUILT_IN_SHARE,
    Availability,
    CalendarFile,
    free_days,
    keep_calendar,
    learned_share,
    load_availability,
    save_availability,
    share_of,
)
from planner.domain.errors import InvalidAvailability
from planner.domain.project import Project
from planner.parsing.week_text import parse_commitment, parse_exception, parse_week
from planner.sample_project import add_sample_project
from planner.store import Store, open_store
from planner.store.migrations import STEPS

BERLIN = ZoneInfo("Europe/Berlin")
MEETING = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260610T090000\nDURATION:PT2H\nEND:VEVENT\nEND:VCALENDAR\n"
OFFICE = Availability(parse_week("Mon-Fri 09:00-17:00"))


@pytest.fixture
def calendar(tmp_path: Path) -> CalendarFile:
    """A calendar in the person's downloads."""
    path = tmp_path / "downloads" / "work.ics"
    path.parent.mkdir()
    path.write_text(MEETING, encoding="utf-8")
    return CalendarFile("My work", path)


def free_on_tenth(availability: Availability) -> float:
    (day,) = free_days(availability, date(2026, 6, 10), date(2026, 6, 10), BERLIN)
    return day.free_hours


def test_nothing_is_kept_before_anything_was_said(store: Store) -> None:
    """A new person has no week."""
    assert load_availability(store) is None


def test_what_was_said_comes_back_whole(store: Store, calendar: CalendarFile) -> None:
    """Week, country, exceptions, commitments, calendars; saving again replaces all of it."""
    said = Availability(
        parse_week("Mon-Fri 09:00-12:00, 13:00-17:00; Fri 22:00-02:00"),
        exceptions=parse_exception("2026-08-03 to 2026-08-05 off") + parse_exception("2026-12-26 10:00-14:00"),
        commitments=(parse_commitment("children, Tue 15-18"), parse_commitment("dentist, 2026-06-12 10:00-11:00")),
        calendars=(calendar,),
        own_addresses=("me@example.org", "home@example.org"),
        country="de",
        subdivision="Bayern",
        all_day_blocks=False,
    )
    kept = save_availability(store, said)
    assert load_availability(store) == kept
    assert kept == dataclasses.replace(said, calendars=kept.calendars, country="DE", subdivision="BY")
    save_availability(store, OFFICE)
    assert load_availability(store) == OFFICE


def test_a_calendar_survives_its_download(home: Path, store: Store, calendar: CalendarFile) -> None:
    """The copy in the data folder counts, under the name that the person gave; unused copies are removed."""
    save_availability(store, dataclasses.replace(OFFICE, calendars=(calendar, calendar)))
    calendar.path.unlink()
    kept = load_availability(store)
    assert kept is not None
    assert [one.name for one in kept.calendars] == ["My work"]
    assert free_on_tenth(kept) == 6
    save_availability(store, kept)
    assert free_on_tenth(kept) == 6
    save_availability(store, OFFICE)
    assert list((home / "calendars").rglob("*.ics")) == []


def test_the_data_folder_can_be_moved(home: Path, calendar: CalendarFile, tmp_path: Path) -> None:
    """Calendars are found beside the database, wherever that is."""
    with open_store(home) as store:
        save_availability(store, dataclasses.replace(OFFICE, calendars=(calendar,)))
    home.rename(tmp_path / "elsewhere")
    with open_store(tmp_path / "elsewhere") as store:
        kept = load_availability(store)
        assert kept is not None
        assert free_on_tenth(kept) == 6


def test_an_upload_waits_for_its_availability(store: Store) -> None:
    """Kept at once under a harmless name; saving something else in another tab leaves it."""
    uploaded = keep_calendar(store, "../../my work?.ics", MEETING.encode())
    assert keep_calendar(store, "../../my work?.ics", MEETING.encode()) == uploaded
    save_availability(store, OFFICE)
    assert uploaded.name == "my work_.ics"
    save_availability(store, dataclasses.replace(OFFICE, calendars=(uploaded,)))
    kept = load_availability(store)
    assert kept is not None
    assert free_on_tenth(kept) == 6


def test_what_cannot_be_kept_leaves_what_was_kept(store: Store, tmp_path: Path) -> None:
    """A calendar that is not there, a country that nobody knows: one sentence, and the former week stays."""
    save_availability(store, OFFICE)
    missing = CalendarFile("gone.ics", tmp_path / "gone.ics")
    for wrong in (dataclasses.replace(OFFICE, calendars=(missing,)), dataclasses.replace(OFFICE, country="Germany")):
        with pytest.raises(InvalidAvailability, match=r"\.$"):
            save_availability(store, wrong)
    assert load_availability(store) == OFFICE


def test_a_database_from_before_gets_the_tables_and_keeps_its_rows(home: Path, now: datetime, store: Store) -> None:
    """A filled file of an earlier version opens, with its projects, and can keep a week."""
    add_sample_project(store, now)
    step = next(number for number, step in enumerate(STEPS) if step.__name__ == "create_availability")
    for table in ("availability", "availability_exceptions", "commitments", "calendar_files", "own_addresses"):
        store._connection.execute(f"DROP TABLE {table}")
    store._connection.execute(
        "DELETE FROM _sqlite_migrations WHERE name IN ('create_availability', 'create_own_addresses')"
    )
    store._connection.execute(f"PRAGMA user_version = {step}")
    with open_store(home) as opened:
        save_availability(opened, OFFICE)
        assert load_availability(opened) == OFFICE
        assert len(opened.projects.all()) == 1


MONDAY = datetime(2026, 6, 8, 7, tzinfo=UTC)  # nine o'clock in Berlin


@pytest.fixture
def project(store: Store) -> Project:
    """A project of the person's own."""
    return planning.create_project(store, "Toxic comments", now=MONDAY - timedelta(days=200))


def work(store: Store, project: Project, start: datetime, hours: float, *, attended: bool = True) -> None:
    phase = planning.phases(store, project.id)[0]
    stop = start + timedelta(hours=hours)
    timelog.add_entry(store, phase.id, start, stop, now=MONDAY, attended=attended)


def work_weeks(store: Store, project: Project, weeks_ago: range, hours_a_day: float) -> None:
    """Work from Monday to Friday in some of the weeks before 8 June."""
    for week in weeks_ago:
        for day in range(5):
            work(store, project, MONDAY - timedelta(weeks=week, days=-day), hours_a_day)


def test_the_share_is_a_guess_until_there_are_two_weeks(store: Store, project: Project) -> None:
    """And says so; the sample project teaches nothing about the person."""
    add_sample_project(store, MONDAY)
    work_weeks(store, project, range(1, 2), 6)
    share = share_of(store, OFFICE, now=MONDAY, zone=BERLIN)
    assert share == BUILT_IN_SHARE
    assert "guess" in share.basis


def test_the_share_is_learned_from_hours_worked_over_free_hours(store: Store, project: Project) -> None:
    """Six of eight hours each day: a range around three quarters, narrower with more weeks."""
    work_weeks(store, project, range(1, 3), 6)
    two = share_of(store, OFFICE, now=MONDAY, zone=BERLIN)
    assert (two.weeks, two.basis) == (2, "learned from 2 weeks of your log")
    work_weeks(store, project, range(3, 11), 6)
    ten = share_of(store, OFFICE, now=MONDAY, zone=BERLIN)
    assert ten.weeks == 10
    assert two.low < ten.low < 0.75 < ten.high < two.high
    assert ten.high - ten.low < 0.35


def test_machine_hours_and_hours_twice_do_not_raise_the_share(store: Store, project: Project) -> None:
    """A person has one day, however many entries and machines fill it."""
    work_weeks(store, project, range(1, 4), 4)
    before = share_of(store, OFFICE, now=MONDAY, zone=BERLIN)
    other = planning.create_project(store, "Another", now=MONDAY - timedelta(days=200))
    for week in (1, 2, 3):
        work(store, project, MONDAY - timedelta(weeks=week), 40, attended=False)
        work(store, other, MONDAY - timedelta(weeks=week), 4)
    assert share_of(store, OFFICE, now=MONDAY, zone=BERLIN) == before


def test_an_idle_week_in_the_middle_of_a_project_lowers_the_share(store: Store, project: Project) -> None:
    """A pause between two projects does not: nobody planned to work then."""
    for week in (1, 2, 4, 5):
        work(store, project, MONDAY - timedelta(weeks=week), 8)
    assert share_of(store, OFFICE, now=MONDAY, zone=BERLIN).weeks == 5
    store.projects.remove_for_good(project.id)
    first, second = (planning.create_project(store, name, now=MONDAY - timedelta(days=200)) for name in ("A", "B"))
    for week in (1, 2):
        work(store, first, MONDAY - timedelta(weeks=week), 8)
        work(store, second, MONDAY - timedelta(weeks=week + 3), 8)
    assert share_of(store, OFFICE, now=MONDAY, zone=BERLIN).weeks == 4


@pytest.mark.parametrize("weekly", [[], [0.7], [float("nan"), 0.7], [float("inf")]])
def test_too_little_to_learn_from_gives_the_guess(weekly: list[float]) -> None:
    """Weeks without a finite share say nothing."""
    assert learned_share(weekly) == BUILT_IN_SHARE


@pytest.mark.parametrize("weekly", [[0.0] * 12, [9.0] * 12, [0.0, 3.0] * 6])
def test_a_learned_share_stays_between_nothing_and_twice_the_free_hours(weekly: list[float]) -> None:
    """Weeks of no work do not promise that nothing is ever done; weeks of nights do not promise more such weeks."""
    share = learned_share(weekly)
    assert 0 < share.low <= share.high <= 2

"""The Work page in the hour that was there twice: which one is meant is asked where it is typed, and is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.clock import now
from planner.domain.project import Project
from planner.domain.timelog import TimeEntry
from planner.pages.table_draft import Row
from planner.pages.work_page.entry_table import rows_of
from planner.store import Store
from tests.app.train_tab import APP

DAY = date(2025, 10, 26)  # in Berlin clocks went back from 03:00 to 02:00
MIDNIGHT = datetime(2025, 10, 25, 22, tzinfo=UTC)
FIRST, SECOND = datetime(2025, 10, 26, 0, 30, tzinfo=UTC), datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clocks of the machine."""
    monkeypatch.setenv("TZ", "Europe/Berlin")


@pytest.fixture
def project(store: Store) -> Project:
    """A project of that autumn."""
    return planning.create_project(store, "Toxic", phases=["Explore"], now=MIDNIGHT - 24 * HOUR)


def opened(project: Project, **query: object) -> AppTest:
    """A tab on the Work page of a project."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    for name, value in {"project": project.id, **query}.items():
        app.query_params[name] = str(value)
    return app.switch_page("planner/pages/work.py").run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of that name."""
    return next(button for button in app.button if button.label == label).click().run()


def questions(app: AppTest) -> list[Any]:
    """Where one of two times can be chosen."""
    return [one for one in app.segmented_control if "was there twice" in one.label]


def said(app: AppTest) -> str:
    """What was said in passing."""
    return " ".join(toast.value for toast in app.toast)


def typed(app: AppTest, start: time, stop: time | None) -> AppTest:
    """The form of a new entry of that day, filled."""
    app.date_input(key="add_day").set_value(DAY)
    app.time_input(key="add_from").set_value(start)
    if stop is not None:
        app.time_input(key="add_to").set_value(stop)
    return app.run()


@pytest.mark.slow
@pytest.mark.parametrize(("choice", "stopped_at"), [(None, FIRST), ("second", SECOND), ("first", FIRST)])
def test_a_new_entry_ends_in_the_one_that_is_chosen(
    store: Store, project: Project, choice: str | None, stopped_at: datetime
) -> None:
    """The first is offered; what was taken is said."""
    app = typed(opened(project), time(1), time(2, 30))
    (asked,) = questions(app)
    assert asked.label == "To: 02:30 on 26 October 2025 was there twice, as clocks went back. Which one?"
    assert (asked.value, asked.options) == ("first", ["the first (+02:00)", "the second (+01:00)"])
    if choice is not None:
        asked.set_value(choice).run()
    press(app, "Add the entry")
    (entry,) = timelog.entries(store, project.id)
    assert (entry.started_at, entry.stopped_at) == (MIDNIGHT + HOUR, stopped_at)
    assert f"the {choice or 'first'} (" in said(app)
    assert not questions(app)


def test_it_is_asked_as_soon_as_the_start_is_typed(project: Project) -> None:
    """And not of an hour that is there once."""
    app = opened(project)
    assert not questions(typed(app, time(3, 30), None))
    (asked,) = questions(typed(app, time(2, 30), None))
    assert asked.label.startswith("From: 02:30")


def test_what_the_other_edge_says_is_not_asked(store: Store, project: Project) -> None:
    """From a quarter to three to a quarter past two: only the start can be either, and only one fits the end."""
    app = typed(opened(project), time(2, 45), time(2, 15))
    (asked,) = questions(app)
    assert asked.label.startswith("From:")
    press(app, "Add the entry")
    (entry,) = timelog.entries(store, project.id)
    assert (entry.started_at, entry.stopped_at) == (FIRST + 15 * MINUTE, SECOND - 15 * MINUTE)


def test_both_edges_are_asked_and_both_answers_kept(store: Store, project: Project) -> None:
    """A start in the second hour leaves one end."""
    app = typed(opened(project), time(2, 15), time(2, 45))
    start, stop = questions(app)
    assert (start.label[:5], stop.label[:3]) == ("From:", "To:")
    start.set_value("second").run()
    assert len(questions(app)) == 1
    press(app, "Add the entry")
    (entry,) = timelog.entries(store, project.id)
    assert (entry.started_at, entry.stopped_at) == (SECOND - 15 * MINUTE, SECOND + 15 * MINUTE)


def drafted(store: Store, project: Project, change: Callable[[Row], Row]) -> AppTest:
    """The page with something typed into the row of the only entry."""
    saved = rows_of(timelog.entries(store, project.id), {1: "Explore"}, BERLIN)
    monday = DAY - timedelta(days=DAY.weekday())
    draft = {"rows": [{**saved[0], **change(saved[0])}], "saved": saved}
    store.drafts.save(f"entries of project {project.id}, week of {monday}", draft, now())
    return opened(project, week=monday)


def saved(store: Store, app: AppTest) -> TimeEntry:
    """The only entry, once the table is saved."""
    press(app, "Save the entries")
    assert not app.error
    (entry,) = timelog.entries(store, 1)
    return entry


def at(wall: time) -> str:
    """A time of that day as the table has it."""
    return f"{datetime.combine(DAY, wall):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(("choice", "stopped_at"), [("first", FIRST), ("second", SECOND)])
def test_a_time_typed_into_the_table_is_asked_about(
    store: Store, project: Project, choice: str, stopped_at: datetime
) -> None:
    """Below the table, with the row that it is about."""
    timelog.add_entry(store, 1, MIDNIGHT, MIDNIGHT + HOUR, now=now())
    app = drafted(store, project, lambda row: {"stop": at(time(2, 30))})
    (asked,) = questions(app)
    assert asked.label.startswith("Explore, Sun 26 Oct 00:00, to: 02:30 on 26 October 2025 was there twice")
    assert asked.value == "first"
    asked.set_value(choice).run()
    assert saved(store, app).stopped_at == stopped_at


def test_a_start_that_has_to_lie_before_the_end_is_not_asked_about(store: Store, project: Project) -> None:
    """The entry ends in the first of the two hours."""
    timelog.add_entry(store, 1, MIDNIGHT, FIRST + 15 * MINUTE, now=now())
    app = drafted(store, project, lambda row: {"start": at(time(2, 30))})
    assert not questions(app)
    assert saved(store, app).started_at == FIRST


def test_an_end_after_a_start_in_the_second_hour_is_in_that_hour(store: Store, project: Project) -> None:
    """The entry as it is kept says which hour its start lies in."""
    timelog.add_entry(store, 1, SECOND, SECOND + 20 * MINUTE, now=now())
    app = drafted(store, project, lambda row: {"stop": at(time(2, 45))})
    assert not questions(app)
    assert saved(store, app).stopped_at == SECOND + 15 * MINUTE


def test_a_note_moves_nothing(store: Store, project: Project) -> None:
    """An entry of the second hour stays there, unasked."""
    timelog.add_entry(store, 1, SECOND, SECOND + 20 * MINUTE, now=now())
    app = drafted(store, project, lambda row: {"note": "late"})
    assert not questions(app)
    entry = saved(store, app)
    assert (entry.note, entry.started_at, entry.stopped_at) == ("late", SECOND, SECOND + 20 * MINUTE)


@pytest.mark.slow
@pytest.mark.parametrize(("choice", "stopped_at"), [("first", FIRST), ("second", SECOND)])
def test_the_end_of_a_forgotten_timer_is_asked_about(
    store: Store, project: Project, choice: str, stopped_at: datetime
) -> None:
    """Where it is cut, before it is."""
    timelog.start(store, 1, now=MIDNIGHT)
    app = opened(project)
    app.date_input(key="cut_day").set_value(DAY)
    app.time_input(key="cut_time").set_value(time(2, 30)).run()
    (asked,) = questions(app)
    assert asked.label.startswith("Work ended at: 02:30 on 26 October 2025 was there twice")
    asked.set_value(choice).run()
    press(app, "Cut it there")
    (entry,) = timelog.entries(store, project.id)
    assert entry.stopped_at == stopped_at

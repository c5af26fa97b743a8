"""The sample project: made and marked, the same each time, removable whole, and enough to fill every page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import clock, planning, retrospective, timelog
from planner.domain.hours import HourRange
from planner.sample_project import add_sample_project, remove_sample_project, sample_project, story
from planner.store import DATABASE_FILE, Store
from tests.places import APP

ALL_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def rows_by_table(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that stands in the database."""
    with closing(sqlite3.connect(home / DATABASE_FILE)) as database:
        names = [name for (name,) in database.execute(ALL_TABLES)]
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def seen(store: Store, now: datetime) -> dict[str, object]:
    """What a person sees of the sample project, apart from ids."""
    project = add_sample_project(store, now)
    entries = timelog.entries(store, project.id)
    return {
        "sentences": retrospective.three_sentences(store, project.id, now),
        "headline": retrospective.headline(store, project.id, now),
        "entries": [(entry.started_at - now, entry.hours(now), entry.attended, entry.note) for entry in entries],
        "scores": retrospective.sessions_frame(store, project.id)["delivered"].round(4).astype(str).tolist(),
    }


def test_it_is_marked_as_a_sample_and_finished_before_now(store: Store, now: datetime) -> None:
    """The mark is stored, the project is over, and nothing of it lies in the future."""
    project = add_sample_project(store, now)
    assert project.is_sample
    assert project.finished_at is not None
    assert project.finished_at < now
    assert all(entry.stopped_at and entry.stopped_at < now for entry in timelog.entries(store, project.id))
    assert sample_project(store) == project


def test_a_persons_own_projects_are_never_marked(store: Store, now: datetime) -> None:
    """Adding the sample marks the sample alone, also where a project of the same name is there."""
    own = planning.create_project(store, story.NAME, now=now)
    sample = add_sample_project(store, now)
    assert sample.name == f"{story.NAME} 2"
    assert [project.is_sample for project in planning.projects(store) if project.id == own.id] == [False]


def test_adding_it_twice_adds_nothing(store: Store, home: Path, now: datetime) -> None:
    """The second click leads to the project that is there."""
    first = add_sample_project(store, now)
    before = rows_by_table(home)
    assert add_sample_project(store, now + timedelta(days=1)) == first
    assert rows_by_table(home) == before


def test_it_is_removed_whole_and_takes_nothing_else_along(store: Store, home: Path, now: datetime) -> None:
    """Every table is as it was, a person's own project and hours included."""
    own = planning.create_project(store, "Mine", total=HourRange(5, 8), now=now)
    phase = planning.phases(store, own.id)[0]
    timelog.add_entry(store, phase.id, now - timedelta(hours=2), now, now=now)
    before = rows_by_table(home)
    add_sample_project(store, now)
    assert rows_by_table(home) != before
    remove_sample_project(store)
    assert rows_by_table(home) == before
    assert sample_project(store) is None
    remove_sample_project(store)  # a second click does nothing


def test_it_tells_the_same_story_each_time(store: Store, now: datetime) -> None:
    """Removed and added again, a week later too: the same hours, scores and sentences."""
    first = seen(store, now)
    remove_sample_project(store)
    assert seen(store, now) == first
    remove_sample_project(store)
    assert seen(store, now + timedelta(days=7)) == first


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"])
def test_its_evenings_are_evenings_wherever_the_person_is(store: Store, now: datetime, zone: str) -> None:
    """Times are those of the person's own clock: attended work lies between eight and midnight."""
    from zoneinfo import ZoneInfo

    project = add_sample_project(store, now, zone=ZoneInfo(zone))
    days = retrospective.day_timeline(store, project.id, now, zone=ZoneInfo(zone))
    own = days[days["attended"]]
    assert own["start_hour"].min() >= 8
    assert own["end_hour"].max() <= 24


def test_it_has_everything_that_the_pages_show(store: Store, now: datetime) -> None:
    """Ranges, caps passed and kept, machine hours, sessions of each ending, a changed estimate, a checklist."""
    project = add_sample_project(store, now)
    phases = retrospective.phase_comparison(store, project.id, now)
    sessions = retrospective.sessions_frame(store, project.id)
    assert phases["planned"].all()
    assert (phases["past_cap_hours"] > 1).any()
    assert (phases["attended_hours"] < phases["low_hours"]).any()
    assert phases["unattended_hours"].sum() > 1
    assert {"finished", "failed", "cut short", "stopped"} == set(sessions["state"])
    assert sessions["delivered"].isna().sum() == 1
    assert (sessions["used_min"] <= sessions["timebox_min"]).all()
    assert len(retrospective.three_sentences(store, project.id, now)) == 3
    first_total = planning.first_estimates(store, project.id)[None]
    assert project.total == first_total == HourRange(20, 30)
    assert {item.done for item in project.done_items} == {True, False}
    assert not timelog.running(store)


@pytest.mark.parametrize(("page", "pictures"), [("plan", 1), ("retrospective", 4)])
def test_pages_with_pictures_are_full(store: Store, page: str, pictures: int) -> None:
    """No page shows an error or an empty state beside the sample project."""
    project = add_sample_project(store, clock.now())
    app = opened(page, project.id)
    assert not app.error
    assert not app.exception
    assert len(app.get("vega_lite_chart")) >= pictures
    assert not any(button.label == "Try the sample project" for button in app.button)


@pytest.mark.parametrize("page", ["work", "train"])
def test_its_hours_and_sessions_are_listed(store: Store, page: str) -> None:
    """Work has the entries of its last week; Train has its sessions, marked as made."""
    project = add_sample_project(store, clock.now())
    app = opened(page, project.id)
    assert not app.error
    assert not app.exception
    if page == "train":
        assert any(button.label == "comments.csv, label toxic (sample)" for button in app.button)
    else:
        assert any(" h" in part.value for part in [*app.subheader, *app.markdown])


def opened(page: str, project_id: int) -> AppTest:
    """A tab on a page of the project."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.query_params["project"] = str(project_id)
    return app.switch_page(f"planner/pages/{page}.py").run()

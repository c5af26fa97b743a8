"""The Work page after the machine's clock was set back, and in the hours in which clocks change."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.clock import now
from planner.domain.awake import Sighting
from planner.domain.project import Project
from planner.store import Store, open_store
from tests.places import APP

HOUR = timedelta(hours=1)


@pytest.fixture
def project(home: Path) -> Project:
    with open_store(home) as store:
        return planning.create_project(store, "Toxic comments", phases=["Explore", "Model"], now=now() - 9 * HOUR)


@pytest.fixture
def set_back(store: Store, project: Project) -> Project:
    """Explore was started on a clock an hour ahead, half an hour ago by the machine's own count."""
    ahead, seen = now() + HOUR, timelog.sighting(now())
    timelog.start(store, planning.phase_named(store, project.id, "Explore").id, now=ahead)
    timelog.note_sign_of_life(store, Sighting(ahead, seen.boot or "a start", seen.up_s - 1800, seen.asleep_s))
    return project


def opened(project: Project) -> AppTest:
    """A tab on the Work page of a project."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["project"] = str(project.id)
    return app.switch_page("planner/pages/work.py").run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so."""
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def test_it_is_said_and_the_stop_keeps_the_time(store: Store, set_back: Project) -> None:
    """The minutes stand there already, and can be changed."""
    app = opened(set_back)
    assert any("clock was set back: Explore started at" in one.value for one in app.markdown)
    assert app.number_input(key="ran_minutes").value == pytest.approx(30, abs=1)
    app.number_input(key="ran_minutes").set_value(45.0)
    press(app, "Stop it after that")
    (entry,) = timelog.entries(store, set_back.id)
    assert entry.hours(now()) == 0.75
    assert entry.stopped_at is not None
    assert entry.stopped_at <= now()


@pytest.mark.parametrize("label", ["Stop", "Model"])
def test_the_usual_buttons_keep_it_too(store: Store, set_back: Project, label: str) -> None:
    """A stop or a switch writes what the machine counted."""
    app = opened(set_back)
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    first = timelog.entries(store, set_back.id)[0]
    assert first.stopped_at is not None
    assert first.hours(now()) == pytest.approx(0.5, abs=0.02)


def test_it_can_run_on(store: Store, set_back: Project) -> None:
    """Then nothing is asked any more."""
    app = press(opened(set_back), "Let it run on")
    assert not any("clock was set back" in one.value for one in app.markdown)
    running = timelog.running(store)
    assert running is not None
    assert running.entry.hours(now()) == pytest.approx(0.5, abs=0.02)


def test_the_missing_hour_is_refused_on_the_page_too(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a new entry: what was typed stays, and nothing is logged."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    app = opened(project)
    app.date_input(key="add_day").set_value(date(2026, 3, 29))
    app.time_input(key="add_from").set_value(time(1))
    app.time_input(key="add_to").set_value(time(2, 30))
    press(app, "Add the entry")
    assert "02:30 on 29 March 2026 does not exist" in app.error[0].value
    assert timelog.entries(store, project.id) == []

"""The first five minutes: a welcome that can be closed, a timer without a plan, and what to look at in the sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, sample_project, timelog
from planner.clock import now
from planner.domain.project import DEFAULT_PHASES
from planner.store import Store, open_store
from tests.app.plan_tab import APP, opened, press
from tests.places import ROOT

HINTED = {"plan": "Honest", "work": "last week", "train": "Earlier sessions", "retrospective": "called"}
WELCOME = "**Welcome.**"


def said(app: AppTest) -> str:
    """All sentences on the page."""
    return "\n".join(str(part.value) for part in [*app.title, *app.markdown, *app.toast])


def page(name: str) -> AppTest:
    """A page of the app."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    return app.switch_page(f"planner/pages/{name}.py").run()


def key(app: AppTest, name: str) -> AppTest:
    """Press the button of a key."""
    return app.button(key=name).click().run()


def test_the_welcome_is_closed_once_and_stays_away(home: Path) -> None:
    """In another tab, and after a new start, too."""
    app = opened()
    assert WELCOME in said(app)
    key(app, "welcome_close")
    assert WELCOME not in said(app)
    assert WELCOME not in said(opened())


def test_whoever_has_a_project_is_not_welcomed(store: Store) -> None:
    """Not on the form of a second project either."""
    planning.create_project(store, "Mine", now=now())
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["project"] = "new"
    assert WELCOME not in said(app.run())


def test_a_timer_runs_after_one_press_and_where_it_goes_is_said(store: Store) -> None:
    """Before and after; the project has the usual phases and no hours that nobody said."""
    app = page("work")
    assert app.title[0].value == "No timer is running"
    assert "a project called “My project”" in said(app)
    key(app, f"first_{DEFAULT_PHASES.index('Explore')}")
    running = timelog.running(store)
    assert running is not None
    assert (running.project.name, running.phase.name) == ("My project", "Explore")
    assert running.project.total is None
    assert app.title[0].value == "Explore"
    assert "in “My project”: name it on Plan." in said(app)
    assert app.query_params["project"] == str(running.project.id)
    assert [phase.name for phase in planning.phases(store, running.project.id)] == list(DEFAULT_PHASES)


def test_a_second_tab_makes_no_second_project(store: Store) -> None:
    """It drew the page before; its press is answered with what is there by now."""
    first, second = page("work"), page("work")
    key(first, "first_0")
    key(second, "first_3")
    assert [project.name for project in planning.projects(store)] == ["My project"]
    running = timelog.running(store)
    assert running is not None
    assert running.phase.name == "Clean"
    assert "There is a project by now, My project" in said(second)


@pytest.mark.parametrize("name", HINTED)
def test_the_sample_says_what_to_look_at_until_that_is_closed(home: Path, name: str) -> None:
    """One line on each page; closing it closes no other."""
    with open_store(home) as store:
        sample_project.add_sample_project(store, now())
    app = page(name)
    (line,) = [str(words.value) for words in app.markdown if "A made project" in str(words.value)]
    assert HINTED[name] in line
    key(app, f"close_hint_{name.capitalize()}")
    assert "A made project" not in said(app)
    assert "A made project" not in said(page(name))
    other = next(one for one in HINTED if one != name)
    assert "A made project" in said(page(other))


@pytest.mark.parametrize("name", HINTED)
def test_a_project_of_ones_own_has_no_such_line(store: Store, name: str) -> None:
    """Even where the sample is there, too."""
    sample_project.add_sample_project(store, now())
    planning.make_current(store, planning.create_project(store, "Mine", now=now()).id, now=now())
    assert "A made project" not in said(page(name))


def test_what_the_lines_name_is_there() -> None:
    """A heading that changes its words takes its line with it."""
    texts = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "planner").rglob("*.py"))
    for words in ('"Honest"', '"Earlier sessions"', "What were the training hours worth?", "What do I take along?"):
        assert words in texts


def test_a_button_of_the_welcome_leads_on(home: Path) -> None:
    """To the timer, and to the form of a training."""
    app = opened()
    press(app, "Start a timer")
    assert app.title[0].value == "No timer is running"
    app = opened()
    press(app, "Train a first model")
    assert app.title[0].value == "Train a model in the minutes you have"

"""All projects together, and some side by side, as they are drawn in each state."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning
from planner.clock import now
from planner.domain.project import Project
from planner.store import Store
from tests.app.train_tab import chart_titles, labels, said
from tests.unit.made_projects import finished_project, log_hours, planned_project

DAY = timedelta(days=1)


def drawn_across() -> None:
    """All projects, of all time or, where the URL asks, of the last four weeks."""
    import streamlit as st

    from planner.clock import local_zone, now
    from planner.pages.retrospective_page.across import draw_across
    from planner.retrospective.named_period import ALL_TIME, last_weeks
    from planner.store import open_store

    with open_store() as store:
        is_late = st.query_params.get("period") == "weeks"
        draw_across(store, last_weeks(now().date(), local_zone()) if is_late else ALL_TIME)


def drawn_beside() -> None:
    """Some projects side by side."""
    from planner.pages.retrospective_page.side_by_side import draw_side_by_side
    from planner.store import open_store

    with open_store() as store:
        draw_side_by_side(store)


@pytest.fixture
def two(store: Store) -> tuple[Project, Project]:
    """One finished 40 days ago, one that goes on."""
    old = finished_project(store, "Old", {"Clean": (2, 4)}, {"Clean": 3}, now() - 40 * DAY)
    new = planned_project(store, "New_one", {"Clean": (1, 2), "Explore": None}, now() - 3 * DAY)
    log_hours(store, new, {"Clean": 5, "Explore": 1}, now() - DAY)
    return old, new


def test_the_title_is_the_answer_and_each_project_has_a_line(two: tuple[Project, Project]) -> None:
    """With the pictures of phases and of weeks above it."""
    app = AppTest.from_function(drawn_across).run()
    assert not app.exception
    assert app.title[0].value.replace("\xa0", " ") == "9 h on 2 projects; Clean took the most, 8 h."
    assert chart_titles(app)[0] == "Clean took 89 % of your hours"
    assert chart_titles(app)[1].startswith("The most in the week of ")
    assert app.dataframe[0].value["Project"].tolist() == ["New_one", "Old"]
    assert app.dataframe[0].value["Against the plan"].tolist() == ["over by 4 h", "inside"]


def test_a_span_says_which_hours_it_shows(two: tuple[Project, Project]) -> None:
    """And that the planned range is that of the whole project."""
    app = AppTest.from_function(drawn_across)
    app.query_params["period"] = "weeks"
    app.run()
    assert app.title[0].value.startswith("In the last 4 weeks 6\xa0h on 1 project;")
    assert "Planned is the range said first for the whole project" in said(app)


def test_without_hours_it_says_what_to_do(store: Store) -> None:
    """In all, or in these days."""
    app = AppTest.from_function(drawn_across).run()
    assert app.title[0].value == "No hours are logged yet"
    assert labels(app) == ["Start a timer"]
    finished_project(store, "Old", {"Clean": (2, 4)}, {"Clean": 3}, now() - 40 * DAY)
    app.query_params["period"] = "weeks"
    app.run()
    assert app.title[0].value == "No hours in the last 4 weeks"
    assert labels(app) == ["Show all time"]


def test_one_project_has_nothing_beside_it(store: Store) -> None:
    """No box and no picture before a second one has hours."""
    finished_project(store, "Old", {"Clean": (2, 4)}, {"Clean": 3}, now() - 40 * DAY)
    planning.create_project(store, "Bare", now=now())
    app = AppTest.from_function(drawn_beside).run()
    assert not app.exception
    assert not app.subheader
    assert not app.multiselect


def test_projects_side_by_side_answer_a_question_each(two: tuple[Project, Project]) -> None:
    """What is chosen stands in the URL; one alone cannot be compared."""
    app = AppTest.from_function(drawn_beside).run()
    assert not app.exception
    assert app.multiselect[0].value == [project.id for project in reversed(two)]
    assert chart_titles(app) == ["Where did the hours of each go?", "Did each take what was planned?"]
    assert "New_one took 4.2 times the middle of its planned range so far, Old 1.1 times." in said(app)
    app.multiselect[0].set_value([two[0].id]).run()
    assert app.query_params["beside"] == str(two[0].id)
    assert "Choose at least two projects." in said(app)
    assert chart_titles(app) == []


def test_the_gain_of_one_project_alone_is_a_sentence(store: Store, two: tuple[Project, Project]) -> None:
    """A picture of a single bar compares nothing."""
    for days, value in ((42, 0.7), (40, 0.76)):
        store.results.add(two[0].id, "macro_f1", value, logged_at=now() - days * DAY)
    app = AppTest.from_function(drawn_beside).run()
    assert not app.exception
    assert "What did an hour gain?" not in chart_titles(app)
    assert "Old gained the most" in said(app)

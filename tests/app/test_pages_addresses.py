"""Every page answers at its own name; a link that leads nowhere says so and leads on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.pages.addresses import PAGE_FILES, last_part, meant
from planner.store import Store
from tests.places import APP

WITH_PROJECT = ["plan", "work", "train", "retrospective"]


def opened(page: str, **query: object) -> AppTest:
    """A new tab on a page; `query` is what its address says."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.run()
    for name, value in query.items():
        app.query_params[name] = str(value)
    return app.switch_page(f"planner/pages/{page}.py").run()


@pytest.fixture
def project(store: Store) -> Project:
    """A project to be linked to."""
    return planning.create_project(store, "Comments", total=HourRange(20, 30), now=now() - timedelta(days=2))


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_PROJECT)
def test_a_link_to_an_unknown_project_says_so_and_leads_to_one_that_is_here(page: str, project: Project) -> None:
    """No other project is shown as if it were the one asked for; one click leads to it."""
    app = opened(page, project=4711)
    assert app.title[0].value == "There is no project 4711 here"
    assert [button.label for button in app.button] == ["Go to Comments"]
    app.button(key="lost_way_on").click().run()
    assert app.query_params["project"] in (str(project.id), [str(project.id)])
    assert "4711" not in app.title[0].value


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["x", "0", "-1", "9" * 30, "1.5", "²", "١٢٣"])
def test_what_is_no_number_of_a_project_is_an_unknown_project(asked: str, project: Project) -> None:
    """Whatever is typed there is answered by a sentence."""
    app = opened("plan", project=asked)
    assert app.title[0].value.startswith("There is no project ")
    assert not app.exception
    assert not app.error


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_PROJECT)
def test_a_link_to_a_deleted_project_brings_it_back_by_a_click(page: str, store: Store, project: Project) -> None:
    """It says when the project was deleted and until when it can be brought back."""
    planning.create_project(store, "Reviews", total=HourRange(5, 8), now=now())
    planning.delete_project(store, project.id, now=now())
    app = opened(page, project=project.id)
    assert app.title[0].value == "“Comments” was deleted today"
    assert "can be brought back" in app.markdown[0].value
    assert {button.label for button in app.button} == {"Bring it back", "Go to Reviews"}
    app.button(key="lost_bring_back").click().run()
    assert "deleted" not in app.title[0].value
    assert [one.name for one in planning.projects(store)].count("Comments") == 1


def test_a_link_to_a_project_where_there_is_none_leads_to_a_new_one() -> None:
    """An empty installation offers to plan the first project."""
    app = opened("work", project=3)
    assert [button.label for button in app.button] == ["Plan a project"]
    app.button(key="lost_way_on").click().run()
    assert app.title[0].value.startswith("What is the project")


def test_all_projects_are_asked_for_on_the_page_that_has_them_only(project: Project) -> None:
    """`?project=all` of the retrospective, taken to the Plan page, shows the project worked on."""
    app = opened("plan", project="all")
    assert app.query_params["project"] in (str(project.id), [str(project.id)])


@pytest.mark.parametrize(
    ("typed", "name"),
    [("PLAN", "plan"), ("pln", "plan"), ("works", "work"), ("training", "train"), ("retrospektive", "retrospective"),
     ("exchange", "import"), ("backups", "import"), ("", "plan"), ("💾", "plan")],
)  # fmt: skip
def test_the_page_that_was_meant_is_found(typed: str, name: str) -> None:
    """Mistyped names, and those of parts of a page; anything else leads to where one begins."""
    assert meant(typed) == name
    assert name in PAGE_FILES


def test_the_name_of_an_address_is_the_last_part_of_its_path() -> None:
    """Also below a path of its own, with signs that an address writes otherwise, and without any."""
    assert last_part("https://example.org/tools/callit/work?project=3#top") == "work"
    assert last_part("http://127.0.0.1:8501") == ""
    assert last_part("http://127.0.0.1:8501/r%C3%BCckblick/") == "rückblick"

"""The entries of the week on a phone: cards to read, and a switch to the table where they are edited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.clock import local_zone, now
from planner.domain.project import Project
from planner.pages.work_page.entry_table import rows_of
from planner.store import Store
from tests.app.train_tab import APP


@pytest.fixture
def project(store: Store) -> Project:
    """A project with an entry of today."""
    made = planning.create_project(store, "Toxic", phases=["Explore"], now=now() - timedelta(days=9))
    phase = planning.phase_named(store, made.id, "Explore")
    timelog.add_entry(store, phase.id, now() - timedelta(minutes=2), now() - timedelta(minutes=1), now=now())
    return made


def opened(project: Project) -> AppTest:
    """A tab on the Work page of a project."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.query_params["project"] = str(project.id)
    return app.switch_page("planner/pages/work.py").run()


def test_it_begins_with_the_cards(project: Project) -> None:
    """The switch is off."""
    assert opened(project).toggle(key="edit_entries").value is False


def test_what_is_typed_and_not_saved_is_seen_at_once(store: Store, project: Project) -> None:
    """After a reload the table with the draft stands in the place of the cards."""
    saved = rows_of(timelog.entries(store, project.id), {1: "Explore"}, local_zone())
    day = timelog.today(store, now(), local_zone())
    monday = day - timedelta(days=day.weekday())
    draft = {"rows": [{**saved[0], "note": "typed"}], "saved": saved}
    store.drafts.save(f"entries of project {project.id}, week of {monday}", draft, now())
    app = opened(project)
    assert app.toggle(key="edit_entries").value is True
    assert "Not saved yet; kept as a draft." in [caption.value for caption in app.caption]

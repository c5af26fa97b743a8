"""Two tabs of one person: what one of them changed is not overwritten by what stands open in the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, sample_project, timelog
from planner.availability import load_availability
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.pages.plan_page.phase_table import rows_of
from planner.pages.saved_form import COMPLAINT
from planner.pages.work_page.entries import changed_by_both
from planner.store import Store
from tests.places import APP


@pytest.fixture
def project(store: Store) -> Project:
    """A project of 20-30 hours."""
    return planning.create_project(store, "Comments", total=HourRange(20, 30), now=now() - timedelta(days=2))


def tab(project: Project, page: str = "plan") -> AppTest:
    """A tab on a page of the project."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["project"] = str(project.id)
    return app.run() if page == "plan" else app.switch_page(f"planner/pages/{page}.py").run()


def named(fields: Any, label: str) -> Any:
    """The field or button of this label."""
    (found,) = [field for field in fields if field.label == label]
    return found


def warnings(app: AppTest) -> list[str]:
    """What the page warns of."""
    return [warning.value for warning in app.warning]


def test_a_form_that_stayed_open_does_not_overwrite_what_the_other_tab_saved(store: Store, project: Project) -> None:
    """It says so, keeps what was typed, and saves it once it is sent again."""
    one, other = tab(project), tab(project)
    named(one.text_input, "Project").set_value("Toxic comments")
    named(one.button, "Save").click().run()
    named(other.number_input, "At most").set_value(40.0)
    named(other.button, "Save").click().run()
    assert COMPLAINT in warnings(other)
    assert planning.project(store, project.id).total == HourRange(20, 30)
    assert planning.project(store, project.id).name == "Toxic comments"
    assert named(other.number_input, "At most").value == 40.0
    named(other.button, "Save").click().run()
    assert planning.project(store, project.id).total == HourRange(20, 40)
    assert COMPLAINT not in warnings(other)


def test_a_form_that_was_drawn_since_shows_and_saves_what_the_other_tab_saved(store: Store, project: Project) -> None:
    """No question where there is none: the fields follow, and a save changes what was typed only."""
    one, other = tab(project), tab(project)
    named(one.text_input, "Project").set_value("Toxic comments")
    named(one.button, "Save").click().run()
    other.run()
    named(other.number_input, "At most").set_value(40.0)
    named(other.button, "Save").click().run()
    assert COMPLAINT not in warnings(other)
    saved = planning.project(store, project.id)
    assert (saved.name, saved.total) == ("Toxic comments", HourRange(20, 40))


@pytest.mark.slow
def test_conditions_and_hours_of_the_week_are_not_overwritten_either(store: Store, project: Project) -> None:
    """Both forms of the Plan page that say something once for a longer time."""
    one, other = tab(project), tab(project)
    named(one.number_input, "Hours of work left, at most").set_value(3.0)
    named(one.button, "Save when to ask").click().run()
    named(one.text_input, "Your week").set_value("Mon-Fri 09:00-12:00")
    named(one.button, "Save these hours").click().run()
    named(other.text_input, "Your week").set_value("Sat 09:00-12:00")
    named(other.button, "Save these hours").click().run()
    assert COMPLAINT in warnings(other)
    known = load_availability(store)
    assert known is not None
    assert "Sat" not in str(known.week)
    third = tab(project)
    named(one.number_input, "Hours of work left, at most").set_value(4.0)
    named(one.button, "Save when to ask").click().run()
    named(third.number_input, "Hours of work left, at most").set_value(5.0)
    named(third.button, "Save when to ask").click().run()
    assert COMPLAINT in warnings(third)
    assert planning.project(store, project.id).stop.hours_left == 4.0


def test_a_draft_of_the_phases_is_saved_over_other_changes_only_once_they_were_seen(
    store: Store, project: Project
) -> None:
    """The first click on Save, in a tab not drawn since, saves nothing and names the phase; the second one saves."""
    began = rows_of(planning.phases(store, project.id))
    typed = [{**began[0], "low": 4.0, "high": 6.0}, *began[1:]]
    store.drafts.save(f"phases of project {project.id}", {"rows": typed, "saved": began}, now())
    app = tab(project)
    rows = [
        planning.phase_plan(phase.name, *((1, 2, None) if place == 1 else (None, None, None)), phase_id=phase.id)
        for place, phase in enumerate(planning.phases(store, project.id))
    ]
    planning.save_phases(store, project.id, rows, now=now())
    app.button(key="save_phases").click().run()
    assert ["Nothing is saved yet" in error.value for error in app.error] == [True]
    assert any("changed elsewhere meanwhile: Explore." in warning for warning in warnings(app))
    assert planning.phases(store, project.id)[0].range is None
    app.button(key="save_phases").click().run()
    assert planning.phases(store, project.id)[0].range == HourRange(4, 6)


def test_an_entry_changed_in_both_places_is_told_apart_from_one_that_was_changed_in_one() -> None:
    """Only the first is asked about; an entry that came since is none of them."""
    began = [{"entry_id": number, "note": "", "tags": ""} for number in (1, 2, 3, 4)]
    typed = [{**began[0], "note": "mine"}, {**began[1], "note": "mine"}, began[2]]  # the fourth was deleted
    saved = [{**began[0], "note": "theirs"}, began[1], {**began[2], "note": "theirs"}, {**began[3], "tags": "gpu"},
             {"entry_id": 5, "note": "", "tags": ""}]  # fmt: skip
    assert changed_by_both(typed, began, saved) == [1, 4]
    assert changed_by_both(typed, began, began) == []


def test_undo_takes_back_what_its_button_says_or_nothing(store: Store, project: Project) -> None:
    """A button from before another change does not take that one back."""
    phase = planning.phases(store, project.id)[0]
    start = now() - timedelta(hours=5)
    timelog.add_entry(store, phase.id, start, start + timedelta(hours=1), now=now())
    app = tab(project, "work")
    timelog.add_entry(
        store,
        planning.phases(store, project.id)[1].id,
        start + timedelta(hours=2),
        start + timedelta(hours=3),
        now=now(),
    )
    app.button(key="undo_entry").click().run()
    assert any("Nothing is undone: the last change is another one" in warning for warning in warnings(app))
    assert len(timelog.entries(store, project.id)) == 2
    app.button(key="undo_entry").click().run()
    assert len(timelog.entries(store, project.id)) == 1


@pytest.mark.slow
def test_words_kept_in_one_tab_are_not_overwritten_by_another(store: Store) -> None:
    """What was learned from a project, written in two tabs: the second is told, and keeps what it typed."""
    sample = sample_project.add_sample_project(store, now())
    one, other = tab(sample, "retrospective"), tab(sample, "retrospective")
    for app, words in ((one, "Cap it."), (other, "Call it.")):
        app.text_area[0].set_value(words)
        named(app.button, "Keep these words").click().run()
    assert COMPLAINT in warnings(other)
    assert other.text_area[0].value == "Call it."
    assert "Cap it." in store.reflections.of_project(sample.id).values()
    named(other.button, "Keep these words").click().run()
    assert "Call it." in store.reflections.of_project(sample.id).values()

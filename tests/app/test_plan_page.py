"""The Plan page: from nothing to a plan, and what it says when something typed cannot be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import MetricTarget, Project
from planner.pages.plan_page.phase_table import rows_of
from planner.pages.table_draft import Row
from planner.store import Store, open_store
from tests.app.plan_tab import APP, field, opened, press


def said(app: AppTest) -> str:
    """All sentences on the page."""
    return "\n".join(str(part.value) for part in [*app.title, *app.markdown, *app.subheader])


@pytest.fixture
def project(home: Path) -> Project:
    """A project of 20-30 hours, due in nine days, with 2.5 hours logged on its first phase."""
    with open_store(home) as store:
        made = planning.create_project(
            store,
            "Toxic comments",
            total=HourRange(20, 30),
            deadline=now() + timedelta(days=9),
            done_items=["The report is handed in"],
            now=now() - timedelta(days=2),
        )
        clean = planning.phases(store, made.id)[0]
        started_at = now() - timedelta(hours=30)
        timelog.add_entry(store, clean.id, started_at, started_at + timedelta(hours=2.5), now=now())
        return made


def test_two_fields_make_a_plan(store: Store) -> None:
    """A name and a range are enough; the page then shows the plan with its phases."""
    app = opened()
    app.text_input(key="new_name").input("Toxic comments")
    app.text_input(key="new_range").input("20-30")
    press(app, "Make the plan")
    (made,) = planning.projects(store)
    assert made.total == HourRange(20, 30)
    assert app.title[0].value.replace("\xa0", " ") == "It will take about 25 h"
    assert app.query_params["project"] == str(made.id)


@pytest.mark.parametrize(
    ("name", "hours", "complaint"),
    [
        ("", "20-30", "Give the project a name"),
        ("Toxic", "30-20", "above the high end"),
        ("Toxic", "-2-20", "more than zero"),
        ("Toxic", "20-10000", "working year"),
        ("Toxic", "", "Give a low and a high number"),
        ("Toxic", "20", "'20' is one number"),
        ("Toxic", "1,500-2,000", "Write 1500 or 1.5"),
        ("Toxic", "4-6 days", "is in days"),
        ("Toxic", "soon", "is no range"),
    ],
)
def test_what_cannot_be_right_is_said_and_stays_typed(store: Store, name: str, hours: str, complaint: str) -> None:
    """One sentence per mistake; nothing is made, nothing typed is lost."""
    app = opened()
    app.text_input(key="new_name").input(name)
    app.text_input(key="new_range").input(hours)
    press(app, "Make the plan")
    (error,) = app.error
    assert complaint in error.value
    assert not planning.projects(store)
    assert (app.text_input(key="new_name").value, app.text_input(key="new_range").value) == (name, hours)


def test_a_deadline_in_the_past_is_questioned_and_can_be_meant(store: Store) -> None:
    """The first press asks; a tick says that the date is meant."""
    app = opened()
    app.text_input(key="new_name").input("Late")
    app.text_input(key="new_range").input("5-8")
    app.date_input(key="new_day").set_value((now() - timedelta(days=3)).date())
    press(app, "Make the plan")
    assert "3 days ago" in app.warning[0].value
    assert not planning.projects(store)
    app.checkbox(key="new_passed").check()
    press(app, "Make the plan")
    assert [made.name for made in planning.projects(store)] == ["Late"]
    assert "the deadline passed 3\xa0days ago" in app.title[0].value


def test_the_sample_project_fills_the_page_and_can_be_removed(store: Store) -> None:
    """One click shows a finished project; one click takes it away."""
    app = press(opened(), "Try the sample project")
    assert app.title[0].value.startswith("Finished:")
    press(app, "Remove the sample project")
    assert not planning.projects(store)


def test_the_answer_is_what_is_still_needed_and_the_days_left(project: Project) -> None:
    """Headline first; as long as nobody said when they can work, no chance is invented."""
    app = opened(project)
    assert app.title[0].value.replace("\xa0", " ") == "It still needs about 22 h, 9 days left"
    assert "finish?" not in said(app)
    assert app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")


def test_a_changed_total_still_shows_what_was_said_first(store: Store, project: Project) -> None:
    """The first estimate stays in view after the plan is changed."""
    app = opened(project)
    field(app.number_input, "At most").set_value(45)
    press(app, "Save")
    assert planning.project(store, project.id).total == HourRange(20, 45)
    assert "you first said 20–30 h" in said(app)


def test_phases_typed_but_not_saved_survive_a_new_visit_and_are_saved_in_the_order_typed(
    store: Store, project: Project
) -> None:
    """A draft of the table is there after a reload; saving renames, ranges, adds and reorders."""
    tidy = {"name": "Tidy", "low": 3.0, "high": 5.0, "order": 2.0}
    _draft(store, project, lambda rows: [{**rows[0], **tidy}, *rows[1:], NEW])
    app = press(opened(project), "Save the phases")
    assert not app.error
    names = [phase.name for phase in planning.phases(store, project.id)]
    assert names[:2] == ["Explore", "Tidy"]
    assert names[-1] == "Present"
    assert "Save the phases" not in [button.label for button in app.button]


def test_a_phase_that_cannot_be_right_is_named_and_nothing_is_saved(store: Store, project: Project) -> None:
    """The sentence names the phase; the draft stays."""
    _draft(store, project, lambda rows: [{**rows[0], "low": 9.0, "high": 5.0}, *rows[1:]])
    app = press(opened(project), "Save the phases")
    assert "Clean" in app.error[0].value
    assert "above the high end" in app.error[0].value
    assert planning.phases(store, project.id)[0].range is None
    assert "Save the phases" in [button.label for button in app.button]


def test_dropping_the_changes_shows_what_is_saved(store: Store, project: Project) -> None:
    """The draft is gone, the phases are as they were."""
    _draft(store, project, lambda rows: rows[:2])
    app = press(opened(project), "Drop the changes")
    assert len(planning.phases(store, project.id)) == 7
    assert "Save the phases" not in [button.label for button in app.button]


def test_the_checklist_is_ticked_and_added_to_in_place(store: Store, project: Project) -> None:
    """A tick is saved at once; a new line too."""
    app = opened(project)
    (box,) = [box for box in app.checkbox if box.label == "The report is handed in"]
    box.check().run()
    (line,) = [line for line in app.text_input if line.label == "Add to the list"]
    line.input("A model beats the benchmark")
    press(app, "Add")
    items = planning.project(store, project.id).done_items
    assert [(item.text, item.done) for item in items] == [
        ("The report is handed in", True),
        ("A model beats the benchmark", False),
    ]


def test_a_tick_of_another_tab_is_not_taken_back(store: Store, project: Project) -> None:
    """The first tab still shows the box empty when it acts for another reason; then it shows the tick."""
    first, second = opened(project), opened(project)
    field(second.checkbox, "The report is handed in").check().run()
    (line,) = [line for line in first.text_input if line.label == "Add to the list"]
    line.input("A model beats the benchmark")
    press(first, "Add")
    assert [item.done for item in planning.project(store, project.id).done_items] == [True, False]
    ticks = [box.value for box in first.checkbox if str(box.key).startswith("done_")]
    assert ticks == [True, False]


def test_a_form_in_another_tab_does_not_keep_old_values(store: Store, project: Project) -> None:
    """Saving a new name there does not write the total of before."""
    first, second = opened(project), opened(project)
    field(second.number_input, "At most").set_value(45)
    press(second, "Save")
    first.run()
    field(first.text_input, "Project").input("Toxic")
    press(first, "Save")
    changed = planning.project(store, project.id)
    assert (changed.name, changed.total) == ("Toxic", HourRange(20, 45))


def test_deadline_total_and_target_can_be_taken_away_again(store: Store, project: Project) -> None:
    """What is optional can be emptied; a target needs both of its halves."""
    app = opened(project)
    field(app.text_input, "Metric to reach (optional)").input("roc_auc")
    press(app, "Save")
    assert "both a metric and a value" in app.error[0].value
    field(app.number_input, "Value").set_value(0.884)
    press(app, "Save")
    assert planning.project(store, project.id).target == MetricTarget("roc_auc", 0.884)
    field(app.date_input, "Deadline (optional)").set_value(None)
    field(app.text_input, "Metric to reach (optional)").input("")
    for label in ("At least", "At most", "Value"):
        field(app.number_input, label).set_value(None)
    press(app, "Save")
    emptied = planning.project(store, project.id)
    assert (emptied.deadline, emptied.total, emptied.target) == (None, None, None)
    assert planning.first_estimates(store, project.id) == {None: HourRange(20, 30)}


def test_a_project_is_finished_and_opened_again(store: Store, project: Project) -> None:
    """Finished, the page leads to the retrospective; opened again, back to the timer."""
    app = press(opened(project), "Mark as finished")
    assert app.title[0].value.startswith("Finished: 2.5")
    assert "Look back: where did the hours go?" in [button.label for button in app.button]
    press(app, "Open it again")
    assert planning.project(store, project.id).finished_at is None
    assert "Start the timer" in [button.label for button in app.button]


def test_names_stand_as_they_were_typed(store: Store, project: Project) -> None:
    """A star or a dollar in a line of the checklist is a star or a dollar."""
    app = opened(project)
    field(app.text_input, "Add to the list").input("*F1* over $0.8$ and :red[no] my_file")
    press(app, "Add")
    assert r"\*F1\* over \$0.8\$ and :red\[no\] my_file" in [box.label for box in app.checkbox]


def test_machine_hours_stand_beside_the_plan(store: Store, project: Project) -> None:
    """Unattended hours are told, and do not count against the range."""
    model = planning.phase_named(store, project.id, "Model")
    timelog.add_entry(
        store, model.id, now() - timedelta(hours=9), now() - timedelta(hours=1), now=now(), attended=False
    )
    app = opened(project)
    assert "after 2.5\xa0h logged" in said(app)
    assert "The machine worked 8 h alone" in said(app)


def test_a_deleted_project_comes_back_with_its_hours(store: Store, project: Project) -> None:
    """Delete asks for its name and offers Undo."""
    app = press(opened(project), "Delete …")
    assert "What goes: **2.5 h of entries**. It can be brought back until " in said(app)
    field(app.text_input, "Type its name, Toxic comments, to delete it").input("Toxic comments")
    press(app, "Delete Toxic comments")
    assert not planning.projects(store)
    press(app, "Undo")
    assert [kept.name for kept in planning.projects(store)] == ["Toxic comments"]
    assert "after 2.5\xa0h logged" in said(app)


def test_a_project_stays_when_another_name_is_typed(store: Store, project: Project) -> None:
    """The sentence stands at the field; Keep it closes the form."""
    app = press(opened(project), "Delete …")
    field(app.text_input, "Type its name, Toxic comments, to delete it").input("Toxic")
    press(app, "Delete Toxic comments")
    assert app.error[0].value.startswith("'Toxic' is not its name.")
    assert planning.projects(store) == [project]
    press(app, "Keep it")
    assert "Delete Toxic comments" not in [button.label for button in app.button]


def test_deleted_projects_are_listed_with_the_days_that_are_left(store: Store, project: Project) -> None:
    """The first page of somebody without projects has them, and brings one back."""
    planning.delete_project(store, project.id, now=now() - timedelta(days=3))
    gone = planning.create_project(store, "Old", now=now() - timedelta(days=60))
    planning.delete_project(store, gone.id, now=now() - timedelta(days=40))
    app = opened()
    assert "**Toxic comments**, deleted 3 days ago, 27 days left" in said(app)
    assert "**Old**" not in said(app)
    app.button(key=f"restore_{project.id}").click().run()
    assert planning.projects(store) == [project]


def test_projects_are_switched_and_the_url_follows(store: Store, project: Project) -> None:
    """The chosen project is the one shown, and the one in the URL."""
    other = planning.create_project(store, "Reviews", total=HourRange(5, 8), now=now())
    app = opened(project)
    app.selectbox(key=f"project_chosen_beside_{project.id}").set_value(other.id).run()
    assert app.query_params["project"] == str(other.id)
    assert "you said 5–8\xa0h." in said(app)


def test_a_project_that_is_gone_is_said(project: Project) -> None:
    """An old link says that its project is not here, shows no other one in its place, and leads on by a button."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["project"] = "99"
    app.run()
    assert app.title[0].value == "There is no project 99 here"
    assert "after 2.5\xa0h logged" not in said(app)
    app.button(key="lost_way_on").click().run()
    assert app.query_params["project"] == str(project.id)
    assert "after 2.5\xa0h logged" in said(app)


NEW = {"phase_id": None, "order": None, "name": "Present", "low": 1.0, "high": 2.0, "cap": None, "attended": True}


def _draft(store: Store, project: Project, change: Callable[[list[Row]], list[Row]]) -> None:
    """Leave a draft of the phase table, as typing into it does (the table itself only a browser can edit)."""
    saved = rows_of(planning.phases(store, project.id))
    store.drafts.save(f"phases of project {project.id}", {"rows": change(saved), "saved": saved}, now())

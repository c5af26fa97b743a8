"""What is typed on the Plan page: hours or work-days, phases first, the total after, a budget, phases that are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from planner import planning
from planner.clock import now
from planner.domain.errors import InvalidPlan
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.pages.plan_page.fields import TypedRange, shown_ends, unit_words
from planner.pages.plan_page.phase_table import Beside, frame_of, plans_of, rows_in, rows_of
from planner.pages.table_draft import Row
from planner.store import Store
from tests.app.plan_tab import field, opened, press

NOTHING_BESIDE = Beside({}, {}, {})
UNTIDY = HourRange(20, 31.7)  # thirds and sevenths of a day have no end


def said(app: AppTest) -> str:
    """All sentences on the page."""
    parts = [*app.title, *app.markdown, *app.caption, *app.error]
    return "\n".join(str(part.value) for part in parts).replace("\xa0", " ")


@pytest.fixture
def project(store: Store) -> Project:
    """A project of 18-30 hours, planned in hours, two of its phases with a range."""
    phases = [
        PhasePlan("Clean", HourRange(2, 4)),
        PhasePlan("Model", UNTIDY, cap_hours=40),
        PhasePlan("Write up"),
    ]
    return planning.create_project(
        store, "Toxic comments", total=HourRange(18, 30), phases=phases, now=now() - timedelta(days=2)
    )


def in_days(store: Store, project: Project, hours: float) -> Project:
    """The project planned in work-days."""
    return planning.update_project(store, replace(project, work_day_hours=hours), now=now())


def draft(store: Store, name: str, saved: list[Row], change: Callable[[list[Row]], list[Row]]) -> None:
    """Leave a draft of a phase table, as typing into it does."""
    store.drafts.save(name, {"rows": change(saved), "saved": saved}, now())


# Hours or work-days.


def test_three_days_of_six_hours_are_eighteen_hours(store: Store) -> None:
    """They are shown as days again, and forecast as hours."""
    app = opened()
    app.text_input(key="new_name").input("Toxic comments")
    app.text_input(key="new_range").input("3-5")
    app.selectbox(key="new_unit").set_value(6.0)
    press(app, "Make the plan")
    (made,) = planning.projects(store)
    assert (made.total, made.work_day_hours) == (HourRange(18, 30), 6)
    assert (field(app.number_input, "At least").value, field(app.number_input, "At most").value) == (3, 5)
    assert "you said 18–30 h" in said(app)


def test_hours_that_say_so_are_not_taken_for_days(store: Store) -> None:
    """`18-30 h` beside work-days can mean two things: it is asked about."""
    app = opened()
    app.text_input(key="new_name").input("Toxic comments")
    app.text_input(key="new_range").input("18-30 h")
    app.selectbox(key="new_unit").set_value(6.0)
    press(app, "Make the plan")
    assert "Choose hours as the unit" in app.error[0].value
    assert planning.projects(store) == []
    app.selectbox(key="new_unit").set_value(None)
    press(app, "Make the plan")
    assert planning.projects(store)[0].total == HourRange(18, 30)


@pytest.mark.parametrize("unit", [7.0, None])
def test_changing_only_the_unit_keeps_the_hours(store: Store, project: Project, unit: float | None) -> None:
    """Nobody means 18 hours to become 18 days; no estimate is made of it."""
    in_days(store, project, 6)
    before = store.estimates.of_project(project.id)
    app = opened(project)
    box = field(app.selectbox, "Unit")
    box.select_index(box.options.index(unit_words(unit)))
    press(app, "Save")
    changed = planning.project(store, project.id)
    assert (changed.total, changed.work_day_hours) == (HourRange(18, 30), unit)
    assert field(app.number_input, "At least").value == pytest.approx(18 / (unit or 1), abs=1e-3)
    assert store.estimates.of_project(project.id) == before


def test_the_end_that_is_not_touched_keeps_its_hours(store: Store, project: Project) -> None:
    """20 hours are 2.8571 days of seven; those would be 19.9997 hours."""
    in_days(store, replace(project, total=HourRange(20, 30)), 7)
    app = opened(project)
    field(app.number_input, "At most").set_value(10)
    press(app, "Save")
    assert planning.project(store, project.id).total == HourRange(20, 70)


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        (5, 3, "above the high end"),
        (0, 3, "more than zero"),
        (-1, 3, "more than zero"),
        (3, 500, "working year"),
        (3, None, "Only one end"),
        (float("inf"), float("inf"), "more than zero"),
    ],
)
def test_days_that_cannot_be_right_are_a_sentence(low: float, high: float | None, sentence: str) -> None:
    """In days as in hours."""
    with pytest.raises(InvalidPlan, match=sentence):
        _ = TypedRange(low, high, 6.0, None).total


def test_nothing_typed_is_no_range() -> None:
    """Nor is NaN, as an emptied cell may come."""
    assert TypedRange(None, None, 6.0, None).total is None
    assert TypedRange(float("nan"), float("nan"), None, None).total is None


def test_a_unit_that_is_not_offered_is_kept(store: Store, project: Project) -> None:
    """Days of 7.5 hours, from elsewhere, stay until another unit is chosen."""
    in_days(store, project, 7.5)
    app = opened(project)
    assert field(app.selectbox, "Unit").value == 7.5
    field(app.text_input, "Project").input("Toxic")
    press(app, "Save")
    kept = planning.project(store, project.id)
    assert (kept.name, kept.work_day_hours, kept.total) == ("Toxic", 7.5, HourRange(18, 30))
    assert shown_ends(kept) == (2.4, 4)


# The table in days.


@pytest.mark.parametrize("unit_hours", [1.0, 3.0, 6.0, 7.0, 7.5])
def test_the_table_goes_to_days_and_back_without_drift(store: Store, project: Project, unit_hours: float) -> None:
    """Twenty times over, the hours are the same, and no estimate is new."""
    before = store.estimates.of_project(project.id)
    for _ in range(20):
        rows = rows_of(planning.phases(store, project.id), unit_hours)
        again = rows_in(pd.DataFrame(frame_of(rows, NOTHING_BESIDE, unit_hours)))
        assert again == rows
        plans, complaints = plans_of(again, unit_hours)
        assert complaints == []
        planning.save_phases(store, project.id, plans, now())
    assert planning.phase_named(store, project.id, "Model").range == UNTIDY
    assert store.estimates.of_project(project.id) == before


def test_the_table_shows_days_and_saves_hours(store: Store, project: Project) -> None:
    """Half a day of six hours on one phase; the phases not touched have no new estimate."""
    in_days(store, project, 6)
    rows = rows_of(planning.phases(store, project.id), 6)
    assert (rows[0]["low"], rows[1]["cap"]) == (pytest.approx(1 / 3), pytest.approx(40 / 6))
    before = len(store.estimates.of_project(project.id))
    name = f"phases of project {project.id} in days of 6 h"
    draft(store, name, rows, lambda kept: [{**kept[0], "low": 0.5, "high": 1.0}, *kept[1:]])
    app = press(opened(project), "Save the phases")
    assert not app.error
    assert planning.phase_named(store, project.id, "Clean").range == HourRange(3, 6)
    assert planning.phase_named(store, project.id, "Model").range == UNTIDY
    assert len(store.estimates.of_project(project.id)) == before + 1
    assert app.title[0].value


def test_what_stands_beside_the_days_is_in_days(store: Store, project: Project) -> None:
    """The honest range, and what was said first, can be compared with the cells as they are."""
    clean = planning.phases(store, project.id)[0].id
    rows = [{**rows_of(planning.phases(store, project.id), 6)[0], "low": 1.0}]
    beside = Beside({}, {clean: HourRange(1, 9)}, {clean: HourRange(2, 4)})
    in_days_of_six, in_hours = (frame_of(rows, beside, unit).iloc[0] for unit in (6.0, 1.0))
    assert (in_days_of_six["honest"], in_days_of_six["first_said"]) == ("0.17–1.5 d", "0.33–0.67 d")
    assert (in_hours["honest"], in_hours["first_said"]) == ("1–9 h", "2–4 h")


def test_looking_at_a_table_in_days_leaves_no_draft(store: Store, project: Project) -> None:
    """What was not typed is not waiting to be saved."""
    in_days(store, project, 7)
    app = opened(project)
    app.run()
    assert "Save the phases" not in [button.label for button in app.button]
    assert store.drafts.load(f"phases of project {project.id} in days of 7 h") is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"low": 9.0, "high": 5.0}, "Clean: The low end"),
        ({"low": 0.0, "high": 5.0}, "Clean: The low end is 0 h"),
        ({"low": -1.0, "high": 5.0}, "Clean: The low end is -6 h"),
        ({"low": 1.0, "high": 5_000.0}, "more than a working year"),
        ({"low": float("nan"), "high": 5.0}, "Only one end of the range is given"),
        ({"cap": 0.0}, "cap of Clean is 0 h"),
        ({"cap": 0.01}, "below the low end"),
        ({"name": ""}, "no name"),
    ],
)
def test_a_row_that_cannot_be_right_is_a_sentence(
    store: Store, project: Project, change: dict[str, Any], sentence: str
) -> None:
    """In days as in hours; it names the row, and the other rows are still read."""
    rows = rows_of(planning.phases(store, project.id), 6)
    plans, (complaint,) = plans_of([{**rows[0], **change}, *rows[1:]], 6)
    assert sentence in complaint
    assert [plan.name for plan in plans] == ["Model", "Write up"]


def test_a_table_with_a_wrong_row_is_not_saved(store: Store, project: Project) -> None:
    """The sentence stands below it, and what was typed is still there."""
    project = in_days(store, project, 6)
    phases = planning.phases(store, project.id)
    name = f"phases of project {project.id} in days of 6 h"
    draft(store, name, rows_of(phases, 6), lambda kept: [{**kept[0], "low": 9.0, "high": 5.0}, *kept[1:]])
    app = press(opened(project), "Save the phases")
    assert not app.exception
    assert "Clean: The low end" in app.error[0].value
    assert planning.phases(store, project.id) == phases
    assert "Save the phases" in [button.label for button in app.button]


def test_a_second_tab_that_saved_meanwhile_is_said(store: Store, project: Project) -> None:
    """The draft stays; saving it puts it in the place of what the other tab wrote, which is kept as an estimate."""
    rows = rows_of(planning.phases(store, project.id))
    name = f"phases of project {project.id}"
    draft(store, name, rows, lambda kept: [{**kept[0], "low": 3.0, "high": 5.0}, *kept[1:]])
    app = opened(project)
    plans, _ = plans_of([{**rows[0], "low": 6.0, "high": 9.0}, *rows[1:]])
    planning.save_phases(store, project.id, plans, now())
    app.run()
    assert "changed elsewhere meanwhile" in app.warning[0].value
    press(app, "Save the phases")
    clean = planning.phase_named(store, project.id, "Clean")
    assert clean.range == HourRange(3, 5)
    ranges = [each.range for each in store.estimates.of_project(project.id) if each.phase_id == clean.id]
    assert ranges == [HourRange(2, 4), HourRange(6, 9), HourRange(3, 5)]


def test_a_phase_is_marked_done_in_the_table_and_opened_again(store: Store, project: Project) -> None:
    """When it was done is kept; no estimate is made of it."""
    before = store.estimates.of_project(project.id)
    for done in (True, False):
        rows = rows_of(planning.phases(store, project.id))
        assert rows[0]["done"] is not done
        name = f"phases of project {project.id}"
        draft(store, name, rows, lambda kept, done=done: [{**kept[0], "done": done}, *kept[1:]])  # type: ignore[misc]
        press(opened(project), "Save the phases")
        assert (planning.phase_named(store, project.id, "Clean").finished_at is not None) is done
    assert store.estimates.of_project(project.id) == before


# Phases first, total after.


def test_phases_are_said_first_and_the_total_after(store: Store) -> None:
    """Their sum and what the record makes of it stand beside the question; then it is asked no more."""
    app = opened()
    app.text_input(key="new_name").input("Toxic comments")
    press(app, "Phases first, total after")
    (made,) = planning.projects(store)
    assert made.total is None
    assert "What is your total?" not in said(app)
    rows = [planning.phase_plan(phase.name, 2, 3, phase_id=phase.id) for phase in planning.phases(store, made.id)]
    planning.save_phases(store, made.id, rows, now())
    app.run()
    assert "The phases add up to **14–21 h**; the record makes " in said(app)
    _type_total(app, made, 30, 20)
    press(app, "Save the total")
    assert "above the high end" in app.error[0].value
    _type_total(app, made, None, None)
    press(app, "Save the total")
    assert "Give a low and a high number" in app.error[0].value
    _type_total(app, made, 3, 4)
    app.selectbox(key=f"total_{made.id}_unit").set_value(6.0)
    press(app, "Save the total")
    kept = planning.project(store, made.id)
    assert (kept.total, kept.work_day_hours) == (HourRange(18, 24), 6)
    assert planning.first_estimates(store, made.id)[None] == HourRange(18, 24)
    assert "What is your total?" not in said(app)


def test_without_a_total_a_name_is_still_needed(store: Store) -> None:
    """And hours that were typed must be right."""
    app = opened()
    app.text_input(key="new_range").input("30-20")
    press(app, "Phases first, total after")
    assert len(app.error) == 2
    assert planning.projects(store) == []


# A budget.


@pytest.mark.parametrize(("hours", "sentence"), [(0, "budget is 0 h"), (9_000, "at most 2,000")])
def test_a_budget_that_cannot_be_right_is_a_sentence(
    store: Store, project: Project, hours: float, sentence: str
) -> None:
    """Nothing is saved."""
    app = opened(project)
    field(app.number_input, "Budget of hours (where there is no deadline)").set_value(hours)
    press(app, "Save")
    assert sentence in app.error[0].value
    assert planning.project(store, project.id).budget_hours is None


def test_a_budget_is_asked_whether_it_is_enough(store: Store, project: Project) -> None:
    """Without a deadline and without a word on free time; taken away, the need stands there again."""
    app = opened(project)
    field(app.number_input, "Budget of hours (where there is no deadline)").set_value(60)
    press(app, "Save")
    assert app.title[0].value.startswith("Are 60\xa0h enough?")
    field(app.number_input, "Budget of hours (where there is no deadline)").set_value(None)
    press(app, "Save")
    assert app.title[0].value.startswith("It will take about")


def _type_total(app: AppTest, project: Project, low: float | None, high: float | None) -> None:
    app.number_input(key=f"total_{project.id}_low").set_value(low)
    app.number_input(key=f"total_{project.id}_high").set_value(high)

"""Name, total hours, deadline and metric target of a project; and its end."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner import planning
from planner.clock import now
from planner.domain.errors import InvalidPlan
from planner.domain.project import MetricTarget, Project
from planner.pages.delete_form import draw_delete_button, draw_delete_form
from planner.pages.notice import flash
from planner.pages.plan_page.fields import DrawnFields, checked, draw_fields, preset
from planner.pages.press import button, form_button
from planner.pages.saved_form import COMPLAINT, SavedForm, saved_form
from planner.pages.words import as_typed
from planner.store import Store

_PLACE = "plan"


@dataclass(frozen=True)
class DrawnTarget:
    """A metric target as it was typed, and the place for a complaint."""

    metric: str
    value: float | None
    place: DeltaGenerator


@dataclass(frozen=True)
class DrawnBudget:
    """A budget as it was typed, and the place for a complaint."""

    hours: float | None
    place: DeltaGenerator


def draw_details(store: Store, project: Project) -> None:
    """Draw the form of the project itself, and below it the buttons that finish and delete it."""
    st.subheader("Name, hours, deadline", anchor=False)
    with st.expander("Change them, finish or delete the project", icon=":material/edit:"):
        form, send = _form(project)
        with st.form(f"details_{project.id}", border=False):
            fields = draw_fields(form.key, now(), project)
            budget_hours = _draw_budget(form.key, project)
            budget_place = st.container()
            target = _draw_target(form.key, project.target)
            saved = form_button("Save", type="primary", key=send)
            if form.is_stale:
                st.warning(COMPLAINT, icon=":material/sync_problem:")
        _draw_end(store, project)
    if saved and not form.is_stale:
        _save(store, project, fields, DrawnBudget(budget_hours, budget_place), target)


def _form(project: Project) -> tuple[SavedForm, str]:
    """The form, and the key of the button that sends it."""
    saved = (
        project.name, project.total, project.work_day_hours, project.deadline, project.deadline_kind,
        project.budget_hours, project.target,
    )  # fmt: skip
    send = f"save_details_{project.id}"
    return saved_form(f"details of project {project.id}", saved, buttons=[send]), send


def _draw_budget(key: str, project: Project) -> float | None:
    preset(f"{key}_budget", project.budget_hours)
    return st.number_input(
        "Budget of hours (where there is no deadline)",
        value=None,
        step=1.0,
        format="%g",
        key=f"{key}_budget",
        placeholder="25",
        help="The hours that you are willing to spend. The page then says how likely they are to be enough.",
    )


def _draw_target(key: str, target: MetricTarget | None) -> DrawnTarget:
    left, right = st.columns(2)
    preset(f"{key}_metric", target.metric if target else None)
    preset(f"{key}_value", target.value if target else None)
    with left:
        metric = st.text_input("Metric to reach (optional)", key=f"{key}_metric", placeholder="roc_auc")
    with right:
        value = st.number_input("Value", value=None, step=0.01, format="%g", key=f"{key}_value", placeholder="0.884")
    return DrawnTarget(metric.strip(), value, st.container())


def _checked_target(drawn: DrawnTarget) -> MetricTarget | None:
    if drawn.metric and drawn.value is not None:
        return MetricTarget(drawn.metric, drawn.value)
    if drawn.metric or drawn.value is not None:
        raise InvalidPlan("A target needs both a metric and a value, such as roc_auc and 0.884.")
    return None


def _save(store: Store, project: Project, fields: DrawnFields, budget: DrawnBudget, drawn_target: DrawnTarget) -> None:
    typed = checked(fields, needs_hours=False)
    complain_at = drawn_target.place
    try:
        target = _checked_target(drawn_target)
        if typed is None:
            return
        complain_at = budget.place
        planning.check_budget(budget.hours)
        complain_at = fields.name_place
        changed = replace(project, target=target, budget_hours=budget.hours, **vars(typed))
        planning.update_project(store, changed, now=now())
    except InvalidPlan as error:
        complain_at.error(as_typed(str(error)), icon=":material/error:")
        return
    flash("Saved.")
    st.rerun()


def _draw_end(store: Store, project: Project) -> None:
    with st.container(horizontal=True):
        if not project.is_sample:
            _draw_finish(store, project)
        draw_delete_button(store, project, place=_PLACE)
    draw_delete_form(store, project, place=_PLACE)


def _draw_finish(store: Store, project: Project) -> None:
    if project.finished_at:
        if button("Open it again", icon=":material/replay:", key="open_again"):
            planning.reopen_project(store, project.id, now=now())
            st.rerun()
    elif button("Mark as finished", icon=":material/flag:", key="mark_finished"):
        planning.finish_project(store, project.id, now=now())
        flash(f"“{project.name}” is finished. Look back at it on the page Retrospective.")
        st.rerun()

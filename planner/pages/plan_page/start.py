"""The first visit: two fields make a plan; or the sample project shows what one looks like."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner import planning
from planner.clock import now
from planner.domain.errors import InvalidPlan
from planner.domain.project import DEFAULT_PHASES, PhasePlan, Project
from planner.domain.wording.durations import range_words
from planner.domain.wording.lists import list_words
from planner.pages.action import run_action
from planner.pages.current import go_to, offer_sample
from planner.pages.deleted_list import draw_deleted
from planner.pages.notice import flash
from planner.pages.plan_page.fields import DrawnFields, checked, draw_fields
from planner.pages.press import form_button
from planner.pages.welcome import draw_welcome
from planner.pages.words import as_typed
from planner.retrospective import leave_behind, next_phases
from planner.store import Store

_PHASES_FIRST = "Leave the hours empty: you say them phase by phase, and the total when you have seen them."


def draw_quick_start(store: Store, *, fallback: Project | None) -> None:
    """The form of a new project. `fallback` is the one to go back to, if there is any."""
    st.title("What is the project, and how many hours could it take?", anchor=False)
    st.markdown("A name and a range are enough. With a deadline, the next page says how likely it is that you finish.")
    with st.container(width=560):
        with st.form("quick_start"):
            fields = draw_fields("new", now())
            along = _draw_along(next_phases(store))
            with st.container(horizontal=True):
                started = form_button("Make the plan", type="primary", icon=":material/edit_note:", key="make_plan")
                phases_first = form_button("Phases first, total after", help=_PHASES_FIRST, key="phases_first")
        _draw_other_ways(store, fallback)
        if fallback is None:
            draw_welcome(store)
    if started or phases_first:
        _create(store, fields, along, needs_hours=not phases_first)


def _draw_along(phases: list[PhasePlan]) -> list[PhasePlan]:
    """Draw the box that begins with what was taken along from earlier projects; nothing where nothing was."""
    ranged = [f"{phase.name} {range_words(phase.range)}" for phase in phases if phase.range]
    if not ranged:
        return []
    takes_along = st.checkbox(f"With what I took along: {as_typed(list_words(ranged))}", value=True, key="new_along")
    return phases if takes_along else []


def _create(store: Store, fields: DrawnFields, along: list[PhasePlan], *, needs_hours: bool) -> None:
    typed = checked(fields, needs_hours=needs_hours)
    if typed is None:
        return
    try:
        project = planning.create_project(
            store,
            typed.name,
            total=typed.total,
            work_day_hours=typed.work_day_hours,
            deadline=typed.deadline,
            deadline_kind=typed.deadline_kind,
            phases=along or DEFAULT_PHASES,
            now=now(),
        )
    except InvalidPlan as error:
        fields.name_place.error(as_typed(str(error)), icon=":material/error:")
        return
    go_to(project.id)
    flash(f"“{project.name}” is planned. Give its phases a range next.")
    st.rerun()


def _leave_behind(store: Store) -> str:
    leave_behind(store)
    return "The next project begins without ranges."


def _draw_other_ways(store: Store, fallback: Project | None) -> None:
    with st.container(horizontal=True):
        offer_sample(store)
        if fallback:
            st.button(f"Back to {as_typed(fallback.name)}", type="tertiary", on_click=go_to, args=(fallback.id,))
        if next_phases(store):
            forgetting = partial(run_action, _leave_behind)
            st.button("Forget what I took along", type="tertiary", on_click=forgetting, key="leave_behind")
    _draw_deleted(store)


def _draw_deleted(store: Store) -> None:
    instant = now()
    deleted = planning.deleted_projects(store, now=instant)
    if deleted:
        with st.expander(f"Deleted projects ({len(deleted)})"):
            draw_deleted(store, deleted, instant)

"""Plan: will I finish, what is planned, when can I work, and when do I call it."""

from __future__ import annotations

import streamlit as st

from planner import planning
from planner.clock import now
from planner.domain.project import Project
from planner.outlook import outlook_of, supply_of
from planner.pages.current import choose_project, current_project, go_to_new, wants_new
from planner.pages.lost import draw_lost_project
from planner.pages.notice import show_notice
from planner.pages.page_store import open_page_store
from planner.pages.plan_page.answer import draw_answer
from planner.pages.plan_page.details import draw_details
from planner.pages.plan_page.done import draw_done_means
from planner.pages.plan_page.history import draw_history
from planner.pages.plan_page.logged import draw_logged_beside
from planner.pages.plan_page.phases import draw_phases
from planner.pages.plan_page.print import draw_print_heading
from planner.pages.plan_page.start import draw_quick_start
from planner.pages.plan_page.stop_questions import draw_stop_questions
from planner.pages.plan_page.stops import draw_stops
from planner.pages.plan_page.time import draw_time
from planner.pages.plan_page.total import draw_total
from planner.pages.sample_hints import draw_sample_hint
from planner.pages.words import own_zone
from planner.store import Store


def draw(store: Store) -> None:
    """The plan of the current project, or the form of a new one."""
    show_notice(store)
    if draw_lost_project(store):
        return
    project = current_project(store)
    if project is None or wants_new():
        draw_quick_start(store, fallback=project)
        return
    _draw_header(store, project)
    phases = planning.phases(store, project.id)
    instant, zone = now(), own_zone()
    draw_print_heading(project, instant)
    with st.spinner("Counting free hours …"):  # seen only where a large calendar is read for the first time
        outlook = outlook_of(store, project.id, instant, zone)
        supply = outlook.supply if outlook else supply_of(store, project, instant, zone)
    draw_stop_questions(store, project, outlook, instant)
    draw_answer(store, project, phases, outlook, instant)
    draw_sample_hint(store, "Plan", project)
    draw_phases(store, project, phases, outlook)
    draw_total(store, project, phases, outlook)
    draw_logged_beside(store, project, phases, instant)
    draw_time(store, supply, instant)
    draw_stops(store, project, instant)
    draw_history(store, project, outlook, instant)
    left, right = st.columns(2, gap="medium")
    with left:
        draw_done_means(store, project)
    with right:
        draw_details(store, project)


def _draw_header(store: Store, project: Project) -> None:
    with st.container(horizontal=True, vertical_alignment="center", width=460):
        choose_project(store, project)
        st.button("New project", icon=":material/add:", type="tertiary", on_click=go_to_new)


if __name__ == "__main__":  # as the app runs it; not where the module is only looked at
    with open_page_store() as opened:
        draw(opened)

"""Work: one big timer, what today looked like, and the entries of the week."""

from __future__ import annotations

import streamlit as st

from planner import planning, timeboxed_command
from planner.clock import now
from planner.home import home
from planner.pages.current import choose_project, current_project
from planner.pages.lost import draw_lost_project
from planner.pages.notice import show_notice
from planner.pages.page_store import open_page_store
from planner.pages.sample_hints import draw_sample_hint
from planner.pages.work_page.adding import draw_adding
from planner.pages.work_page.day import draw_today
from planner.pages.work_page.entries import draw_week
from planner.pages.work_page.first_timer import draw_first_timer
from planner.pages.work_page.forgotten import draw_forgotten
from planner.pages.work_page.scores import draw_scores
from planner.pages.work_page.set_clock import draw_set_clock
from planner.pages.work_page.stop_questions import draw_stop_questions
from planner.pages.work_page.stuck import draw_stuck
from planner.pages.work_page.timer import draw_timer
from planner.store import Store


def draw(store: Store) -> None:
    """The timer of the current project, or what to do first."""
    timeboxed_command.close_ended(store, home())
    show_notice(store)
    if draw_lost_project(store):
        return
    project = current_project(store)
    if project is None:
        draw_first_timer(store)
        return
    with st.container(width=460):
        choose_project(store, project)
    with st.container():  # one place, full or empty: what is typed below stays when a question appears
        draw_stop_questions(store, project, now())
        if not draw_set_clock(store):
            draw_forgotten(store)
    phases = planning.phases(store, project.id)
    timer_shown = draw_timer(store, project, phases)
    draw_sample_hint(store, "Work", project)
    draw_stuck(project)
    draw_today(project.id, timer_shown)
    draw_week(store, project, phases)
    draw_adding(store, phases)
    draw_scores(store, project)


if __name__ == "__main__":  # as the app runs it; not where the module is only looked at
    with open_page_store() as opened:
        draw(opened)

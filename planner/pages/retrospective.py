"""Retrospective: where did the hours go, and what were they worth?"""

from __future__ import annotations

import streamlit as st

from planner.clock import now
from planner.domain.project import Project
from planner.forecast import own_scores
from planner.pages.current import choose_project, current_project, empty_state
from planner.pages.notice import show_notice
from planner.pages.on_paper import draw_paper_heading
from planner.pages.own_scores import draw_own_scores
from planner.pages.retrospective_page.along import draw_take_along
from planner.pages.retrospective_page.decisions import draw_decisions
from planner.pages.retrospective_page.export import draw_export
from planner.pages.retrospective_page.holes import draw_holes
from planner.pages.retrospective_page.pictures import (
    draw_burn_up,
    draw_days,
    draw_order,
    draw_plan_and_actual,
    draw_worth,
)
from planner.pages.retrospective_page.provenance import draw_provenance
from planner.pages.retrospective_page.sessions import draw_scores, draw_table
from planner.pages.visit import visit
from planner.retrospective import headline, sessions_frame, three_sentences
from planner.store import Store

_WHAT_IT_SHOWS = (
    "Once hours are logged, this page sets them beside your plan: phase by phase, day by day, with every training "
    "session and what it was worth."
)


def _page() -> None:
    with visit() as store:
        show_notice(store)
        project = current_project(store)
        if project is None:
            empty_state(store, title="Where did the hours go?", text=_WHAT_IT_SHOWS)
            return
        choose_project(store, project)
        answer = headline(store, project.id, now())
        if answer is None:
            _draw_nothing_logged(store, project)
        else:
            _draw(store, project, answer)


def _draw_nothing_logged(store: Store, project: Project) -> None:
    st.title("No hours are logged yet", anchor=False)
    st.write(f"“{project.name}” has no time entry. {_WHAT_IT_SHOWS}")
    with st.container(horizontal=True):
        if st.button("Start a timer", type="primary", icon=":material/timer:"):
            st.switch_page("planner/pages/work.py", query_params={"project": str(project.id)})
        if st.button("Train a model", icon=":material/model_training:"):
            st.switch_page("planner/pages/train.py", query_params={"project": str(project.id)})
    sessions = sessions_frame(store, project.id)
    if len(sessions):  # one that still runs, or whose entry was deleted
        draw_table(sessions)


def _draw(store: Store, project: Project, answer: str) -> None:
    draw_paper_heading(project, "retrospective", now())
    st.title(answer, anchor=False)
    draw_plan_and_actual(store, project)
    for sentence in three_sentences(store, project.id, now()):
        st.markdown(f"- {sentence}")
    draw_worth(store, project)
    draw_holes(store, project)
    draw_decisions(store, project)
    draw_burn_up(store, project)
    left, right = st.columns(2, gap="medium")
    with left:
        draw_days(store, project)
    sessions = sessions_frame(store, project.id)
    with right:
        draw_order(store, project)
        draw_scores(sessions)
    draw_table(sessions)
    draw_provenance(store, project)
    _draw_estimates(store)
    draw_take_along(store, project)
    draw_export(project)


def _draw_estimates(store: Store) -> None:
    """How good the ranges of all projects were; nothing before one of them is known."""
    scores = own_scores(store, now())
    if scores.all.count:
        st.subheader("How good were my estimates?", anchor=False)
        draw_own_scores(scores)


if __name__ == "__main__":  # Streamlit runs a page so; collecting doctests must not
    _page()

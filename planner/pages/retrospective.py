"""Retrospective: where did the hours go, and what were they worth?"""

from __future__ import annotations

import streamlit as st

from planner import planning
from planner.clock import now
from planner.domain.project import Project
from planner.forecast import finished_pieces
from planner.pages.current import choose_project, current_project, empty_state, wants_all
from planner.pages.lost import draw_lost_project
from planner.pages.notice import show_notice
from planner.pages.on_paper import draw_paper_heading
from planner.pages.retrospective_page.across import draw_across
from planner.pages.retrospective_page.along import draw_take_along
from planner.pages.retrospective_page.decisions import draw_decisions
from planner.pages.retrospective_page.estimates import draw_estimates
from planner.pages.retrospective_page.export import draw_export
from planner.pages.retrospective_page.holes import draw_holes
from planner.pages.retrospective_page.period import choose_span, draw_all_time_button
from planner.pages.retrospective_page.pictures import (
    draw_burn_up,
    draw_days,
    draw_order,
    draw_plan_and_actual,
    draw_worth,
)
from planner.pages.retrospective_page.provenance import draw_provenance
from planner.pages.retrospective_page.sessions import draw_scores, draw_table
from planner.pages.retrospective_page.side_by_side import draw_side_by_side
from planner.pages.terms import meanings_in
from planner.pages.visit import visit
from planner.pages.words import as_typed
from planner.retrospective import headline, sessions_frame
from planner.retrospective.span import Span
from planner.store import Store

_WHAT_IT_SHOWS = (
    "Once hours are logged, this page sets them beside your plan: phase by phase, day by day, with every training "
    "session and what it was worth."
)


def _page() -> None:
    with visit() as store:
        show_notice(store, with_undo=False)
        if draw_lost_project(store):
            return
        if wants_all() and planning.projects(store):
            span = _choose(store, None)
            draw_across(store, span)
            draw_side_by_side(store)
            draw_estimates(finished_pieces(store, now()), span)
            return
        project = current_project(store)
        if project is None:
            empty_state(store, title="Where did the hours go?", text=_WHAT_IT_SHOWS)
            return
        _draw_project(store, project, _choose(store, project))


def _choose(store: Store, project: Project | None) -> Span:
    """Draw what is looked back on: one project or all, and the days; the span that is chosen."""
    with st.container(horizontal=True):
        choose_project(store, project, offers_all=True)
        return choose_span(store)


def _draw_project(store: Store, project: Project, span: Span) -> None:
    answer = headline(store, project.id, now(), span)
    if answer is not None:
        _draw(store, project, answer, span)
    elif span.words and headline(store, project.id, now()) is not None:
        _draw_empty_span(project, span)
    else:
        _draw_nothing_logged(store, project)


def _draw_nothing_logged(store: Store, project: Project) -> None:
    st.title("No hours are logged yet", anchor=False)
    st.write(f"“{as_typed(project.name)}” has no time entry. {_WHAT_IT_SHOWS}")
    with st.container(horizontal=True):
        if st.button("Start a timer", type="primary", icon=":material/timer:"):
            st.switch_page("planner/pages/work.py", query_params={"project": str(project.id)})
        if st.button("Train a model", icon=":material/model_training:"):
            st.switch_page("planner/pages/train.py", query_params={"project": str(project.id)})
    sessions = sessions_frame(store, project.id)
    if len(sessions):  # one that still runs, or whose entry was deleted
        draw_table(sessions)


def _draw_empty_span(project: Project, span: Span) -> None:
    st.title(f"No hours {span.words}", anchor=False)
    st.write(f"“{as_typed(project.name)}” has time entries, but none of them lies in these days.")
    draw_all_time_button()


def _draw(store: Store, project: Project, answer: str, span: Span) -> None:
    draw_paper_heading(project, "retrospective", now())
    st.title(answer, anchor=False, help=meanings_in(answer))
    record = finished_pieces(store, now())
    draw_plan_and_actual(store, project, record, span=span)
    draw_worth(store, project, period=span.period)
    draw_holes(store, project, period=span.period)
    draw_decisions(store, project, period=span.period)
    draw_burn_up(store, project, period=span.period)
    left, right = st.columns(2, gap="medium")
    with left:
        draw_days(store, project, period=span.period)
    sessions = sessions_frame(store, project.id, period=span.period)
    with right:
        draw_order(store, project, period=span.period)
        draw_scores(sessions)
    draw_table(sessions)
    draw_provenance(store, project, period=span.period)
    draw_estimates(record, span)
    draw_take_along(store, project)
    draw_export(project, span)


if __name__ == "__main__":  # Streamlit runs a page so; collecting doctests must not
    _page()

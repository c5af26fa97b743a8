"""Retrospective: where did the hours go, and what were they worth?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner import planning, stop_rules
from planner.clock import now
from planner.domain.project import Project
from planner.forecast import finished_pieces
from planner.pages.current import choose_project, current_project, empty_state, wants_all
from planner.pages.deciding.helped import draw_helped
from planner.pages.lost import draw_lost_project
from planner.pages.notice import show_notice
from planner.pages.on_paper import draw_paper_heading
from planner.pages.page_store import open_page_store
from planner.pages.press import button
from planner.pages.retrospective_page.across import draw_across
from planner.pages.retrospective_page.export import draw_export
from planner.pages.retrospective_page.period import choose_span, draw_all_time_button
from planner.pages.retrospective_page.sections import draw_points, draw_section, draw_sections, draw_table
from planner.pages.retrospective_page.side_by_side import draw_side_by_side
from planner.pages.retrospective_page.takeaways import draw_take_along
from planner.pages.sample_hints import draw_sample_hint
from planner.pages.terms import meanings_in
from planner.pages.words import as_typed, own_zone, title_words
from planner.report import Key, Report, estimates_section, report_of
from planner.retrospective.named_period import NamedPeriod
from planner.store import Store

_WHAT_IT_SHOWS = (
    "Once hours are logged, this page sets them beside your plan: phase by phase, day by day, with every training "
    "session and what it was worth."
)


def _page() -> None:
    with open_page_store() as store:
        show_notice(store, with_undo=False)
        if draw_lost_project(store):
            return
        if wants_all() and planning.projects(store):
            span = _choose(store, None)
            draw_across(store, span)
            draw_side_by_side(store)
            estimates = estimates_section(finished_pieces(store, now()), span)
            if estimates:
                draw_section(estimates)
            return
        project = current_project(store)
        if project is None:
            empty_state(store, title=Key.HOURS, text=_WHAT_IT_SHOWS)
            return
        _draw_project(store, project, _choose(store, project))


def _choose(store: Store, project: Project | None) -> NamedPeriod:
    """Draw what is looked back on: one project or all, and the days; the span that is chosen."""
    with st.container(horizontal=True):
        choose_project(store, project, offers_all=True)
        return choose_span(store)


def _draw_project(store: Store, project: Project, span: NamedPeriod) -> None:
    report = report_of(store, project.id, now(), own_zone(), span)
    if report.has_hours:
        _draw(store, report, span)
        return
    whole = report_of(store, project.id, now(), own_zone()) if span.words else report
    if whole.has_hours:
        _draw_empty_span(project, span)
    else:
        _draw_nothing_logged(whole)


def _draw_nothing_logged(report: Report) -> None:
    project = report.project
    st.title("No hours are logged yet", anchor=False)
    st.write(f"“{as_typed(project.name)}” has no time entry. {_WHAT_IT_SHOWS}")
    with st.container(horizontal=True):
        if button("Start a timer", type="primary", icon=":material/timer:", key="retro_to_work"):
            st.switch_page("planner/pages/work.py", query_params={"project": str(project.id)})
        if button("Train a model", icon=":material/model_training:", key="retro_to_train"):
            st.switch_page("planner/pages/train.py", query_params={"project": str(project.id)})
    sessions = report.section(Key.SESSIONS)
    if sessions:  # one that still runs, or whose entry was deleted
        draw_table(sessions)


def _draw_empty_span(project: Project, span: NamedPeriod) -> None:
    st.title(f"No hours {span.words}", anchor=False)
    st.write(f"“{as_typed(project.name)}” has time entries, but none of them lies in these days.")
    draw_all_time_button()


def _draw(store: Store, report: Report, span: NamedPeriod) -> None:
    project = report.project
    draw_paper_heading(project, "retrospective", report.made_at)
    st.title(title_words(report.answer), anchor=False, help=meanings_in(report.answer))
    draw_points(report.sentences)
    draw_sample_hint(store, "Retrospective", project)
    draw_sections(
        report.sections,
        extras={
            Key.DECISIONS: partial(_ask_what_helped, store, project),
            Key.ALONG: partial(draw_take_along, store, project),
        },
        absent={Key.SESSIONS: f"No training session {span.words or 'is logged on this project yet'}."},
    )
    draw_export(project, span)


def _ask_what_helped(store: Store, project: Project) -> None:
    """The one question about decisions to go on, until it is answered."""
    for made, sentence in stop_rules.unjudged(store, project, zone=own_zone()):
        draw_helped(made, sentence)


if __name__ == "__main__":  # Streamlit runs a page so; collecting doctests must not
    _page()

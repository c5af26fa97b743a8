"""Questions of the plan on the Work page: at a cap it is decided here, other questions on the Plan page."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from planner import stop_rules, timelog
from planner.domain.decisions import Occasion
from planner.domain.project import Project
from planner.domain.wording.numbers import count_words
from planner.outlook import outlook_of
from planner.pages.deciding.helped import draw_helped
from planner.pages.deciding.question import draw_question
from planner.pages.words import as_typed, own_zone
from planner.stop_rules import StopQuestion
from planner.store import Store


def draw_stop_questions(store: Store, project: Project, now: datetime) -> None:
    """Draw what is to be decided and judged of the project, and of the one whose timer runs; often nothing."""
    timer = timelog.running(store)
    others = [timer.project] if timer and timer.project.id != project.id else []
    for subject in (project, *others):
        _draw_of_project(store, subject, now)


def _draw_of_project(store: Store, project: Project, now: datetime) -> None:
    zone = own_zone()
    outlook = outlook_of(store, project.id, now, zone) if project.stop.hours_left and not project.finished_at else None
    asked = stop_rules.questions(store, project, outlook, now, zone)
    caps = [question for question in asked if question.occasion is Occasion.CAP]
    if caps:
        _draw_cap(store, project, caps[0].phase_id, now)
    _draw_waiting(project, [question for question in asked if question not in caps[:1]])
    for went_on in stop_rules.to_judge(store, project, now)[:1]:
        draw_helped(went_on.decision, went_on.sentence(project, zone))


def _draw_cap(store: Store, project: Project, phase_id: int | None, now: datetime) -> None:
    """Asked again with the outlook, which takes too long for each look at the page: it says what is still needed."""
    zone = own_zone()
    outlook = outlook_of(store, project.id, now, zone)
    for question in stop_rules.questions(store, project, outlook, now, zone):
        if question.occasion is Occasion.CAP and question.phase_id == phase_id:
            draw_question(store, project, question, stop_rules.unmet(store, project.id), outlook)


def _draw_waiting(project: Project, waiting: list[StopQuestion]) -> None:
    """The most urgent of the other questions in one line, with the way to its answers."""
    if not waiting:
        return
    more = len(waiting) - 1
    others = f"; {count_words(more, 'more question waits', 'more questions wait')}" if more else ""
    with st.container(horizontal=True, vertical_alignment="center", key=f"work_calling_{project.id}"):
        st.markdown(f":material/flag: {as_typed(waiting[0].short)}{others}.", width="content")
        st.page_link(
            "planner/pages/plan.py",
            label="Decide on the Plan page",
            query_params={"project": str(project.id)},
            icon=":material/arrow_forward:",
        )

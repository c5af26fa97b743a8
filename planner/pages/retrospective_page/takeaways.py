"""What one takes along: the button that makes ranges the next plan's, and the answers to three questions."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner.clock import now
from planner.domain.project import Project
from planner.pages.action import run_action
from planner.pages.notice import flash
from planner.pages.plan_page.fields import preset
from planner.pages.press import form_button
from planner.pages.saved_form import COMPLAINT, saved_form
from planner.retrospective import FREE_TEXT, QUESTIONS, Takeaway, keep_own_words, own_words, take_along, takeaways
from planner.store import Store

_MOST_LETTERS = 2_000


def draw_take_along(store: Store, project: Project) -> None:
    """Draw the button that makes the ranges the next plan's defaults, where there are some, and what one writes."""
    ranges = takeaways(store, project.id, now())
    if ranges:
        taking = partial(run_action, partial(_take, ranges))
        st.button("Use in the next plan", icon=":material/redo:", on_click=taking, key="take_along")
    _draw_questions(store, project)


def _take(ranges: list[Takeaway], store: Store) -> str:
    take_along(store, ranges, now())
    return "The next project begins with these ranges."


def _draw_questions(store: Store, project: Project) -> None:
    written = own_words(store, project.id)
    send = f"keep_words_{project.id}"
    form = saved_form(f"words on project {project.id}", written, buttons=[send])
    count = sum(bool(written.get(question)) for question in QUESTIONS)
    with (
        st.expander(f"In my own words ({count} of {len(QUESTIONS)} answered)", icon=":material/edit_note:"),
        st.form(f"reflections_{project.id}", border=False),
    ):
        typed = {
            question: _draw_answer(question, written.get(question, ""), f"{form.key}_{place}")
            for place, question in enumerate((*QUESTIONS, FREE_TEXT))
        }
        saved = form_button("Keep these words", icon=":material/save:", key=send)
        if form.is_stale:
            st.warning(COMPLAINT, icon=":material/sync_problem:")
    if not saved or form.is_stale:
        return
    for question, answer in typed.items():
        if answer.strip() != written.get(question, ""):
            keep_own_words(store, project.id, question, answer.strip(), now())
    flash("Your words are kept.")
    st.rerun()


def _draw_answer(question: str, written: str, key: str) -> str:
    preset(key, written)
    return st.text_area(question, key=key, max_chars=_MOST_LETTERS, height=80)

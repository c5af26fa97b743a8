"""What was decided on the way, and whether going on helped."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner import calling
from planner.domain.decisions import Decision
from planner.domain.project import Project
from planner.pages.attempt import attempt
from planner.pages.words import as_typed
from planner.store import Store


def draw_decisions(store: Store, project: Project) -> None:
    """Draw the decisions, dated, and the one question about those to go on; nothing where nothing was decided."""
    decided = calling.decisions_words(store, project)
    if not decided:
        return
    lines = "\n".join(f"- {as_typed(sentence)}" for sentence in decided)
    st.markdown(f"**Decided on the way**\n\n{lines}")
    for made, sentence in calling.unjudged(store, project):
        _draw_question(made, sentence)


def _draw_question(made: Decision, sentence: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(f"Did it help? {as_typed(sentence)}", width="stretch")
        for label, helped in (("It helped", True), ("It did not", False)):
            judging = partial(attempt, partial(_judge, made.id, helped=helped))
            st.button(label, key=f"helped_{made.id}_{helped}", on_click=judging)


def _judge(decision_id: int, store: Store, *, helped: bool) -> str:
    store.decisions.mark_helped(decision_id, helped=helped)
    return "Noted."

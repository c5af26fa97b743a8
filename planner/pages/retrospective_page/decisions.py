"""What was decided on the way, and whether going on helped."""

from __future__ import annotations

import streamlit as st

from planner import calling
from planner.domain.period import ALWAYS, Period
from planner.domain.project import Project
from planner.pages.deciding.helped import draw_helped
from planner.pages.words import as_typed
from planner.store import Store


def draw_decisions(store: Store, project: Project, *, period: Period = ALWAYS) -> None:
    """Draw the decisions, dated, and the one question about those to go on; nothing where nothing was decided."""
    decided = calling.decisions_words(store, project, period=period)
    if not decided:
        return
    lines = "\n".join(f"- {as_typed(sentence)}" for sentence in decided)
    st.subheader("What was decided on the way?", anchor=False)
    st.markdown(lines)
    for made, sentence in calling.unjudged(store, project):
        draw_helped(made, sentence)

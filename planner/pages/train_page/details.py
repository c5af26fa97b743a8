"""The details of a session, folded: where the minutes went, what was cleaned, the card, where the model lies."""

from __future__ import annotations

import shlex

import streamlit as st

from model.protocol.any_text import shown
from model.protocol.run_folder import CARD_FILE, has_model
from model.protocol.text_columns import text_options
from planner.charts import training
from planner.domain.wording.durations import duration_words
from planner.pages.train_page.classes import draw_class_table
from planner.pages.train_page.cleaning import cleaned_title, draw_cleaning
from planner.pages.train_page.hands import draw_hands_work
from planner.pages.train_page.suspects import draw_suspects
from planner.pages.train_page.view import stages_frame
from planner.sessions import SessionView


def draw_details(view: SessionView, project_id: int | None = None) -> None:
    """Draw what a second look wants, each part folded."""
    if has_model(view.run_folder):
        _draw_use(view)
    if any(stage.used_s for stage in view.stages):
        with st.expander("Where did the minutes go?", icon=":material/timer:"):
            _draw_minutes(view)
    draw_hands_work(view)
    if view.cleaned is not None:
        with st.expander(cleaned_title(view), icon=":material/mop:"):
            draw_cleaning(view, project_id)
    draw_class_table(view)
    draw_suspects(view, project_id)
    card = view.run_folder / CARD_FILE
    if card.exists():
        with st.expander("Model card", icon=":material/badge:"):
            st.markdown(card.read_text(encoding="utf-8", errors="replace"))


def predict_command(view: SessionView) -> str:
    """The command that labels a file of new texts with this model."""
    folder = shlex.quote(str(view.run_folder))
    return f"callit predict {folder} new.csv {text_options(view.text_columns)} --out predicted.csv"


def _draw_use(view: SessionView) -> None:
    with st.expander("Where the model lies, and its command", icon=":material/terminal:"):
        st.caption("It lies here:")
        st.code(shown(view.run_folder), language=None, wrap_lines=True)
        st.caption("To label a file of new texts, in a terminal:")
        st.code(shown(predict_command(view)), language="bash", wrap_lines=True)


def _draw_minutes(view: SessionView) -> None:
    longest_s, name = max((stage.used_s or 0.0, stage.title) for stage in view.stages)
    all_s = sum(stage.used_s or 0.0 for stage in view.stages)
    title = f"{name} took {duration_words(longest_s)} of {duration_words(all_s)}"
    stages = stages_frame(view)
    st.altair_chart(training.planned_and_used(stages, title=title), key="ended_minutes")
    st.caption("Grey: planned once the speed was measured. Blue: used.")

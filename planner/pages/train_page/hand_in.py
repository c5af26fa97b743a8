"""A paragraph and a figure to hand in."""

from __future__ import annotations

import streamlit as st

from model.protocol.metrics import metric_words
from planner.charts.hand_in import score_figure
from planner.domain.training import TrainingSession
from planner.pages.train_page.words import project_name_for
from planner.pages.words import own_zone
from planner.sessions import SessionView
from planner.sessions.again import order_of
from planner.sessions.hand_in import paragraph

_LONGEST_NAME = 48
_FIGURE_PX = 560


def draw_hand_in(session: TrainingSession, view: SessionView) -> None:
    """Draw them folded; nothing where the session has no result."""
    words = paragraph(view, order_of(session), zone=own_zone())
    if not words:
        return
    with st.expander("A paragraph and a figure to hand in", icon=":material/description:"):
        st.code(words, language=None, wrap_lines=True)
        figure = figure_of(view)
        if figure:
            st.image(figure, width=_FIGURE_PX)
            st.download_button(
                "Download the figure",
                data=figure,
                file_name=f"{project_name_for(view.source_name)}.svg",
                mime="image/svg+xml",
                icon=":material/download:",
                on_click="ignore",
            )
            st.caption("An SVG file, sharp at any size. For a PNG, use the arrow over “How the score grew”.")


def figure_of(view: SessionView) -> str:
    """Score against minutes as SVG; empty where the session has fewer than two scores on its way."""
    if view.progress["score"].notna().sum() < 2:
        return ""
    on_validation = [s for s in view.scores if (s.model, s.part, s.metric) == ("benchmark", "validation", view.metric)]
    name = view.source_name
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    return score_figure(
        view.progress,
        view.timebox_s,
        metric=metric_words(view.metric),
        benchmark=on_validation[0].value if on_validation else None,
        title=f"Score against minutes: {short}",
        note=f"{metric_words(view.metric)} on validation texts, in a timebox of {view.timebox_s / 60:g} min",
    )

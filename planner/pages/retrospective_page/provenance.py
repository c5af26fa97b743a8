"""Where do these scores come from? Each with its session, and the hashes of weights and data."""

from __future__ import annotations

import streamlit as st

from planner.clock import local_zone
from planner.domain.period import ALWAYS, Period
from planner.domain.project import Project
from planner.domain.wording import count_words
from planner.pages.cards import draw_frame_cards, on_wide_screens
from planner.pages.on_paper import draw_paper_frame
from planner.pages.words import as_typed
from planner.report.tables import scores_table
from planner.retrospective import provenance_frame, same_weights
from planner.store import Store

QUESTION = "Where do these scores come from?"


def draw_provenance(store: Store, project: Project, *, period: Period = ALWAYS) -> None:
    """Draw the table, folded; nothing without a score."""
    scores = provenance_frame(store, project.id, period=period)
    if not len(scores):
        return
    table = scores_table(scores, local_zone())
    twins = same_weights(store, project.id)
    with st.expander(f"{QUESTION} ({count_words(len(scores), 'line')})", icon=":material/fingerprint:"):
        with on_wide_screens("provenance"):
            st.dataframe(
                table, hide_index=True, height="content", alt="Every score with its session, weights and data."
            )
        draw_frame_cards(table, title=["Scores"], right=["When"])
        for sentence in twins:
            st.markdown(as_typed(sentence))
        st.caption("The first letters of SHA-256: over the weights in fixed order, and over the rows that were scored.")
    draw_paper_frame(table, title=QUESTION)

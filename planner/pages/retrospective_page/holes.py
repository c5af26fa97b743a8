"""Which holes? Hours past caps, a score that stood still, interruptions, being stuck, models counted twice."""

from __future__ import annotations

import streamlit as st

from planner.clock import now
from planner.domain.period import ALWAYS, Period
from planner.domain.project import Project
from planner.pages.words import as_typed
from planner.retrospective import holes
from planner.store import Store


def draw_holes(store: Store, project: Project, *, period: Period = ALWAYS) -> None:
    """Draw a sentence for each hole; nothing where the log has none of them."""
    found = holes(store, project.id, now(), period=period)
    if found:
        st.subheader("Which holes?", anchor=False)
        st.markdown("\n".join(f"- {as_typed(sentence)}" for sentence in found))

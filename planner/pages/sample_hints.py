"""What to look at while the project is the made one: a line on each page, which can be closed for good."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from planner.domain.project import Project
from planner.pages.press import button
from planner.preferences import dismiss, is_dismissed
from planner.store import Store

HintedPage = Literal["Plan", "Work", "Train", "Retrospective"]

_LOOK_AT: dict[HintedPage, str] = {
    "Plan": "what was said (grey) against what it took (blue), and at *Honest*: what the record makes of a range.",
    "Work": "the last week below, where each entry can be corrected; one press above starts a timer.",
    "Train": "*Earlier sessions* below: seven models against their benchmarks, two of which went wrong.",
    "Retrospective": "when it *could have been called* (the training hours), and at the end, what to *take along*.",
}


def draw_sample_hint(store: Store, page: HintedPage, project: Project | None) -> None:
    """Draw the line of a page, where the project is the sample and the line was not closed."""
    name = f"sample on {page}"
    if project is None or not project.is_sample or is_dismissed(store, name):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="sample_hint"):
        st.markdown(f"**A made project.** Look at {_LOOK_AT[page]}", width="stretch")
        if button("Close", type="tertiary", icon=":material/close:", key=f"close_hint_{page}"):
            dismiss(store, name)
            st.rerun()

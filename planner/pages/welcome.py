"""The first words to a newcomer: what each page is for, and what can be begun at once. Closed once, gone for good."""

from __future__ import annotations

import streamlit as st

from planner.pages.press import button
from planner.preferences import dismiss, is_dismissed
from planner.store import Store

_NAME = "welcome"
_WORDS = (
    "**Welcome.** Plan says whether you will finish, Work times you, Train gives the best model when the minutes are "
    "over, and Retrospective says what the hours were worth. All of it stays on this machine."
)


def draw_welcome(store: Store) -> None:
    """Draw it, with the two ways to begin without a plan, unless it was closed."""
    if is_dismissed(store, _NAME):
        return
    with st.container(border=True, key="welcome"):
        st.markdown(_WORDS)
        with st.container(horizontal=True):
            if button("Start a timer", icon=":material/timer:", key="welcome_work"):
                st.switch_page("planner/pages/work.py")
            if button("Train a first model", icon=":material/model_training:", key="welcome_train"):
                st.switch_page("planner/pages/train.py")
            if button("Close", type="tertiary", icon=":material/close:", key="welcome_close"):
                dismiss(store, _NAME)
                st.rerun()

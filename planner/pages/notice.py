"""What the last click did, said on the next run of the page, with a button to take it back."""

from __future__ import annotations

import streamlit as st

from planner.pages.press import button
from planner.pages.undo import Undo, take_back
from planner.pages.words import as_typed
from planner.store import Store

_NOTICE = "notice"


def flash(text: str, *, undo: Undo | None = None, problem: bool = False) -> None:
    """Keep a sentence for the next run. `undo` is what a button beside it takes back."""
    st.session_state[_NOTICE] = {"text": text, "undo": undo, "problem": problem}


def show_notice(store: Store, *, with_undo: bool = True) -> None:
    """Show the kept sentence: in passing, or until undone or closed where it can be taken back."""
    notice = st.session_state.get(_NOTICE)
    if not notice:
        return
    text = as_typed(notice["text"])
    if notice["undo"] is None or not with_undo:
        st.session_state.pop(_NOTICE)
        if notice["problem"]:
            st.warning(text, icon=":material/sync_problem:")
            return
        st.toast(text, icon=":material/check:")
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(text, width="stretch")
        if button("Undo", icon=":material/undo:", key="notice_undo"):
            st.session_state.pop(_NOTICE)
            flash(take_back(store, notice["undo"]))
            st.rerun()
        if button("Close", type="tertiary", key="notice_close"):
            st.session_state.pop(_NOTICE)
            st.rerun()

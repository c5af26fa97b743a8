"""Which question about texts a page is asking: one at a time, as they share their keys."""

from __future__ import annotations

import streamlit as st

from planner.pages.train_page.time_spent import begin_sitting

_OPEN = "answering_open"  # what is asked, and of which session


def is_answering(what: str, session_id: str) -> bool:
    """Whether these texts are looked at."""
    return bool(st.session_state.get(_OPEN) == (what, session_id))


def begin_answering(what: str, session_id: str) -> None:
    """Look at these texts, and no longer at others: the whole page is drawn anew."""
    st.session_state[_OPEN] = (what, session_id)
    begin_sitting()
    st.rerun()

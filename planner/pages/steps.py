"""A click on another page is one step of the browser's history, also where the page keeps its project in the URL.

A link of the navigation leads to the bare address of a page. Were the project put there only once the page is drawn,
the browser would count two steps, and its back button would seem to do nothing. So it is put there before the page is
named, as long as it is all that the address said before: anything else would be a step of its own.
"""

from __future__ import annotations

import streamlit as st

from planner.pages.current import PARAMETER, last_project_id

_BEFORE = "address_before"  # the parameters of the URL at the end of the last run in this tab


def one_step() -> None:
    """Carry the project from page to page; called before the navigation."""
    last = last_project_id()
    if last is None or PARAMETER in st.query_params:
        return
    carried = {PARAMETER: str(last)}
    if st.session_state.get(_BEFORE) == carried:
        st.query_params.update(carried)


def remember_step() -> None:
    """Keep what the URL says; called when a run ends."""
    st.session_state[_BEFORE] = st.query_params.to_dict()

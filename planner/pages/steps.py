"""The browser's history: a click on another page is one step of it, and what is shown follows it back and forward.

A link of the navigation leads to the bare address of a page. Were the project put there only once the page is drawn,
the browser would count two steps, and its back button would seem to do nothing. So it is put there before the page is
named, as long as it is all that the address said before: anything else would be a step of its own.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.pages.current import PARAMETER, last_project_id

_BEFORE = "address_before"  # page and parameters of the URL at the end of the last run in this tab
_HAS_MOVED = "address_moved"  # while a run lasts: whether its URL is another one of the same page


def one_step(page: str) -> None:
    """Begin a run on a page: carry the project there, and see whether the URL moved; called before the navigation."""
    before, asked = st.session_state.get(_BEFORE, {}), st.query_params.to_dict()
    st.session_state[_HAS_MOVED] = before.get("page") == page and before.get("asked") != asked
    last = last_project_id()
    if last is None or PARAMETER in asked:
        return
    carried = {PARAMETER: str(last)}
    if before.get("asked") == carried:
        st.query_params.update(carried)


def remember_step(page: str) -> None:
    """Keep what the URL says; called when a run ends."""
    st.session_state[_BEFORE] = {"page": page, "asked": st.query_params.to_dict()}
    st.session_state[_HAS_MOVED] = False


def has_moved() -> bool:
    """Whether the URL is another one than at the end of the last run on this page: the browser went back or forward.

    So it is, too, where a click wrote it before the page is drawn; then the widget that was clicked agrees with it.
    """
    return bool(st.session_state.get(_HAS_MOVED))


def follow(key: str, value: Any) -> None:
    """Before a widget is drawn: fill it with what the URL says, at first and whenever the URL has moved."""
    if has_moved() or key not in st.session_state:
        st.session_state[key] = value

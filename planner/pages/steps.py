"""The browser's history: a click on another page is one step of it, and what is shown follows it back and forward.

A link of the navigation leads to the bare address of a page. Were the project put there only once the page is drawn,
the browser would count two steps, and its back button would seem to do nothing. So it is put there before the page is
named, as long as it is all that the address said before: anything else would be a step of its own.

A browser learns a moment later than the page what its address is now. What is clicked in that moment comes with an
address of before: it is no step back, and nothing that was typed may be put back for it.
"""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from planner.pages.current import PARAMETER, last_project_id

_BEFORE = "address_before"  # page and parameters of the URL at the end of the last run in this tab
_LATELY = "address_lately"  # for each parameter what it was since the browser last knew what the page knows
_AGREED = "address_agreed"  # how many runs on end began with the address that the page wrote last
_ASKED = "address_asked"  # what the URL of the run that lasts said at its beginning
_HEARD = 2  # one such run may be the page's own, of which the browser knows nothing
_ON_PURPOSE = "address_on_purpose"  # a click wrote the URL for other fields to follow
_HAS_MOVED = "address_moved"  # whether the URL is another one of the same page, until the page was drawn whole

Address = dict[str, str]


def one_step(page: str) -> None:
    """Begin a run on a page: carry the project there, and see whether the URL moved; called before the navigation."""
    before, asked = st.session_state.get(_BEFORE, {}), st.query_params.to_dict()
    is_same_page = before.get("page") == page
    _forget_what_was_heard(is_same_page, before.get("asked") == asked)
    is_on_purpose = st.session_state.pop(_ON_PURPOSE, False)
    has_moved_now = is_on_purpose or _is_news(asked, before.get("asked", {})) or went_back()
    st.session_state[_HAS_MOVED] = is_same_page and (has_moved_now or has_moved())
    _remember_lately(asked)
    st.session_state[_ASKED] = asked
    last = last_project_id()
    if last is None or PARAMETER in asked:
        return
    carried = {PARAMETER: str(last)}
    if before.get("asked") == carried:
        st.query_params.update(carried)


def remember_step(page: str, *, is_whole: bool) -> None:
    """Keep what the URL says; called when a run ends, be it whole or cut short by another."""
    asked = st.query_params.to_dict()
    if asked != st.session_state[_ASKED]:
        st.session_state[_AGREED] = 0
    _remember_lately(asked)
    st.session_state[_BEFORE] = {"page": page, "asked": asked}
    if is_whole:
        st.session_state[_HAS_MOVED] = False


def has_moved() -> bool:
    """Whether fields are to show what the URL says: the browser went back or forward, or a click wrote it for them."""
    return bool(st.session_state.get(_HAS_MOVED))


def move_on_purpose() -> None:
    """Say that a click has written the URL: from the next run on, the fields of the page show what it says."""
    st.session_state[_ON_PURPOSE] = True


def went_back() -> bool:
    """Whether the browser's own back or forward asked for this run (a Streamlit that cannot tell says no)."""
    return bool(getattr(get_script_run_ctx(), "is_history_navigation", False))


def follow(key: str, value: Any) -> None:
    """Before a widget is drawn: fill it with what the URL says, at first and whenever the URL has moved."""
    if has_moved() or key not in st.session_state:
        st.session_state[key] = value


def _forget_what_was_heard(is_same_page: bool, is_agreed: bool) -> None:
    agreed = st.session_state.get(_AGREED, 0) + 1 if is_agreed else 0
    st.session_state[_AGREED] = agreed
    if not is_same_page or agreed >= _HEARD:
        st.session_state[_LATELY] = {}


def _is_news(asked: Address, before: Address) -> bool:
    """Whether a parameter is neither what it was at the end of the last run nor what it was lately."""
    lately = st.session_state.get(_LATELY, {})
    names = asked.keys() | before.keys()
    return any(asked.get(name) not in (before.get(name), *lately.get(name, ())) for name in names)


def _remember_lately(asked: Address) -> None:
    """Add what each parameter is now to what it was lately; one that is not there was nothing."""
    lately: dict[str, set[str | None]] = st.session_state.get(_LATELY, {})
    names = asked.keys() | lately.keys()
    st.session_state[_LATELY] = {name: {*lately.get(name, ()), None, asked.get(name)} for name in names}

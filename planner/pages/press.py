"""Buttons whose press is never lost: it waits until the button is reached, also where another run cut the first short.

Streamlit tells of a press in one run only. A change that arrives a moment later (the last cell of a table, a field that
was left) stops that run and begins another, which knows nothing of the press any more; so does a part of the page that
asks for the whole page anew. A callback runs before anything can stop the run: there the press is written down.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict, Unpack

import streamlit as st

_WAITING = "presses_waiting"  # the key of the button -> the number of its press
_COUNT = "presses_so_far"


class Looks(TypedDict, total=False):
    """What a button may look like, in Streamlit's words."""

    type: Literal["primary", "secondary", "tertiary"]
    icon: str
    disabled: bool
    help: str | None
    width: Literal["stretch", "content"]
    shortcut: str | None


def button(label: str, *, key: str, **looks: Unpack[Looks]) -> bool:
    """Draw a button; True once for each press."""
    st.button(label, key=key, on_click=_write_down, args=(key,), **looks)
    return _take(key, looks)


def form_button(label: str, *, key: str, **looks: Unpack[Looks]) -> bool:
    """Draw the button that sends a form; True once for each press."""
    st.form_submit_button(label, key=key, on_click=_write_down, args=(key,), **looks)
    return _take(key, looks)


def waiting(key: str) -> int | None:
    """The number of the press that a button below has still to answer, the same in each run until it does."""
    number: int | None = _all_waiting().get(key)
    return number


def forget_presses() -> None:
    """Called when a whole page was drawn: a press whose button is gone is not kept for the day on which it returns."""
    st.session_state[_WAITING] = {}


def _write_down(key: str) -> None:
    number = st.session_state.get(_COUNT, 0) + 1
    st.session_state[_COUNT] = number
    st.session_state[_WAITING] = {**_all_waiting(), key: number}


def _take(key: str, looks: Looks) -> bool:
    left = dict(_all_waiting())
    was_pressed = left.pop(key, None) is not None
    st.session_state[_WAITING] = left
    return was_pressed and not looks.get("disabled", False)


def _all_waiting() -> dict[str, Any]:
    kept: dict[str, Any] = st.session_state.get(_WAITING, {})
    return kept

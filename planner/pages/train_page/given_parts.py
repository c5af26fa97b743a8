"""Whether a session takes the parts that the table gives itself: training, validation, held out."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from data.cleaning.given_split import GivenPart
from model.protocol.any_text import shown
from planner.material.first_look import FirstLook
from planner.material.split_look import SplitLook, split_look
from planner.pages.steps import follow
from planner.pages.train_page.url_state import choices, choose
from planner.pages.train_page.words import plain_text

_Stamp = tuple[float, int]


def choose_parts(look: FirstLook, stamp: _Stamp, taken: tuple[str | None, ...]) -> tuple[str | None, str]:
    """Draw a tick where a column gives parts; the column, if it is ticked, and why it cannot be used, if so."""
    asked = choices().split
    column = asked if asked in look.columns else look.split_column
    if column is None or column in taken:
        return None, ""
    found = _split_look(os.fsencode(look.path), stamp, column)
    key = f"train_split_{column}_of_{shown(look.path)}"
    follow(key, asked == column)
    is_asked = st.checkbox(
        f"Use the parts that '{plain_text(column)}' gives",
        key=key,
        help="The held-out part is read once, at the end; validation steers. Their duplicates leave the training part.",
        on_change=lambda: choose("split", column if st.session_state[key] else None),
    )
    is_usable = is_asked and not found.problem
    notes = found.given.notes(needs=(GivenPart.VALIDATION, GivenPart.HELD_OUT)) if is_usable else []
    st.caption(plain_text(" ".join([f"{found.words}.".capitalize(), *notes])))
    return (column, found.problem) if is_asked else (None, "")


@st.cache_data(max_entries=8, show_spinner=False)
def _split_look(path: bytes, stamp: _Stamp, column: str) -> SplitLook:
    return split_look(Path(os.fsdecode(path)), column)

"""Which further columns hold a part of the texts, such as a title beside the body."""

from __future__ import annotations

import streamlit as st

from model.protocol.any_text import shown
from planner.material.first_look import FirstLook
from planner.pages.steps import follow
from planner.pages.train_page.url_state import choices, choose

_HELP = (
    "They are joined to one text in the order of the file, with a mark between them that the model sees. New texts "
    "then need the same columns. A cell may be empty as long as another one is not."
)


def choose_further(look: FirstLook, text: str | None, label: str | None) -> tuple[str, ...]:
    """Draw the choice where another column clearly holds texts, or one was chosen before; nothing else is asked."""
    open_to = [name for name in look.columns if name not in (text, label)]
    likely = [name for name in look.text_columns if name in open_to]
    asked = [name for name in (choices().further or "").split("\n") if name in open_to]
    if text is None or not (likely or asked):
        return ()
    key = f"train_further_of_{shown(look.path)}"
    follow(key, asked)
    st.session_state[key] = [name for name in st.session_state[key] if name in open_to]
    return tuple(
        st.multiselect(
            "Further columns of texts",
            [*likely, *(name for name in open_to if name not in likely)],
            placeholder=f"'{likely[0]}' holds texts too" if likely else "None",
            key=key,
            help=_HELP,
            on_change=lambda: choose("further", "\n".join(st.session_state[key]) or None),
        )
    )

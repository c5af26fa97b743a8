"""Imports of the past, each with the button that takes it back as a whole."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from planner.clock import now
from planner.exchange import EarlierImport, earlier_imports, undo_earlier
from planner.pages.action import run_action
from planner.pages.words import as_typed, clock_words, day_words
from planner.store import Store

_SHOWN = 5
_MOST_NAMES = 5


def draw_earlier(store: Store) -> None:
    """Draw the newest imports, older ones folded; nothing before the first."""
    imports = earlier_imports(store)
    if not imports:
        return
    st.subheader("Earlier imports", anchor=False)
    instant = now()
    for earlier in imports[:_SHOWN]:
        _draw_import(earlier, instant)
    if len(imports) > _SHOWN:
        with st.expander(f"{len(imports) - _SHOWN} older"):
            for earlier in imports[_SHOWN:]:
                _draw_import(earlier, instant)


def _draw_import(earlier: EarlierImport, instant: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            when = f"{day_words(earlier.imported_at, instant)} at {clock_words(earlier.imported_at)}"
            st.markdown(f"{as_typed(earlier.summary[:1].upper() + earlier.summary[1:])}, {when}{_names(earlier)}")
        st.button(
            "Undo",
            icon=":material/undo:",
            key=f"undo_import_{earlier.operation_id}",
            on_click=run_action,
            args=(partial(_undo, operation_id=earlier.operation_id),),
            help="Takes its entries away, and the projects and phases made for them that nothing else uses; those "
            "that it changed have their former values again.",
        )


def _names(earlier: EarlierImport) -> str:
    if len(earlier.file_names) == 1:
        return ""
    more = " …" if len(earlier.file_names) > _MOST_NAMES else ""
    return f"  \n{as_typed(', '.join(earlier.file_names[:_MOST_NAMES]))}{more}"


def _undo(store: Store, *, operation_id: int) -> str:
    return undo_earlier(store, operation_id, now=now())

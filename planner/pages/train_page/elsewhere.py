"""A session that ended before all that its node had was here: what was kept there is fetched beside the page."""

from __future__ import annotations

import streamlit as st

from model.protocol.run_folder import has_model
from planner.clock import now
from planner.cluster.addresses import is_ray_here
from planner.cluster.fetching import FETCHED_FOLDER, begin_to_fetch, is_to_be_fetched
from planner.cluster.note import read_note
from planner.pages.train_page.words import plain_text
from planner.sessions import SessionView

_BEGUN = "cluster_fetch_begun"


def draw_kept_there(view: SessionView) -> None:
    """Begin to fetch, once in this browser's tab, and say so; or say where what was fetched lies."""
    note = read_note(view.run_folder) if view.cluster else None
    if note is None or not note.agent:
        return
    beside = view.run_folder / FETCHED_FOLDER
    if has_model(beside):
        st.caption(plain_text(f"The model that {note.node} made after its link was broken lies in {beside}."))
    elif is_to_be_fetched(view.run_folder) and is_ray_here():
        if st.session_state.get(_BEGUN) != view.session_id:
            st.session_state[_BEGUN] = view.session_id
            begin_to_fetch(view.run_folder, now().timestamp())
        words = f"{note.node} may have kept a later model. It is being fetched; the same by hand:"
        st.caption(plain_text(f"{words} callit cluster fetch {view.run_folder}"))

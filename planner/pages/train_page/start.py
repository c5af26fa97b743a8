"""The button that starts the session and says when it ends."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from data.errors import DataError
from model.protocol.order import TrainingOrder
from planner.clock import now
from planner.domain.errors import CallItError
from planner.home import home
from planner.pages.failure import plain_failures
from planner.pages.press import button
from planner.pages.terms import meanings_in
from planner.pages.train_page.box import Timebox
from planner.pages.train_page.columns import Material
from planner.pages.train_page.options import Options, add_to_new_project
from planner.pages.train_page.url_state import go_to_session
from planner.pages.train_page.words import clock_at
from planner.pages.words import own_zone
from planner.sessions import running_session, start_session
from planner.store import open_store

_REFUSED = "train_refused"
_LABEL_REFRESH_S = 5  # the promised end moves with the clock until the click


@st.fragment(run_every=_LABEL_REFRESH_S)
def draw_start(material: Material | None, timebox: Timebox | None, options: Options) -> None:
    """Draw the button; a session that runs already, or data that cannot be trained on, stands beside it."""
    with plain_failures():
        is_free = _draw_other_session()
        is_possible = material is not None and material.problem is None and timebox is not None and is_free
        words = f"Start: ends by {timebox.end_words(now())}" if timebox else "Start"
        if button(
            words,
            type="primary",
            icon=":material/play_arrow:",
            disabled=not is_possible,
            key="train_start",
            width="stretch",
        ):
            _try_to_start(material, timebox, options)
        _draw_refusal(_asked(material, timebox, options))
        if material is None:
            st.caption("Choose what to learn from first.")
        else:
            st.caption(
                f"Runs on its own: you may close this page. {options.logging_words}",
                help=meanings_in(options.logging_words),
            )


def _try_to_start(material: Material | None, timebox: Timebox | None, options: Options) -> None:
    """Start; a refusal is kept, since this part of the page draws itself anew every few seconds."""
    st.session_state.pop(_REFUSED, None)
    try:
        _start(material, timebox, options)
    except (CallItError, DataError) as error:
        st.session_state[_REFUSED] = {"asked": _asked(material, timebox, options), "sentence": str(error)}


def _draw_refusal(asked: list[str]) -> None:
    """Show why the last click started nothing, until something else is asked."""
    refused = st.session_state.get(_REFUSED)
    if refused and refused["asked"] == asked:
        st.error(refused["sentence"], icon=":material/error:")


def _asked(material: Material | None, timebox: Timebox | None, options: Options) -> list[str]:
    if material is None or timebox is None:
        return []
    box = timebox.until or f"{timebox.minutes:g}"
    asked = (material.path, *material.texts, *material.labels, material.several, material.reading, material.split)
    return [*map(str, (*asked, options.choices.vectors)), box]


def _start(material: Material | None, timebox: Timebox | None, options: Options) -> None:
    table = material.table if material is not None else None
    if table is None or timebox is None:
        return
    began = now()
    order = TrainingOrder(table, timebox.seconds(began), options.choices)
    placement = replace(options.placement, started_unix=began.timestamp())
    with open_store() as store:
        session_id = start_session(store, order, placement, home=home(), now=now(), zone=own_zone())
        if options.new_name:  # made only now: a refused session leaves no project behind
            add_to_new_project(store, session_id, options.new_name)
    go_to_session(session_id)
    st.rerun()


def _draw_other_session() -> bool:
    """Say that a session runs on this machine already, with the way to it. True when none does."""
    with open_store() as store:
        running = running_session(store)
    if running is None:
        return True
    ends = clock_at(running.started_at.timestamp() + running.timebox_s)
    st.info(
        f"A session on {running.source_name} runs on this machine until {ends}. One at a time.",
        icon=":material/hourglass_top:",
    )
    if button("Show it", key="train_show_running"):
        go_to_session(running.id)
        st.rerun()
    return False

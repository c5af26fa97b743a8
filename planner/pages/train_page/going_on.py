"""Go on from the kept model of an ended session, in a new box."""

from __future__ import annotations

import streamlit as st

from data.errors import DataError
from planner.clock import now
from planner.domain.errors import CallItError
from planner.domain.training import TrainingSession
from planner.home import home
from planner.pages.press import button
from planner.pages.train_page.box import MOST_MINUTES, Timebox
from planner.pages.train_page.url_state import go_to_session
from planner.pages.words import own_zone
from planner.sessions import Placement, SessionView, start_session
from planner.sessions.continuing import can_continue, continued_order
from planner.store import open_store

_MINUTES = 20.0
_HELP = "Trains on from the best weights with the same texts; never delivers what is worse on validation."


def draw_continue(session: TrainingSession, view: SessionView) -> None:
    """Draw the button with its box; nothing where the session kept nothing to go on from."""
    if not can_continue(view.run_folder):
        return
    with st.popover("Continue…", icon=":material/resume:", help=_HELP):
        typed = st.number_input(
            "Minutes", min_value=0.5, max_value=MOST_MINUTES, value=_MINUTES, step=5.0, format="%g", key="more_minutes"
        )
        box = Timebox(float(typed))
        if button(f"Continue: ends by {box.end_words(now())}", type="primary", key="train_continue"):
            _try_to_continue(session, view, box)


def _try_to_continue(session: TrainingSession, view: SessionView, box: Timebox) -> None:
    try:
        _continue(session, view, box)
    except (CallItError, DataError) as error:
        st.error(str(error), icon=":material/error:")


def _continue(session: TrainingSession, view: SessionView, box: Timebox) -> None:
    began = now()
    order = continued_order(view.run_folder, timebox_s=box.seconds(began))
    placement = Placement(session.project_id, session.phase_id, session.attended, started_unix=began.timestamp())
    with open_store() as store:
        session_id = start_session(store, order, placement, home=home(), now=now(), zone=own_zone())
    go_to_session(session_id)
    st.rerun()

"""Train: what is the best model I can have, saved and scored, when this timebox ends?"""

from __future__ import annotations

import streamlit as st

from planner.domain.errors import NotFound
from planner.domain.training import TrainingSession
from planner.pages import train_place
from planner.pages.train_before import draw_before
from planner.pages.train_compare import draw_compared
from planner.pages.train_ended import draw_ended
from planner.pages.train_history import draw_history
from planner.pages.train_running import draw_running
from planner.pages.train_view import view_of
from planner.pages.visit import visit
from planner.sessions import running_session
from planner.store import Store


def _page() -> None:
    with visit() as store:
        session = _session_to_show(store)
        if session is None:
            draw_before(store)
        else:
            _draw(session)
        draw_compared(store, session)
        draw_history(store, session)


def _session_to_show(store: Store) -> TrainingSession | None:
    """The session of the URL; without one, the session that runs on this machine."""
    asked = train_place.session_asked()
    if asked == train_place.NEW:
        return None
    if asked is None:
        running = running_session(store)
        if running:
            train_place.go_to_session(running.id)
        return running
    try:
        return store.sessions.session(asked)
    except NotFound as error:
        st.warning(str(error), icon=":material/warning:")
        return None


def _draw(session: TrainingSession) -> None:
    view = view_of(session)
    if view.is_running:
        draw_running(session)
    else:
        draw_ended(session, view)


if __name__ == "__main__":  # Streamlit runs a page so; collecting doctests must not
    _page()

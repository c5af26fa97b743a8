"""Train: what is the best model I can have, saved and scored, when this timebox ends?"""

from __future__ import annotations

from planner import sessions
from planner.boxes import is_box
from planner.domain.errors import NotFound
from planner.domain.training import TrainingSession
from planner.pages.lost import draw_lost_project, draw_lost_session
from planner.pages.page_store import open_page_store
from planner.pages.train_page import url_state
from planner.pages.train_page.before import draw_before
from planner.pages.train_page.compare import draw_compared
from planner.pages.train_page.ended import draw_ended
from planner.pages.train_page.history import draw_history
from planner.pages.train_page.own_box import draw_box
from planner.pages.train_page.running import draw_running
from planner.pages.train_page.view import view_of
from planner.store import Store


def _page() -> None:
    with open_page_store() as store:
        if draw_lost_project(store):
            return
        url_state.follow_url()
        asked = url_state.session_asked()
        session = _session_to_show(store, asked)
        if session is not None:
            _draw(session)
        elif asked in (None, url_state.NEW):
            draw_before(store)
        else:
            draw_lost_session(str(asked))
        draw_compared(store, session)
        draw_history(store, session)


def _session_to_show(store: Store, asked: str | None) -> TrainingSession | None:
    """The session of the URL; without one, the session that runs on this machine."""
    if asked == url_state.NEW:
        return None
    if asked is None:
        running = sessions.running_session(store)
        if running:
            url_state.go_to_session(running.id)
        return running
    try:
        return sessions.session(store, asked)
    except NotFound:
        return None


def _draw(session: TrainingSession) -> None:
    view = view_of(session)
    if is_box(session.run_folder):
        draw_box(session, view)
    elif view.is_running:
        draw_running(session)
    else:
        draw_ended(session, view)


if __name__ == "__main__":  # Streamlit runs a page so; collecting doctests must not
    _page()

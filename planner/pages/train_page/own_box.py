"""A box around a person's own training, as a page: the time that is left and the best so far, or how it ended."""

from __future__ import annotations

import shlex
import time

import streamlit as st

from model.protocol.metrics import metric_words
from planner.boxes.facts import read_kept
from planner.clock import now
from planner.domain.training import TrainingSession
from planner.domain.wording.durations import countdown, duration_words
from planner.domain.wording.scores import score_words
from planner.pages.failure import plain_failures
from planner.pages.press import button
from planner.pages.train_page.url_state import Choices, go_to_new
from planner.pages.train_page.view import view_of
from planner.pages.train_page.words import plain_text
from planner.pages.words import clock_words, day_words
from planner.sessions import SessionView, stop_and_keep

_TICK_S = 2.0


def draw_box(session: TrainingSession, view: SessionView) -> None:
    """Draw it, running or ended."""
    if view.is_running:
        _draw_running(session)
    else:
        _draw_ended(session)
    if button("New session", icon=":material/add:", key="new_session"):
        go_to_new(Choices())
        st.rerun()


@st.fragment(run_every=_TICK_S)
def _draw_running(session: TrainingSession) -> None:
    with plain_failures():
        view = view_of(session)
        if not view.is_running:
            st.rerun()
        used_s, kept = view.used_s(time.time()), read_kept(session.run_folder)
        st.title(f"{countdown(view.time_left_s(time.time()))} left of {duration_words(view.timebox_s)}", anchor=False)
        st.progress(min(1.0, used_s / view.timebox_s))
        best = f"The {kept.words.removeprefix('the ')}." if kept else "Nothing has been scored and saved yet."
        st.markdown(plain_text(best))
        if button("Stop and keep", icon=":material/stop_circle:", key="stop_and_keep"):
            stop_and_keep(session.run_folder)
        st.caption(plain_text(f"{session.source_name} · {_started_words(session)}"))


def _draw_ended(session: TrainingSession) -> None:
    score = session.score_of()
    st.title(plain_text(_kept_words(session)), anchor=False)
    st.markdown(plain_text(session.message))
    box = f"timebox {duration_words(session.timebox_s)}"
    st.caption(plain_text(f"{session.source_name} · {_started_words(session)} · {box}"))
    if score or read_kept(session.run_folder):
        st.caption("Its files, weights and score can be checked at any time:")
        st.code(f"callit verify {shlex.quote(str(session.run_folder))}", language=None, wrap_lines=True)


def _started_words(session: TrainingSession) -> str:
    return f"{day_words(session.started_at, now())}, {clock_words(session.started_at)}"


def _kept_words(session: TrainingSession) -> str:
    score = session.score_of()
    if score:
        return f"{metric_words(score.metric)} {score_words(score.value)} is kept"
    return "Kept, but not validated" if read_kept(session.run_folder) else "It ended without a model"

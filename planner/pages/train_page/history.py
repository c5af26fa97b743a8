"""Earlier sessions: what each was worth, and the way back to it."""

from __future__ import annotations

import streamlit as st

from model.protocol.metrics import metric_words
from planner.clock import now
from planner.domain.training import Score, SessionState, TrainingSession
from planner.domain.wording.durations import duration_words
from planner.domain.wording.scores import score_number
from planner.pages.press import button
from planner.pages.train_page.url_state import go_to_session
from planner.pages.train_page.words import plain_text
from planner.pages.words import clock_words, day_words
from planner.sample_project import sample_project
from planner.sessions import recent_sessions
from planner.store import Store

_MOST_SHOWN = 8
_STATE_ICONS = {
    SessionState.RUNNING: ":material/play_circle:",
    SessionState.FINISHED: ":material/check_circle:",
    SessionState.STOPPED: ":material/stop_circle:",
    SessionState.CUT_SHORT: ":material/content_cut:",
    SessionState.FAILED: ":material/error:",
}


def draw_history(store: Store, shown: TrainingSession | None) -> None:
    """Draw the newest sessions, folded while another answer is on the page."""
    newest = recent_sessions(store, _MOST_SHOWN)
    sessions = [session for session in newest if shown is None or session.id != shown.id]
    if not sessions:
        return
    title = "Earlier sessions" if shown is None else "Other sessions"
    sample = sample_project(store)
    with st.expander(title, icon=":material/history:", expanded=shown is None), st.container(gap=None):
        for session in sessions:
            is_made = sample is not None and session.project_id == sample.id
            _draw_session(session, f"{session.data_words} (sample)" if is_made else session.data_words)


def session_words(session: TrainingSession) -> str:
    """One session in a line: when, how long, and its score against the benchmark's."""
    started = f"{day_words(session.started_at, now())}, {clock_words(session.started_at)}"
    used = f"{duration_words(session.used_s)} of " if session.used_s is not None else ""
    box = f"{used}{duration_words(session.timebox_s)}"
    return f"{started} · {box} · {_result_words(session)}"


def _draw_session(session: TrainingSession, name: str) -> None:
    line = f"session_line_{session.id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=line):
        icon = _STATE_ICONS[session.state]
        if button(plain_text(name), key=f"open_{session.id}", type="tertiary", icon=icon):
            go_to_session(session.id)
            st.rerun()
        st.caption(session_words(session), width="stretch")


def _result_words(session: TrainingSession) -> str:
    delivered, benchmark = (_score(session, model) for model in ("delivered", "benchmark"))
    if session.state is SessionState.RUNNING:
        return "running"
    name = metric_words(session.metric)
    if delivered is None:
        return _without_model(session, f"{name} {score_number(benchmark.value)}" if benchmark else "")
    against = f" against {score_number(benchmark.value)} n-gram benchmark" if benchmark else ""
    if benchmark and is_benchmark_itself(delivered, benchmark):
        against = ": the n-gram benchmark itself"
    kind = "" if session.state is SessionState.FINISHED else f"{session.state.value}: "
    return f"{kind}{name} {score_number(delivered.value)}{against}"


def is_benchmark_itself(delivered: Score, benchmark: Score) -> bool:
    """Whether no network is part of the delivered model: it has the benchmark's weights."""
    same_weights = delivered.weights_sha256 is not None and delivered.weights_sha256 == benchmark.weights_sha256
    return same_weights and delivered.value == benchmark.value


def _without_model(session: TrainingSession, benchmark: str) -> str:
    only = f"only the n-gram benchmark was scored, {benchmark}" if benchmark else "no score"
    return f"{session.state.value}: {only}"


def _score(session: TrainingSession, model: str) -> Score | None:
    found = [s for s in session.scores if s.model == model and s.metric == session.metric]
    return next((s for s in found if s.part == "held-out"), found[-1] if found else None)

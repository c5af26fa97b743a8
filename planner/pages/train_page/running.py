"""A session at work: until when, what is saved already, where it stands, and a way to stop and keep."""

from __future__ import annotations

import time

import streamlit as st

from model.protocol.metrics import lower_is_better, metric_words
from model.protocol.proven_words import proven_words
from model.protocol.text_columns import column_words
from planner.charts import training
from planner.domain.training import TrainingSession
from planner.domain.wording.durations import countdown, duration_words
from planner.domain.wording.scores import score_number
from planner.pages.failure import plain_failures
from planner.pages.press import button
from planner.pages.train_page.hands import draw_hands
from planner.pages.train_page.labels import draw_warnings, taken_words
from planner.pages.train_page.stages import draw_stages
from planner.pages.train_page.view import view_of
from planner.pages.train_page.words import clock_at, plain_text
from planner.sessions import SessionView, stop_and_keep

_TICK_S = 1
_PICTURES_S = 3  # pictures cost more to draw than they tell in a second


def draw_running(session: TrainingSession) -> None:
    """Draw a running session: only the live parts redraw, and the whole page once it trains and once it has ended."""
    has_pictures = _has_pictures(view_of(session))
    _draw_top(session, has_pictures)
    if not has_pictures:
        _draw_stages(session)
        _draw_hands(session)
        return
    picture, stages = st.columns([6, 5], gap="medium")  # on a phone the picture comes first
    with picture:
        _draw_score(session)
        _draw_hands(session)
    with stages:
        _draw_stages(session)
    _draw_machine(session)


@st.fragment(run_every=_TICK_S)
def _draw_top(session: TrainingSession, has_pictures: bool) -> None:
    with plain_failures():
        view = view_of(session)
        if not view.is_running or _has_pictures(view) != has_pictures:
            st.rerun()
        now_unix = time.time()
        st.title(f"{countdown(view.time_left_s(now_unix))} left, ends by {clock_at(view.deadline_unix)}", anchor=False)
        st.progress(min(1.0, view.used_s(now_unix) / view.timebox_s))
        st.markdown(saved_words(view))
        _draw_stop(view)
        st.caption(plain_text(about_words(view)))
        if taken := taken_words(view):
            st.caption(plain_text(taken))
        draw_warnings(view, most=2)


@st.fragment(run_every=_TICK_S)
def _draw_stages(session: TrainingSession) -> None:
    with plain_failures():
        draw_stages(view_of(session), time.time())


@st.fragment(run_every=_TICK_S)
def _draw_hands(session: TrainingSession) -> None:
    with plain_failures():
        draw_hands(view_of(session), time.time())


@st.fragment(run_every=_PICTURES_S)
def _draw_score(session: TrainingSession) -> None:
    with plain_failures():
        view = view_of(session)
        benchmark = view.score("benchmark")
        chart = training.score_over_minutes(
            view.progress,
            view.timebox_s,
            metric=metric_words(view.metric),
            benchmark=benchmark.value if benchmark else None,
            title=standing_so_far(view),
        )
        st.altair_chart(chart, key="course_score")


@st.fragment(run_every=_PICTURES_S)
def _draw_machine(session: TrainingSession) -> None:
    """Draw loss, learning rate and memory, small and beside each other."""
    with plain_failures():
        view = view_of(session)
        charts = (training.loss_over_minutes, training.learning_rate_over_minutes, training.memory_over_minutes)
        for column, chart in zip(st.columns(len(charts)), charts, strict=True):
            column.altair_chart(chart(view.progress, view.timebox_s), key=f"course_{chart.__name__}")


def _has_pictures(view: SessionView) -> bool:
    return len(view.progress) > 0


def standing_so_far(view: SessionView) -> str:
    """Where the model saved last, or else the one in training, stands against the benchmark on validation."""
    scores, benchmark = view.progress["score"].dropna(), view.score("benchmark")
    if not len(scores) or benchmark is None:
        return "No score yet"
    kept = view.saved_score if view.saved_score is not None else float(scores.iloc[-1])
    gain = kept - benchmark.value
    is_above = gain < 0 if lower_is_better(view.metric) else gain > 0
    return "Above the benchmark so far" if is_above else "Not above the benchmark yet"


def saved_words(view: SessionView) -> str:
    """Since when a saved model exists, how good it is, and when it was proven to reload."""
    if view.saved_unix is None:
        return "No saved model yet; the first comes with the benchmark."
    score = view.score("delivered") or view.score("benchmark")
    value = view.saved_score if view.saved_score is not None else score.value if score else None
    how_good = "" if value is None else f" ({metric_words(view.metric)} {score_number(value)})"
    proven = "" if view.proven_unix is None else " " + proven_words(f"at {clock_at(view.proven_unix)}")
    return f"A saved model exists since {clock_at(view.saved_unix)}{how_good}.{proven}"


def about_words(view: SessionView) -> str:
    """What is trained on what: the file, its columns, and the box."""
    columns = f"{column_words(view.text_columns)} → {view.label_made or view.label_column}"
    where = f" · {view.where_words}" if view.where_words else ""
    return f"{view.source_name} · {columns} · timebox {duration_words(view.timebox_s)}{where}"


def _draw_stop(view: SessionView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = button("Stop and keep", icon=":material/stop_circle:", disabled=view.is_stopping, key="stop_and_keep")
        if pressed:
            stop_and_keep(view.run_folder)
        st.caption(_stop_words(view, is_stopping=pressed or view.is_stopping), width="stretch")


def _stop_words(view: SessionView, *, is_stopping: bool) -> str:
    if is_stopping:
        return (
            "Stopping: the training comes to a soft end, then the model is checked and saved. "
            f"Done by {clock_at(view.deadline_unix)} at the latest."
        )
    if view.saved_unix is None:
        return "Stops as soon as a first model is saved. You may close this page; the training goes on."
    return "Ends early with the best model so far, checked and saved. You may close this page; the training goes on."

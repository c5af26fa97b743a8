"""A session at work: until when, what is saved already, where it stands, and a way to stop and keep."""

from __future__ import annotations

import time

import streamlit as st

from planner.charts import training
from planner.charts.palette import score_number
from planner.domain.training import TrainingSession
from planner.domain.wording import metric_words
from planner.pages.failure import plain_failures
from planner.pages.train_stages import draw_stages
from planner.pages.train_view import view_of
from planner.pages.train_words import clock_at, countdown, duration_words
from planner.sessions import SessionView, stop_and_keep

_TICK_S = 1
_PICTURES_S = 3  # pictures cost more to draw than they tell in a second


def draw_running(session: TrainingSession) -> None:
    """Draw a running session; only the live parts redraw, and the whole page once it has ended."""
    _draw_top(session)
    stages, pictures = st.columns([5, 6], gap="large")
    with stages:
        _draw_stages(session)
    with pictures:
        _draw_pictures(session)


@st.fragment(run_every=_TICK_S)
def _draw_top(session: TrainingSession) -> None:
    with plain_failures():
        view = view_of(session)
        if not view.is_running:
            st.rerun()
        now_unix = time.time()
        st.title(f"Ends by {clock_at(view.deadline_unix)}", anchor=False)
        st.markdown(f"**{countdown(view.time_left_s(now_unix))} left** · {saved_words(view)}")
        st.progress(min(1.0, view.used_s(now_unix) / view.timebox_s))
        _draw_stop(view)
        for warning in view.warnings[-2:]:
            st.warning(warning, icon=":material/warning:")


@st.fragment(run_every=_TICK_S)
def _draw_stages(session: TrainingSession) -> None:
    with plain_failures():
        draw_stages(view_of(session), time.time())


@st.fragment(run_every=_PICTURES_S)
def _draw_pictures(session: TrainingSession) -> None:
    with plain_failures():
        view = view_of(session)
        st.caption(about_words(view))
        if not len(view.progress):
            st.info("Loss and score are drawn here once the training has begun.", icon=":material/show_chart:")
            return
        draw_course(view)


def draw_course(view: SessionView) -> None:
    """Draw score, loss, learning rate and memory over the minutes of the box."""
    name = metric_words(view.metric)
    benchmark = view.score("benchmark")
    score = training.score_over_minutes(
        view.progress,
        view.timebox_s,
        metric=name,
        benchmark=benchmark.value if benchmark else None,
        title=f"{name[:1].upper()}{name[1:]} on validation: is it above the benchmark yet?",
    )
    st.altair_chart(score, key="course_score")
    for column, chart in zip(
        st.columns(3),
        (training.loss_over_minutes, training.learning_rate_over_minutes, training.memory_over_minutes),
        strict=True,
    ):
        column.altair_chart(chart(view.progress, view.timebox_s), key=f"course_{chart.__name__}")


def saved_words(view: SessionView) -> str:
    """Since when a saved model exists, and how good it is."""
    if view.saved_unix is None:
        return "no saved model yet; the first comes with the benchmark"
    score = view.score("delivered") or view.score("benchmark")
    how_good = f" ({metric_words(view.metric)} {score_number(score.value)})" if score else ""
    return f"a saved model exists since {clock_at(view.saved_unix)}{how_good}"


def about_words(view: SessionView) -> str:
    """What is trained on what: the file, its columns, and the box."""
    columns = f"{view.text_column} → {view.label_column}"
    return f"{view.source_name} · {columns} · timebox {duration_words(view.timebox_s)}"


def _draw_stop(view: SessionView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(
            "Stop and keep", icon=":material/stop_circle:", disabled=view.is_stopping, key="stop_and_keep"
        )
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

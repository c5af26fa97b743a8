"""A session that has ended: the verdict first, then what to do with the model, its pictures, and the details."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from data.labels.reading import AS_WRITTEN
from data.labels.tag_cells import typed_separator
from data.sample.corpus import SAMPLE_NAME
from model.protocol.run_folder import has_model
from planner.clock import now
from planner.domain.training import SessionState, TrainingSession
from planner.pages.current import go_to
from planner.pages.press import button
from planner.pages.train_page.details import draw_details
from planner.pages.train_page.elsewhere import draw_kept_there
from planner.pages.train_page.files import draw_model_download, draw_other_files
from planner.pages.train_page.going_on import draw_continue
from planner.pages.train_page.hand_in import draw_hand_in
from planner.pages.train_page.labels import draw_warnings
from planner.pages.train_page.predict import draw_predict
from planner.pages.train_page.results import draw_answers, draw_pictures
from planner.pages.train_page.running import about_words
from planner.pages.train_page.url_state import SAMPLE, Choices, go_to_new
from planner.pages.train_page.verdict import (
    further_verdicts,
    headline,
    how_it_ended,
    proven_at,
    subline,
    twice_the_time,
)
from planner.pages.train_page.words import plain_text
from planner.sessions import SessionView
from planner.sessions.again import order_of


def draw_ended(session: TrainingSession, view: SessionView) -> None:
    """Draw a finished, stopped, cut-short or failed session."""
    _draw_verdict(view)
    _draw_actions(session, view)
    _draw_further(view)
    draw_kept_there(view)
    if has_model(view.run_folder):
        draw_predict(view)
    draw_pictures(view)
    draw_answers(view)
    draw_hand_in(session, view)
    draw_details(view, session.project_id)


def _draw_verdict(view: SessionView) -> None:
    st.title(headline(view), anchor=False)
    ended = how_it_ended(view, now())
    is_calm = view.state in (SessionState.FINISHED, SessionState.STOPPED)  # else the end is what matters most
    for sentence in (subline(view), twice_the_time(view), "" if is_calm else ended):
        if sentence:
            st.markdown(plain_text(sentence))
    about = (about_words(view), ended if is_calm else "", proven_at(view, now()))
    st.caption(plain_text(" · ".join(part for part in about if part)))
    draw_warnings(view)


def _draw_further(view: SessionView) -> None:
    """Draw what else was found, below what to do: on a phone the button comes first."""
    further = further_verdicts(view)
    if further:
        st.caption("  \n".join(plain_text(line) for line in further))


@st.fragment
def _draw_actions(session: TrainingSession, view: SessionView) -> None:
    """Draw what to do next with the model, the nearest first."""
    with st.container(horizontal=True):
        if has_model(view.run_folder):
            draw_model_download(view)
            draw_continue(session, view)
        _draw_again(session, is_main=view.state is SessionState.FAILED)
        if has_model(view.run_folder):
            draw_other_files(view)
        if button("New session", icon=":material/add:", key="new_session"):
            go_to_new(Choices())
            st.rerun()


def _draw_again(session: TrainingSession, *, is_main: bool) -> None:
    again = _choices_of(session)
    kind: Literal["primary", "secondary"] = "primary" if is_main else "secondary"
    words = "The form of a new session, filled as this one was: change what you like, then start."
    if again.data and button("Run again with…", icon=":material/replay:", type=kind, help=words, key="run_again"):
        if session.project_id is not None:
            go_to(session.project_id)
        go_to_new(again)
        st.rerun()


def _choices_of(session: TrainingSession) -> Choices:
    """What the session was told, for the form of a new one; without data where its order is gone."""
    order = order_of(session)
    reading = order.table.reading if order else AS_WRITTEN
    is_sample = session.source_name == SAMPLE_NAME
    return Choices(
        data=SAMPLE if is_sample else str(order.table.data_file) if order else None,
        text=session.text_column,
        further="\n".join(session.further_text_columns) or None,
        split=order.table.split_column if order else None,
        label=session.label_column,
        labels="\n".join(order.table.further_label_columns) or None if order else None,
        separator=typed_separator(order.table.tag_separator) if order and order.table.tag_separator else None,
        minutes=session.timebox_s / 60,
        metric=session.metric,
        rules_off=",".join(order.choices.cleaning_rules_off) if order else None,
        vectors=order.choices.vectors if order else None,
        one="yes" if order and order.choices.one_network else None,
        attended="yes" if session.attended else None,
        again=session.id,
        blank=reading.blank,
        keep="\n".join(reading.kept) or None,
        positive_if=reading.threshold.typed if reading.threshold else None,
        positive_name=reading.threshold.own_name if reading.threshold else None,
        bins=str(reading.bins.count) if reading.bins else None,
    )

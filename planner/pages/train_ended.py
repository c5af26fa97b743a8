"""A session that has ended: the verdict first, then its pictures, then what to do with the model."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.run_folder import has_model
from planner.clock import now
from planner.domain.training import SessionState, TrainingSession
from planner.model_zip import zip_model
from planner.pages.train_details import draw_details
from planner.pages.train_place import SAMPLE, Choices, go_to_new
from planner.pages.train_results import draw_curve, draw_pictures, draw_scores
from planner.pages.train_running import about_words
from planner.pages.train_verdict import headline, how_it_ended, subline, twice_the_time
from planner.pages.train_words import plain_text, project_name_for
from planner.sessions import SessionView


def draw_ended(session: TrainingSession, view: SessionView) -> None:
    """Draw a finished, stopped, cut-short or failed session."""
    st.title(headline(view), anchor=False)
    ended = how_it_ended(view, now())
    is_calm = view.state in (SessionState.FINISHED, SessionState.STOPPED)  # else the end is what matters most
    for sentence in (subline(view), twice_the_time(view), "" if is_calm else ended):
        if sentence:
            st.markdown(plain_text(sentence))
    st.caption(plain_text(f"{about_words(view)} · {ended}" if is_calm else about_words(view)))
    for warning in view.warnings:
        st.warning(plain_text(warning), icon=":material/warning:")
    _draw_actions(session, view)
    draw_pictures(view)
    draw_curve(view)
    draw_scores(view)
    draw_details(view)


@st.fragment
def _draw_actions(session: TrainingSession, view: SessionView) -> None:
    with st.container(horizontal=True):
        if has_model(view.run_folder):
            _draw_download(view)
        is_main = view.state is SessionState.FAILED
        again = _choices_of(session)
        if again.data and st.button(
            "Train again", icon=":material/replay:", type="primary" if is_main else "secondary"
        ):
            go_to_new(again)
            st.rerun()
        if st.button("New session", icon=":material/add:"):
            go_to_new(Choices())
            st.rerun()


def _draw_download(view: SessionView) -> None:
    st.download_button(
        "Download the model",
        data=partial(zip_model, view.run_folder),
        file_name=f"callit {project_name_for(view.source_name)}.zip",
        mime="application/zip",
        icon=":material/download:",
        type="primary",
        help="One zip file: the model, its card, scores, events, and the suspicious labels with their texts.",
    )


def _choices_of(session: TrainingSession) -> Choices:
    data_file = _data_file(session)
    return Choices(data_file, session.text_column, session.label_column, session.timebox_s / 60)


def _data_file(session: TrainingSession) -> str | None:
    from data.sample_corpus import SAMPLE_NAME
    from model.config import SessionConfig

    if session.source_name == SAMPLE_NAME:
        return SAMPLE
    try:
        return SessionConfig.load(session.run_folder).data_file
    except (OSError, ValueError, KeyError, TypeError):
        return None

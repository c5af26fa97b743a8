"""A session that has ended: the verdict first, then its pictures, then what to do with the model."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner.domain.training import SessionState, TrainingSession
from planner.model_zip import has_model, zip_model
from planner.pages.train_details import draw_details
from planner.pages.train_place import SAMPLE, Choices, go_to_new
from planner.pages.train_results import draw_pictures, draw_scores
from planner.pages.train_running import about_words
from planner.pages.train_verdict import headline, how_it_ended, subline
from planner.pages.train_words import project_name_for
from planner.sessions import SessionView


def draw_ended(session: TrainingSession, view: SessionView) -> None:
    """Draw a finished, stopped, cut-short or failed session."""
    st.title(headline(view), anchor=False)
    if subline(view):
        st.markdown(subline(view))
    st.markdown(how_it_ended(view))
    st.caption(about_words(view))
    for warning in view.warnings:
        st.warning(warning, icon=":material/warning:")
    _draw_actions(session, view)
    draw_pictures(view)
    draw_scores(view)
    draw_details(view)


@st.fragment
def _draw_actions(session: TrainingSession, view: SessionView) -> None:
    with st.container(horizontal=True):
        if has_model(view.run_folder):
            _draw_download(view)
        is_main = view.state is SessionState.FAILED
        if st.button("Train again with…", icon=":material/replay:", type="primary" if is_main else "secondary"):
            go_to_new(_choices_of(session))
            st.rerun()
        if st.button("Other data", icon=":material/add:"):
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
        help="One zip file: the model, its card, scores and events. It is packed when you click.",
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

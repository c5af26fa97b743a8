"""The timebox, and the button that starts the session and says when it ends."""

from __future__ import annotations

import time

import streamlit as st

from data.errors import DataError
from planner.domain.errors import CallItError
from planner.home import home
from planner.pages.failure import plain_failures
from planner.pages.train_columns import Material
from planner.pages.train_options import Options, add_to_new_project
from planner.pages.train_place import choices, choose, go_to_session
from planner.pages.train_words import clock_at
from planner.sessions import SessionOrder, running_session, start_session
from planner.store import open_store

_MINUTES = (2.0, 5.0, 10.0, 30.0)
_OTHER = 0.0
_DEFAULT_MINUTES = 10.0
_MOST_MINUTES = 24 * 60.0
_REFUSED = "train_refused"
_LABEL_REFRESH_S = 5  # the promised end moves with the clock until the click


def choose_timebox() -> float:
    """Draw the timebox in minutes; returns it in seconds."""
    kept = choices().minutes or _DEFAULT_MINUTES
    minutes = st.segmented_control(
        "Timebox, minutes",
        [*_MINUTES, _OTHER],
        default=kept if kept in _MINUTES else _OTHER,
        required=True,
        format_func=_minutes_words,
        key="train_minutes",
    )
    if minutes == _OTHER:
        minutes = st.number_input(
            "Minutes", min_value=0.1, max_value=_MOST_MINUTES, value=kept, step=1.0, format="%g", key="train_other"
        )
    choose("minutes", float(minutes))
    return float(minutes) * 60


def _minutes_words(minutes: float) -> str:
    return "other" if minutes == _OTHER else f"{minutes:g}"


@st.fragment(run_every=_LABEL_REFRESH_S)
def draw_start(material: Material | None, timebox_s: float, options: Options) -> None:
    """Draw the button; a session that runs already, or data that cannot be trained on, stands beside it."""
    with plain_failures():
        is_free = _draw_other_session()
        is_possible = material is not None and material.problem is None and is_free
        words = f"Start: ends by {clock_at(time.time() + timebox_s)}"
        if st.button(words, type="primary", icon=":material/play_arrow:", disabled=not is_possible, key="train_start"):
            _try_to_start(material, timebox_s, options)
        _draw_refusal(_asked(material, timebox_s))
        if material is None:
            st.caption("Choose what to learn from first.")
        else:
            st.caption(f"Runs on its own: you may close this page. {options.logging_words}")


def _try_to_start(material: Material | None, timebox_s: float, options: Options) -> None:
    """Start; a refusal is kept, since this part of the page draws itself anew every few seconds."""
    st.session_state.pop(_REFUSED, None)
    try:
        _start(material, timebox_s, options)
    except (CallItError, DataError) as error:
        st.session_state[_REFUSED] = {"asked": _asked(material, timebox_s), "sentence": str(error)}


def _draw_refusal(asked: list[str]) -> None:
    """Show why the last click started nothing, until something else is asked."""
    refused = st.session_state.get(_REFUSED)
    if refused and refused["asked"] == asked:
        st.error(refused["sentence"], icon=":material/error:")


def _asked(material: Material | None, timebox_s: float) -> list[str]:
    if material is None:
        return []
    return [str(material.path), str(material.text), str(material.label), f"{timebox_s:g}"]


def _start(material: Material | None, timebox_s: float, options: Options) -> None:
    if material is None or material.text is None or material.label is None:
        return
    order = SessionOrder(
        data_file=material.path,
        text_column=material.text,
        label_column=material.label,
        timebox_s=timebox_s,
        source_name=material.name,
        project_id=options.known_project_id,
        phase_id=options.phase_id,
        attended=options.attended,
        metric=options.metric,
        cleaning_rules_off=options.rules_off,
        started_unix=time.time(),
    )
    with open_store() as store:
        session_id = start_session(store, order, home=home())
        if options.wants_new_project:  # made only now: a refused session leaves no project behind
            add_to_new_project(store, session_id, options.new_name)
    go_to_session(session_id)
    st.rerun()


def _draw_other_session() -> bool:
    """Say that a session runs on this machine already, with the way to it. True when none does."""
    with open_store() as store:
        running = running_session(store)
    if running is None:
        return True
    ends = clock_at(running.started_at.timestamp() + running.timebox_s)
    st.info(
        f"A session on {running.source_name} runs on this machine until {ends}. One at a time.",
        icon=":material/hourglass_top:",
    )
    if st.button("Show it", key="train_show_running"):
        go_to_session(running.id)
        st.rerun()
    return False

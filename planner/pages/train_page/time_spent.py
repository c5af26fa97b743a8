"""The time that a person spent on answers of a page, logged as attended time if they want it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypedDict

import streamlit as st

from planner import planning
from planner.clock import now
from planner.domain.project import Phase, Project
from planner.domain.wording.durations import duration_words
from planner.domain.wording.numbers import count_words
from planner.pages.press import button
from planner.pages.train_page.again import draw_again
from planner.pages.train_page.words import plain_text
from planner.store import Store, open_store
from planner.timelog.by_hand import add_entry

PAUSE_S = 600.0  # a longer gap between two answers was spent on something else
_LEAST_S = 30.0
_SITTING = "answers_sitting"
_LOGGED = "answers_logged"  # what was logged, in words
_PHASE = "Clean"


class _Sitting(TypedDict):
    """When it began and when the last answer came, in seconds since 1970, and how many answers came."""

    begun: float
    last: float
    answers: int


def begin_sitting() -> None:
    """Somebody begins to look at texts."""
    instant = now().timestamp()
    st.session_state[_SITTING] = _Sitting(begun=instant, last=instant, answers=0)
    st.session_state.pop(_LOGGED, None)


def note_answer() -> None:
    """An answer was given; after a long pause a new sitting begins with it."""
    instant = now().timestamp()
    sitting: _Sitting = st.session_state.get(_SITTING) or _Sitting(begun=instant, last=instant, answers=0)
    if instant - sitting["last"] > PAUSE_S:
        sitting = _Sitting(begun=instant, last=instant, answers=0)
    st.session_state[_SITTING] = _Sitting(begun=sitting["begun"], last=instant, answers=sitting["answers"] + 1)


def draw_time_spent(project_id: int | None) -> None:
    """Draw what logs the sitting so far; nothing where it is short, or there is no project with a phase."""
    if logged := st.session_state.get(_LOGGED):
        st.caption(plain_text(logged))
    sitting: _Sitting | None = st.session_state.get(_SITTING)
    if sitting is None or not sitting["answers"] or sitting["last"] - sitting["begun"] < _LEAST_S:
        return
    with open_store() as store:
        projects = {one.id: one for one in planning.projects(store)}
        project = projects.get(project_id) if project_id is not None else planning.current_project(store)
        phases = planning.phases(store, project.id) if project else []
        if project is not None and phases:
            _draw_logging(store, project, phases, sitting)


def _draw_logging(store: Store, project: Project, phases: list[Phase], sitting: _Sitting) -> None:
    usual = next((at for at, one in enumerate(phases) if one.name.casefold() == _PHASE.casefold()), 0)
    spent = duration_words(sitting["last"] - sitting["begun"])
    with st.popover(f"Log these {spent}", icon=":material/timer:"):
        names = [one.name for one in phases]
        chosen = st.selectbox(f"Phase of {project.name}", names, index=usual, key="answers_phase")
        if button(f"Log {spent} on {chosen}", type="primary", key=f"answers_log_{sitting['begun']}"):
            _log(store, project, next(one for one in phases if one.name == chosen), sitting)


def _log(store: Store, project: Project, phase: Phase, sitting: _Sitting) -> None:
    begun, ended = (datetime.fromtimestamp(sitting[end], UTC) for end in ("begun", "last"))
    add_entry(store, phase.id, begun, ended, now=now(), note=f"{count_words(sitting['answers'], 'label')} looked at")
    begin_sitting()
    spent = duration_words(sitting["last"] - sitting["begun"])
    st.session_state[_LOGGED] = f"Logged {spent} on {phase.name} of {project.name}. Work can change or undo it."
    draw_again()

"""Work before there is any project: a phase is started with one press, in a project that is named later."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner import planning, timelog
from planner.clock import now
from planner.domain.project import DEFAULT_PHASES
from planner.pages.action import run_action
from planner.pages.current import NEW, PARAMETER, go_to, offer_sample
from planner.pages.press import button
from planner.pages.words import as_typed, clock_words, own_zone
from planner.store import Store

FIRST_PROJECT = "My project"


def draw_first_timer(store: Store) -> None:
    """Draw the usual phases to start on, and say in which project that is; below, what else can be done first."""
    with st.container(border=True):
        st.title("No timer is running", anchor=False)
        st.markdown(
            f"Press what you are at, and its time is taken, in a project called “{FIRST_PROJECT}”: its name and hours "
            "can be said on Plan when you have a minute."
        )
        st.caption("Start on")
        with st.container(horizontal=True):
            for place, name in enumerate(DEFAULT_PHASES):
                st.button(
                    name,
                    type="secondary" if place else "primary",
                    icon=":material/play_arrow:",
                    on_click=run_action,
                    args=(partial(start_first, phase_name=name),),
                    key=f"first_{place}",
                )
    st.markdown("Or begin with the hours: will they be enough?")
    with st.container(horizontal=True):
        if button("Plan a project", icon=":material/edit_note:", key="plan_a_project"):
            st.switch_page("planner/pages/plan.py", query_params={PARAMETER: NEW})
        offer_sample(store)


def start_first(store: Store, *, phase_name: str) -> str:
    """Make the project and start its timer; what was done, in a sentence. Where another tab was first, nothing."""
    with store.writing():
        before = planning.projects(store)
        if before:
            return f"There is a project by now, {as_typed(before[0].name)}: start on a phase of it."
        project = planning.create_project(store, FIRST_PROJECT, now=now())
        phase = planning.phase_named(store, project.id, phase_name)
        entry = timelog.start(store, phase.id, now=now(), expected=None, zone=own_zone())
    go_to(project.id)
    return f"{phase_name} runs since {clock_words(entry.started_at)}, in “{project.name}”: name it on Plan."

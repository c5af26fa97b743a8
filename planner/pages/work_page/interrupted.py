"""Interrupted: one click with a reason stops the timer; one click goes on."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner import planning, timelog
from planner.clock import now
from planner.domain.interruptions import OpenInterruption
from planner.domain.project import Project
from planner.pages.action import run_action
from planner.pages.words import as_typed, clock_words, own_zone
from planner.pages.work_page.keyboard import INTERRUPTING, START_STOP
from planner.store import Store
from planner.timelog.interrupting import LONGEST_REASON

_REASON = "interrupted_by"


def draw_interrupting(shown: int) -> None:
    """Draw the button that interrupts the timer of the entry `shown`, with a field for the reason."""
    with (
        st.popover(
            "Interrupted",
            icon=":material/phone_callback:",
            help="Stops the timer; kept apart from work.",
            key=INTERRUPTING,
        ),
        st.form("interrupt", border=False),
    ):
        st.text_input("What came up? (optional)", key=_REASON, max_chars=LONGEST_REASON, placeholder="phone")
        st.form_submit_button(
            "Stop for now", type="primary", on_click=run_action, args=(partial(_interrupt, shown=shown),)
        )


def draw_interrupted(store: Store, project: Project) -> bool:
    """Draw since when and why nothing runs, with the way on; False where nothing is interrupted."""
    away = timelog.interruption(store)
    if away is None:
        return False
    st.title(_title(away), anchor=False)
    elsewhere = "" if away.project.id == project.id else f" in {as_typed(away.project.name)}"
    st.caption(f"Away from {as_typed(away.phase.name)}{elsewhere}. None of it counts as work.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Continue",
            type="primary",
            icon=":material/play_arrow:",
            on_click=run_action,
            args=(_go_on,),
            key="continue",
            shortcut=START_STOP,
        )
        st.button(
            "Done for now",
            type="tertiary",
            help="Ends the interruption; no timer runs.",
            on_click=run_action,
            args=(_end,),
            key="end_interruption",
        )
    return True


def _title(away: OpenInterruption) -> str:
    reason = as_typed(away.interruption.reason)
    return f"Interrupted since {clock_words(away.interruption.started_at)}" + (f": {reason}" if reason else "")


def _interrupt(store: Store, *, shown: int) -> str:
    seen = timelog.sighting(now())
    reason, ran = st.session_state.get(_REASON) or "", timelog.true_length(store, seen)
    entry, _ = timelog.interrupt(store, reason, now=seen.at, expected=shown, ran=ran, zone=own_zone())
    st.session_state.pop(_REASON, None)
    return f"{planning.phase(store, entry.phase_id).name} is interrupted."


def _go_on(store: Store) -> str:
    seen = timelog.sighting(now())
    entry = timelog.continue_last(store, now=seen.at, ran=timelog.true_length(store, seen), zone=own_zone())
    return f"{planning.phase(store, entry.phase_id).name} runs again since {clock_words(entry.started_at)}."


def _end(store: Store) -> str:
    timelog.end_interruption(store, now=now())
    return "The interruption has ended; no timer runs."

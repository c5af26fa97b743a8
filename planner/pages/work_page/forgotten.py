"""A timer that looks forgotten: keep it, cut it where work ended, or drop it. Nothing is decided silently."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from planner import timelog
from planner.clock import local_zone, now
from planner.domain.errors import CallItError, InvalidEntry
from planner.domain.local_time import Twice, instant_at
from planner.domain.wording.durations import hours_words
from planner.pages.action import run_action
from planner.pages.notice import flash
from planner.pages.words import as_typed, to_local
from planner.store import Store
from planner.timelog import Forgotten


def draw_forgotten(store: Store) -> None:
    """Draw the question with its three answers; nothing where no timer looks forgotten."""
    timelog.note_sign_of_life(store, timelog.sighting(now()))
    found = timelog.forgotten(store, now(), local_zone())
    if found is None:
        return
    entry_id = found.timer.entry.id
    with st.container(border=True, key="forgotten"):
        st.markdown(f":material/notification_important: **{as_typed(found.question)}**")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Keep all of it",
                icon=":material/check:",
                key="keep_timer",
                on_click=run_action,
                args=(partial(_keep, entry_id=entry_id),),
            )
            with st.popover("Cut at…", icon=":material/content_cut:"):
                _draw_cut(store, found)
            st.button(
                "Drop it",
                icon=":material/delete:",
                type="tertiary",
                help="None of it was work. Undo brings it back.",
                key="drop_timer",
                on_click=run_action,
                args=(partial(_drop, entry_id=entry_id),),
            )


def _draw_cut(store: Store, found: Forgotten) -> None:
    likely = to_local(found.proposed_end) if found.proposed_end else None
    started = to_local(found.timer.entry.started_at)
    with st.form("cut_timer", border=False):
        day = st.date_input("Day", (likely or started).date(), key="cut_day", format="YYYY-MM-DD", width=150)
        clock = st.time_input("Work ended at", likely and likely.time(), key="cut_time", step=300, width=150)
        if not st.form_submit_button("Cut it there", type="primary"):
            return
    try:
        if day is None or clock is None:
            raise InvalidEntry("The time when work ended is missing. Give one, such as 18:30.")
        twice: list[Twice] = []
        started_at = found.timer.entry.started_at
        at = instant_at(datetime.combine(day, clock), local_zone(), after=started_at, tell=twice.append)
        entry = timelog.cut(store, at, now=now(), expected=_id(found))
    except CallItError as error:
        st.error(as_typed(str(error)), icon=":material/error:")
        return
    words = f"Cut: {hours_words(entry.hours(now()))} on {found.timer.phase.name}."
    flash(" ".join([words, *(one.sentence for one in twice)]))
    st.rerun()


def _id(found: Forgotten) -> int:
    return found.timer.entry.id


def _keep(store: Store, *, entry_id: int) -> str:
    timelog.keep(store, entry_id, now=now())
    return "Kept; the timer runs on."


def _drop(store: Store, *, entry_id: int) -> str:
    timelog.cancel(store, now=now(), expected=entry_id)
    return "Dropped; nothing was logged. Undo stands below the list."

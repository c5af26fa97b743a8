"""A timer that looks forgotten: keep it, cut it where work ended, or drop it. Nothing is decided silently."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial

import streamlit as st

from planner import timelog
from planner.clock import now
from planner.domain.errors import CallItError, InvalidEntry
from planner.domain.local_time import Tell, Twice, instant_at
from planner.domain.wording.durations import hours_words
from planner.pages.action import run_action
from planner.pages.notice import flash
from planner.pages.press import button
from planner.pages.words import as_typed, own_zone, to_local
from planner.pages.work_page.entry_table import Edge
from planner.pages.work_page.twice import ask_which
from planner.store import Store
from planner.timelog import Forgotten


def draw_forgotten(store: Store) -> None:
    """Draw the question with its three answers; nothing where no timer looks forgotten."""
    timelog.note_sign_of_life(store, timelog.sighting(now()))
    forgotten = timelog.forgotten(store, now(), own_zone())
    if forgotten is None:
        return
    entry_id = forgotten.timer.entry.id
    with st.container(border=True, key="forgotten"):
        st.markdown(f":material/notification_important: **{as_typed(forgotten.question)}**")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Keep all of it",
                icon=":material/check:",
                key="keep_timer",
                on_click=run_action,
                args=(partial(_keep, entry_id=entry_id),),
            )
            with st.popover("Cut at…", icon=":material/content_cut:"):
                _draw_cut(store, forgotten)
            st.button(
                "Drop it",
                icon=":material/delete:",
                type="tertiary",
                help="None of it was work. Undo brings it back.",
                key="drop_timer",
                on_click=run_action,
                args=(partial(_drop, entry_id=entry_id),),
            )


def _draw_cut(store: Store, forgotten: Forgotten) -> None:
    likely = to_local(forgotten.proposed_end) if forgotten.proposed_end else None
    started = to_local(forgotten.timer.entry.started_at)
    day = st.date_input("Day", (likely or started).date(), key="cut_day", format="YYYY-MM-DD", width=150)
    clock = st.time_input("Work ended at", likely and likely.time(), key="cut_time", step=300, width=150)
    twice: list[Twice] = []
    ended_at = _typed_end(forgotten, day, clock, twice.append)
    if not button("Cut it there", type="primary", key="cut_there"):
        return
    try:
        if isinstance(ended_at, InvalidEntry):
            raise ended_at
        entry = timelog.cut(store, ended_at, now=now(), expected=_id(forgotten), zone=own_zone())
    except CallItError as error:
        st.error(as_typed(str(error)), icon=":material/error:")
        return
    words = f"Cut: {hours_words(entry.hours(now()))} on {forgotten.timer.phase.name}."
    flash(" ".join([words, *(moment.sentence for moment in twice)]))
    st.rerun()


def _typed_end(forgotten: Forgotten, day: date | None, clock: time | None, tell_twice: Tell) -> datetime | InvalidEntry:
    """The instant that was typed, asking which of two like times is meant; or what is wrong with it."""
    if day is None or clock is None:
        return InvalidEntry("The time when work ended is missing. Give one, such as 18:30.")
    began, pick = forgotten.timer.entry.started_at, partial(ask_which, st.container(), Edge("Work ended at"))
    try:
        wall = datetime.combine(day, clock)
        return instant_at(wall, own_zone(), after=began, before=now(), tell=tell_twice, choose=pick)
    except InvalidEntry as error:
        return error


def _id(forgotten: Forgotten) -> int:
    return forgotten.timer.entry.id


def _keep(store: Store, *, entry_id: int) -> str:
    timelog.keep(store, entry_id, now=now())
    return "Kept; the timer runs on."


def _drop(store: Store, *, entry_id: int) -> str:
    timelog.cancel(store, now=now(), expected=entry_id, zone=own_zone())
    return "Dropped; nothing was logged. Undo stands below the list."

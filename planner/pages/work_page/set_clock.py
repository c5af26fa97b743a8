"""The machine's clock was set while a timer ran: how long it really ran is asked, and no time is lost."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import streamlit as st

from planner import timelog
from planner.clock import now
from planner.domain.errors import InvalidEntry
from planner.domain.wording.durations import so_far_words
from planner.pages.action import run_action
from planner.pages.words import as_typed, own_zone
from planner.store import Store
from planner.timelog import ClockChange

_MINUTES = "ran_minutes"


def draw_set_clock(store: Store) -> bool:
    """Draw the question with its answers; False where the clock and the timer agree."""
    seen = timelog.sighting(now())
    timelog.note_sign_of_life(store, seen)
    change = timelog.clock_change(store, seen, zone=own_zone())
    if change is None:
        return False
    with st.container(border=True, key="set_clock"):
        st.markdown(f":material/schedule: **{as_typed(change.sentences)}**")
        counted = round(change.by_count.total_seconds() / 60, 1) if change.by_count else None
        st.number_input("It has run for (minutes)", min_value=0.1, value=counted, step=5.0, key=_MINUTES, width=220)
        with st.container(horizontal=True, vertical_alignment="center"):
            _draw_answers(change)
    return True


def _draw_answers(change: ClockChange) -> None:
    entry_id = change.timer.entry.id
    answers = {
        "Stop it after that": (_stop, "stop_after", "An entry of that length, which ends now."),
        "Let it run on": (_put_right, "put_right", "Its start is put as long ago as that."),
    }
    if not change.is_ahead:
        answers["The clock is right"] = (_believe, "believe_clock", "Nothing is changed.")
    for label, (action, key, what) in answers.items():
        st.button(label, key=key, help=what, on_click=run_action, args=(partial(action, entry_id=entry_id),))


def _stop(store: Store, *, entry_id: int) -> str:
    seen = timelog.sighting(now())
    with store.writing():
        timelog.put_right(store, entry_id, _ran(), seen)
        entry = timelog.stop(store, now=seen.at, expected=entry_id, zone=own_zone())
    return f"Stopped after {so_far_words(entry.hours(seen.at))}."


def _put_right(store: Store, *, entry_id: int) -> str:
    entry = timelog.put_right(store, entry_id, _ran(), timelog.sighting(now()))
    return f"It runs on, {so_far_words(entry.hours(now()))} so far."


def _believe(store: Store, *, entry_id: int) -> str:
    timelog.believe_clock(store, entry_id, timelog.sighting(now()))
    return "The timer goes by the clock as it is."


def _ran() -> timedelta:
    minutes = st.session_state.get(_MINUTES)
    if minutes is None:
        raise InvalidEntry("How long it has run is missing. Give the minutes, such as 90.")
    return timedelta(seconds=round(60 * float(minutes)))

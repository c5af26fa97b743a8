"""When a day starts, and after how many hours a timer is asked about: set once, for all projects."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner import preferences
from planner.pages.action import run_action
from planner.preferences import LEAST_ASK_HOURS, MOST_ASK_HOURS
from planner.store import Store

_CLOCK = {hour: f"{hour}:00" for hour in range(24)}


def draw_day_settings(store: Store) -> None:
    """Draw the quiet button that says when a day starts; behind it both can be set."""
    starts, ask_after = preferences.day_starts_hour(store), preferences.ask_after_hours(store)
    with st.popover(f"Day starts at {_CLOCK[starts]}", icon=":material/bedtime:", type="tertiary", key="day_settings"):
        key = f"day_starts_{starts}"
        st.selectbox(
            "Day starts at",
            list(_CLOCK),
            index=starts,
            format_func=_CLOCK.__getitem__,
            key=key,
            help="What you do after midnight and before this hour counts on the evening's day.",
            on_change=run_action,
            args=(partial(_set_start, key=key),),
        )
        key = f"ask_after_{ask_after:g}"
        st.number_input(
            "Ask about a timer after (hours)",
            LEAST_ASK_HOURS,
            MOST_ASK_HOURS,
            ask_after,
            step=1.0,
            format="%g",
            key=key,
            on_change=run_action,
            args=(partial(_set_ask_after, key=key),),
        )
        st.caption("Both hold for all projects.")


def _set_start(store: Store, *, key: str) -> str:
    hour = st.session_state[key]
    preferences.set_day_starts_hour(store, hour)
    return f"Days start at {_CLOCK[hour]} now."


def _set_ask_after(store: Store, *, key: str) -> str:
    hours = st.session_state[key]
    preferences.set_ask_after_hours(store, hours)
    return f"A timer is asked about after {hours:g} h now."

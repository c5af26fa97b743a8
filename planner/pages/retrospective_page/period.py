"""Which days are looked back on; they stand in the URL, so that a reload keeps them."""

from __future__ import annotations

from datetime import date

import streamlit as st

from planner import preferences, timelog
from planner.clock import now
from planner.domain.errors import InvalidAvailability, InvalidPlan
from planner.pages.steps import follow, move_on_purpose
from planner.pages.words import own_zone
from planner.parsing.dates import parse_date
from planner.retrospective.named_period import ALL_TIME, NamedPeriod, last_weeks, span_of_days, this_week, this_year
from planner.store import Store

_PARAMETER, _FROM, _TO = "period", "from", "to"
_ALL, _DAYS = "all", "days"
_NAMES = {
    _ALL: "All time",
    "week": "This week",
    "weeks": "Last 4 weeks",
    "year": "This year",
    _DAYS: "From … to …",
}
_MADE = {"week": this_week, "weeks": last_weeks, "year": this_year}


def choose_span(store: Store) -> NamedPeriod:
    """Draw the box with the periods, and the two days where these are asked for; the span that is chosen."""
    chosen = _asked()
    follow("retro_period", chosen)
    st.selectbox(
        "Period",
        list(_NAMES),
        format_func=_NAMES.__getitem__,
        key="retro_period",
        on_change=_keep_period,
        label_visibility="collapsed",
    )
    zone, starts_hour = own_zone(), preferences.day_starts_hour(store)
    if chosen in _MADE:
        return _MADE[chosen](timelog.today(store, now(), zone), zone, starts_hour)
    if chosen == _ALL:
        return ALL_TIME
    _draw_days()
    try:
        return span_of_days(_day(_FROM), _day(_TO), zone, starts_hour)
    except InvalidPlan as error:
        st.error(str(error), icon=":material/error:")
        return ALL_TIME


def draw_all_time_button() -> None:
    """Draw the way out of days without hours: look back on all time."""
    st.button("Show all time", type="primary", icon=":material/history:", on_click=_show_all_time)


def _show_all_time() -> None:
    for name in (_PARAMETER, _FROM, _TO):
        st.query_params.pop(name, None)
    st.session_state.pop("retro_period", None)
    move_on_purpose()


def _draw_days() -> None:
    with st.container(horizontal=True):
        for name, label in ((_FROM, "From"), (_TO, "To")):
            key = f"retro_{name}"
            follow(key, _day(name))
            st.date_input(label, None, key=key, on_change=_keep_day, args=(name, key), format="YYYY-MM-DD")


def _asked() -> str:
    if _FROM in st.query_params or _TO in st.query_params:
        return _DAYS
    asked = st.query_params.get(_PARAMETER, _ALL)
    return asked if asked in _NAMES else _ALL


def _day(name: str) -> date | None:
    """A day of the URL; what is no day, or one that nobody means, is none."""
    try:
        return parse_date(st.query_params.get(name, ""))
    except InvalidAvailability:
        return None


def _keep_period() -> None:
    chosen = st.session_state["retro_period"]
    for name in (_FROM, _TO):
        st.query_params.pop(name, None)
    st.query_params[_PARAMETER] = chosen


def _keep_day(name: str, key: str) -> None:
    day = st.session_state[key]
    st.query_params.pop(name, None)
    if day is not None:
        st.query_params[name] = day.isoformat()

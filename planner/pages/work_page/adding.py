"""An entry by hand, for work that no timer saw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import partial
from operator import attrgetter

import streamlit as st

from planner import timelog
from planner.clock import now
from planner.domain.errors import InvalidEntry
from planner.domain.local_time import Tell, Twice
from planner.domain.project import Phase
from planner.domain.wording.durations import hours_words
from planner.pages.notice import flash
from planner.pages.press import button
from planner.pages.terms import meaning
from planner.pages.words import as_typed, own_zone, to_local
from planner.pages.work_page.entry_table import Pick, interval, start_of, tags_in
from planner.pages.work_page.twice import ask_which
from planner.store import Store

_KEYS = ("add_from", "add_to", "add_note", "add_tags")


def draw_adding(store: Store, phases: Sequence[Phase]) -> None:
    """Draw the fields of an entry; what cannot be right is said below them, and stays typed."""
    if not phases:
        return
    with st.expander("Add an entry by hand", icon=":material/add:"):
        with st.container(horizontal=True):  # on a phone two rows: phase and day, from and to
            phase = st.selectbox("Phase", phases, format_func=attrgetter("name"), key="add_phase", width=150)
            day = st.date_input("Day", to_local(now()).date(), key="add_day", format="YYYY-MM-DD", width=150)
            start = st.time_input("From", None, key="add_from", step=300, width=150)
            stop = st.time_input("To", None, key="add_to", step=300, width=150)
        pick = partial(ask_which, st.container())
        with st.container(horizontal=True):
            note = st.text_input("Note (optional)", key="add_note", max_chars=500, width=400)
            tags = st.text_input(
                "Tags (optional)", key="add_tags", max_chars=200, placeholder="gpu, night run", width=216
            )
        key = f"add_attended_{phase.id}"
        attended = st.checkbox("Attended: my own time", phase.attended, key=key, help=meaning("attended"))
        twice: list[Twice] = []
        times = _times(day, start, stop, twice.append, pick)
        if not button("Add the entry", icon=":material/add:", key="add_entry"):
            return
        try:
            if isinstance(times, InvalidEntry):
                raise times
            entry = timelog.add_entry(
                store, phase.id, *times, now=now(), attended=attended, note=note, tags=tags_in(tags)
            )
        except InvalidEntry as error:
            st.error(as_typed(str(error)), icon=":material/error:")
            return
    for key in _KEYS:
        st.session_state.pop(key, None)
    flash(
        " ".join([f"Added {hours_words(entry.hours(now()))} on {phase.name}.", *(moment.sentence for moment in twice)])
    )
    st.rerun()


def _times(
    day: date, start: time | None, stop: time | None, tell_twice: Tell, pick: Pick
) -> tuple[datetime, datetime] | InvalidEntry:
    """The instants that were typed, or what is wrong with them; of two like times is asked as soon as one is there."""
    try:
        if start is not None and stop is not None:
            return interval(day, start, stop, own_zone(), tell_twice, pick=pick)
        if start is not None:
            start_of(day, start, own_zone(), pick=pick)
        return InvalidEntry("An entry needs a start and an end, such as 14:00 and 15:30.")
    except InvalidEntry as error:
        return error

"""The history of an entry: what it was before, since when, and by which step; and the way back to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from planner import planning, timelog
from planner.clock import now
from planner.domain.timelog import EntryRevision, TimeEntry
from planner.domain.wording.durations import hours_words
from planner.pages.action import run_action
from planner.pages.words import as_typed, clock_words, day_and_clock_words
from planner.store import Store


def draw_history(store: Store, entries: Sequence[TimeEntry]) -> None:
    """Draw the button behind which the history of one of these entries is told; nothing without entries."""
    if not entries:
        return
    phases = {entry.phase_id: planning.phase(store, entry.phase_id).name for entry in entries}
    labels = {
        entry.id: f"{day_and_clock_words(entry.started_at)} {phases[entry.phase_id]}" for entry in reversed(entries)
    }
    with st.popover("History of an entry", icon=":material/history:", type="tertiary", key="entry_history"):
        chosen = st.selectbox("Entry", list(labels), format_func=labels.__getitem__, key="history_of")
        if chosen is not None:
            _draw_changes(store, chosen)


def _draw_changes(store: Store, entry_id: int) -> None:
    changes, as_it_is = timelog.entry_history(store, entry_id), timelog.find_entry(store, entry_id)
    if not changes:
        st.caption("It was never changed. Nobody typed it: a training session or a made project logged it.")
    for number, change in enumerate(changes):
        st.markdown(_step(change))
        if change.former is not None:
            _draw_former(store, change.former, as_it_is, number)
    if as_it_is is not None:
        st.caption(f"Now: {_told(store, as_it_is)}")


def _draw_former(store: Store, former: TimeEntry, as_it_is: TimeEntry | None, number: int) -> None:
    st.caption(f"before: {_told(store, former)}")
    if former != as_it_is and former.stopped_at is not None:
        st.button(
            "Put back as it was",
            icon=":material/settings_backup_restore:",
            type="tertiary",
            key=f"put_back_{former.id}_{number}",
            on_click=run_action,
            args=(partial(_put_back, former=former),),
        )


def _step(change: EntryRevision) -> str:
    undone = ", undone since" if change.undone else ""
    return f"**{day_and_clock_words(change.happened_at)}** {as_typed(change.summary)}{undone}"


def _told(store: Store, entry: TimeEntry) -> str:
    """An entry in one line: phase, times, length, whose time it was, note and tags."""
    stop = clock_words(entry.stopped_at) if entry.stopped_at else "running"
    length = [hours_words(entry.hours(now()))] if entry.stopped_at else []
    kind = [] if entry.attended else ["machine alone"]
    times = f"{day_and_clock_words(entry.started_at)}–{stop}"
    words = [planning.phase_name(store, entry.phase_id), times, *length, *kind]
    return as_typed(" · ".join([*words, *([entry.note] if entry.note else []), *entry.tags]))


def _put_back(store: Store, *, former: TimeEntry) -> str:
    timelog.restore_entry(store, former.id, former, now=now())
    return "Put back as it was."

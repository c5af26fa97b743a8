"""The entries of one week, editable in place; the week stands in the URL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import streamlit as st

from planner import timelog
from planner.clock import now
from planner.domain.errors import CallItError, InvalidEntry
from planner.domain.project import Phase, Project
from planner.domain.timelog import TimeEntry
from planner.domain.wording import count_words, hours_words
from planner.pages.attempt import attempt
from planner.pages.notice import tell
from planner.pages.table_draft import Row, TableDraft
from planner.pages.words import as_typed, to_local
from planner.pages.work_page.entry_table import EntryChange, changes, frame_of, rows_in, rows_of
from planner.store import Store

_WEEK = "week"


def draw_week(store: Store, project: Project, phases: Sequence[Phase]) -> None:
    """Draw the entries of the chosen week, the way to other weeks, and the way back from the last change."""
    entries = timelog.entries(store, project.id)
    monday = chosen_monday(st.query_params.get(_WEEK), [_day(entry) for entry in entries], to_local(now()).date())
    week = [entry for entry in entries if monday <= _day(entry) < monday + timedelta(days=7)]
    _draw_week_header(monday, week)
    if any(entry.stopped_at for entry in week):
        _draw_table(store, project, week, phases, monday)
    else:
        st.caption("No finished entries in this week.")
    _draw_overlaps(store, project)
    _draw_undo(store, project)


def chosen_monday(asked: str | None, days: Sequence[date], today: date) -> date:
    """The Monday of the week asked for; else of this week, or of the last one that has an entry.

    >>> chosen_monday(None, [date(2026, 5, 8)], date(2026, 6, 12))
    datetime.date(2026, 5, 4)
    """
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        day = max(days, default=today)
    return day - timedelta(days=day.weekday())


def _draw_week_header(monday: date, week: Sequence[TimeEntry]) -> None:
    own = sum(entry.hours(now()) for entry in week if entry.attended)
    sunday = monday + timedelta(days=6)
    with st.container(horizontal=True, vertical_alignment="center"):
        # The buttons follow the words: at the right, the table's own toolbar would cover them.
        st.subheader(f"{monday:%-d %b} – {sunday:%-d %b}: {hours_words(own)}", anchor=False, width="content")
        for icon, days, what in (("chevron_left", -7, "The week before"), ("chevron_right", 7, "The next week")):
            st.button(
                "",
                icon=f":material/{icon}:",
                help=what,
                type="tertiary",
                key=f"week_{days}",
                on_click=_show_week,
                args=(monday + timedelta(days=days),),
            )


def _show_week(monday: date) -> None:
    st.query_params[_WEEK] = monday.isoformat()


def _draw_table(
    store: Store, project: Project, week: Sequence[TimeEntry], phases: Sequence[Phase], monday: date
) -> None:
    draft = TableDraft(f"entries of project {project.id}, week of {monday}")
    saved = rows_of(week, {phase.id: phase.name for phase in phases})
    base = draft.start(store, saved)
    edited = st.data_editor(
        frame_of(base.rows),
        key=draft.key,
        num_rows="delete",
        hide_index=True,
        column_order=["phase", "start", "stop", "length", "attended", "note"],
        column_config=_columns([phase.name for phase in phases]),
        alt="Time entries of the week",
    )
    rows = rows_in(edited)
    if draft.keep(store, rows, base, saved, now()):
        added = {row["entry_id"] for row in saved} - {row["entry_id"] for row in base.saved}
        if added:
            st.caption(f"{count_words(len(added), 'newer entry', 'newer entries')}: seen here once this is saved.")
        # Against what the table began with: an entry that came since then is not one that was deleted in it.
        _draw_saving(store, draft, rows, base.saved, phases)


def _columns(phase_names: list[str]) -> dict[str, Any]:
    column = st.column_config
    return {
        "phase": column.SelectboxColumn("Phase", options=phase_names, required=True, width=110),
        "start": column.DatetimeColumn("From", format="ddd D MMM HH:mm", step=60, required=True, width=135),
        "stop": column.DatetimeColumn("To", format="ddd D MMM HH:mm", step=60, required=True, width=135),
        "length": column.TextColumn("Length", disabled=True, width=74),
        "attended": column.CheckboxColumn("Attended", width=104, help="Your time, not the machine's"),
        "note": column.TextColumn("Note", max_chars=500, width=260),
    }


def _draw_saving(store: Store, draft: TableDraft, rows: list[Row], saved: list[Row], phases: Sequence[Phase]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        wants_save = st.button("Save the entries", type="primary", icon=":material/save:", key="save_entries")
        wants_none = st.button("Drop the changes", type="tertiary", key="drop_entries")
        st.caption("Not saved yet; kept as a draft.")
    if wants_none:
        draft.restart(store)
        st.rerun()
    if wants_save:
        try:
            tell(_save(store, rows, saved, {phase.name: phase.id for phase in phases}))
        except CallItError as error:
            st.error(as_typed(str(error)), icon=":material/error:")
            return
        draft.restart(store)
        st.rerun()


def _save(store: Store, rows: list[Row], saved: list[Row], phase_ids: dict[str, int]) -> str:
    edited, deleted = changes(rows, saved)
    with store.writing():  # all of them, or none
        for change in edited:
            _edit(store, change, phase_ids)
        for entry_id in deleted:
            timelog.delete_entry(store, entry_id, now=now())
    done = {"changed": len(edited), "deleted": len(deleted)}
    words = [f"{count_words(count, 'entry', 'entries')} {what}" for what, count in done.items() if count]
    return f"Saved: {', '.join(words)}."


def _edit(store: Store, change: EntryChange, phase_ids: dict[str, int]) -> None:
    try:
        timelog.edit_entry(
            store,
            change.entry_id,
            now=now(),
            phase_id=phase_ids[change.phase] if change.phase else None,
            started_at=change.started_at,
            stopped_at=change.stopped_at,
            attended=change.attended,
            note=change.note,
        )
    except InvalidEntry as error:
        raise InvalidEntry(f"{change.row_words}: {error}") from None


def _draw_overlaps(store: Store, project: Project) -> None:
    overlaps = timelog.overlaps(store, project.id)
    if overlaps:
        hours = sum(overlap.hours for overlap in overlaps)
        first = overlaps[0].second
        st.warning(
            f"{hours_words(hours)} are counted twice: attended entries overlap, "
            f"such as at {to_local(first.started_at):%a %-d %b %H:%M}. Correct one, or mark it as unattended."
        )


def _draw_undo(store: Store, project: Project) -> None:
    label = timelog.last_change(store, project_id=project.id)
    if label:
        st.button(
            f"Undo: {as_typed(label)}",
            icon=":material/undo:",
            type="tertiary",
            key="undo_entry",
            on_click=attempt,
            args=(partial(_undo, project_id=project.id),),
        )


def _undo(store: Store, *, project_id: int) -> str:
    return timelog.undo_last(store, now=now(), project_id=project_id)


def _day(entry: TimeEntry) -> date:
    return to_local(entry.started_at).date()

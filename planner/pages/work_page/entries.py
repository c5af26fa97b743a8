"""The entries of one week, editable in place; the week stands in the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

import streamlit as st

from planner import drafts, timelog
from planner.clock import now
from planner.domain.errors import CallItError, InvalidEntry, TimerConflict
from planner.domain.local_time import Twice
from planner.domain.project import Phase, Project
from planner.domain.timelog import TimeEntry
from planner.domain.wording.days import short_date, short_day
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.pages.action import run_action
from planner.pages.cards import draw_cards_or_edit, on_wide_screens
from planner.pages.notice import flash
from planner.pages.table_draft import Row, TableDraft
from planner.pages.terms import meaning
from planner.pages.words import as_typed, own_zone
from planner.pages.work_page.day_settings import draw_day_settings
from planner.pages.work_page.entry_table import EntryEdit, changes, frame_of, rows_in, rows_of
from planner.pages.work_page.history import draw_history
from planner.pages.work_page.overlaps import draw_overlaps, overlapped
from planner.pages.work_page.twice import ask_which
from planner.store import Store
from planner.timelog import Days

_WEEK = "week"
_FIRST_DAY, _AHEAD = date(1970, 1, 5), timedelta(days=366)  # an address typed by hand may lie where calendars end


def draw_week(store: Store, project: Project, phases: Sequence[Phase]) -> None:
    """Draw the entries of the chosen week, the way to other weeks, and the way back from the last change."""
    week = _chosen_week(store, project)
    entries = timelog.entries_of_days(store, project.id, week)
    overlaps = timelog.conflicts(store, project.id, zone=own_zone())
    _draw_week_header(week, entries)
    if any(entry.stopped_at for entry in entries):
        draft = TableDraft(_draft_name(project, week))
        cards = entry_cards(entries, {phase.id: phase.name for phase in phases}, own_zone())
        draw_cards_or_edit("entries", "the entries", cards, is_edited=drafts.draft(store, draft.name) is not None)
        _draw_table(store, entries, phases, draft, overlapped(overlaps))
    else:
        st.caption("No finished entries in this week.")
    draw_overlaps(project, week, overlaps, _show_day)
    with st.container(horizontal=True, vertical_alignment="center"):
        _draw_undo(store, project)
        draw_history(store, entries)
        draw_day_settings(store)


def entry_cards(entries: Sequence[TimeEntry], names: Mapping[int, str], zone: tzinfo) -> list[tuple[str, str, str]]:
    """A card for each row of the table: phase, length, and the rest in a line."""
    table = frame_of(rows_of(entries, names, zone), zone, saved=entries)
    return [
        (
            str(row["phase"]),
            str(row["length"]),
            _rest(row["start"], row["stop"], row["attended"], row["note"], row["tags"]),
        )
        for _, row in table.iterrows()
    ]


def _rest(start: datetime, stop: datetime, attended: bool, note: str, tags: str) -> str:
    parts = (f"{short_day(start)} {start:%H:%M}–{stop:%H:%M}", "" if attended else "unattended", note, tags)
    return " · ".join(filter(None, parts))


def chosen_monday(asked: str | None, last_worked: date | None, today: date) -> date:
    """The Monday of the week asked for; else of the last day that has an entry, or of this week.

    >>> chosen_monday(None, date(2026, 5, 8), date(2026, 6, 12))
    datetime.date(2026, 5, 4)
    >>> chosen_monday("9999-12-31", None, date(2026, 6, 12))
    datetime.date(2027, 6, 7)
    """
    try:
        day = min(max(date.fromisoformat(asked or ""), _FIRST_DAY), today + _AHEAD)
    except ValueError:
        day = last_worked or today
    return day - timedelta(days=day.weekday())


def _chosen_week(store: Store, project: Project) -> Days:
    zone = own_zone()
    last, instant = timelog.last_started(store, project.id), now()
    last_worked = timelog.today(store, last.stopped_at or instant, zone) if last else None
    monday = chosen_monday(st.query_params.get(_WEEK), last_worked, timelog.today(store, instant, zone))
    return timelog.days_between(store, monday, monday + timedelta(days=6), zone)


def _draft_name(project: Project, week: Days) -> str:
    return f"entries of project {project.id}, week of {week.first}"


def _draw_week_header(week: Days, entries: Sequence[TimeEntry]) -> None:
    own = sum(part.hours for entry, part in week.parts(entries, now()) if entry.attended)
    with st.container(horizontal=True, vertical_alignment="center"):
        # The buttons follow the words: at the right, the table's own toolbar would cover them.
        words = f"{short_date(week.first)} – {short_date(week.last)}: {hours_words(own)}"
        st.subheader(words, anchor=False, width="content", help=meaning("attended", "unattended"))
        for icon, days, what in (("chevron_left", -7, "The week before"), ("chevron_right", 7, "The next week")):
            st.button(
                what,  # heard, not seen: the stylesheet hides it
                icon=f":material/{icon}:",
                help=what,
                type="tertiary",
                key=f"week_{days}",
                on_click=_show_day,
                args=(week.first + timedelta(days=days),),
            )


def _show_day(day: date) -> None:
    st.query_params[_WEEK] = day.isoformat()


def _draw_table(
    store: Store, entries: Sequence[TimeEntry], phases: Sequence[Phase], draft: TableDraft, beside: Mapping[int, str]
) -> None:
    zone = own_zone()
    saved = rows_of(entries, {phase.id: phase.name for phase in phases}, zone)
    base = draft.start(store, saved)
    marked = ["overlaps"] if any(row["entry_id"] in beside for row in base.rows) else []
    with on_wide_screens("entries"):
        edited = st.data_editor(
            frame_of(base.rows, zone, saved=entries, beside=beside),
            key=draft.key,
            num_rows="delete",
            hide_index=True,
            column_order=["phase", "start", "stop", "length", *marked, "attended", "note", "tags"],
            column_config=_columns([phase.name for phase in phases], note_px=150 if marked else 250),
            alt="Time entries of the week",
        )
    rows = rows_in(edited)
    was_seen = draft.was_seen(saved)
    if draft.keep(store, rows, base, saved, now()):
        added = {row["entry_id"] for row in saved} - {row["entry_id"] for row in base.saved}
        if added:
            st.caption(f"{count_words(len(added), 'newer entry', 'newer entries')}: seen here once this is saved.")
        both = changed_by_both(rows, base.saved, saved)
        if both:
            words = count_words(len(both), "entry", "entries")
            st.warning(f"Changed elsewhere meanwhile: {words} that you changed here. Saving puts yours in their place.")
        # Against what the table began with: an entry that came since then is not one that was deleted in it.
        typed = _typed(rows, base.saved, entries)
        _draw_saving(store, draft, typed, phases, may_save=was_seen or not both)


def _columns(phase_names: list[str], *, note_px: int) -> dict[str, Any]:
    column = st.column_config
    return {
        "phase": column.SelectboxColumn("Phase", options=phase_names, required=True, width=110),
        "start": column.DatetimeColumn("From", format="ddd D MMM HH:mm", step=60, required=True, width=135),
        "stop": column.DatetimeColumn("To", format="ddd D MMM HH:mm", step=60, required=True, width=135),
        "length": column.TextColumn("Length", disabled=True, width=74),
        "attended": column.CheckboxColumn("Attended", width=104, help=meaning("attended")),
        "overlaps": column.TextColumn("Overlaps", disabled=True, width=122),
        "note": column.TextColumn("Note", max_chars=500, width=note_px),
        "tags": column.TextColumn("Tags", max_chars=200, width=105, help="With commas between"),
    }


def changed_by_both(rows: Sequence[Row], began: Sequence[Row], saved: Sequence[Row]) -> list[int]:
    """The ids of entries changed or deleted in the table, and also in the log since the table began."""
    rows_by_id, saved_by_id = ({row["entry_id"]: row for row in some} for some in (rows, saved))
    typed = [row for row in began if rows_by_id.get(row["entry_id"]) != {"tags": "", **row}]
    return [row["entry_id"] for row in typed if saved_by_id.get(row["entry_id"]) != {"tags": "", **row}]


@dataclass(frozen=True)
class _Typed:
    """What was typed into the table: changes and ids of deleted entries, with times that were there twice."""

    edited: list[EntryEdit]
    deleted: list[int]
    twice: list[Twice]


def _typed(rows: list[Row], began: list[Row], entries: Sequence[TimeEntry]) -> _Typed | InvalidEntry:
    """What was typed, asking which of two like times is meant; or what is wrong with it."""
    twice: list[Twice] = []
    pick = partial(ask_which, st.container())
    try:
        return _Typed(*changes(rows, began, own_zone(), twice.append, pick=pick, entries=entries), twice)
    except InvalidEntry as error:
        return error


def _draw_saving(
    store: Store, draft: TableDraft, typed: _Typed | InvalidEntry, phases: Sequence[Phase], *, may_save: bool
) -> None:
    if not draft.draw_saving(store, "entries", may_save=may_save):
        return
    try:
        if isinstance(typed, InvalidEntry):
            raise typed
        flash(_save(store, typed, {phase.name: phase.id for phase in phases}))
    except CallItError as error:
        st.error(as_typed(str(error)), icon=":material/error:")
        return
    draft.restart(store)
    st.rerun()


def _save(store: Store, typed: _Typed, phase_ids: dict[str, int]) -> str:
    with store.writing():  # all of them, or none
        for change in typed.edited:
            _edit(store, change, phase_ids)
        for entry_id in typed.deleted:
            timelog.delete_entry(store, entry_id, now=now())
    done = {"changed": len(typed.edited), "deleted": len(typed.deleted)}
    words = [f"{count_words(count, 'entry', 'entries')} {what}" for what, count in done.items() if count]
    return " ".join([f"Saved: {', '.join(words)}.", *(moment.sentence for moment in typed.twice)])


def _edit(store: Store, change: EntryEdit, phase_ids: dict[str, int]) -> None:
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
            tags=change.tags,
        )
    except InvalidEntry as error:
        raise InvalidEntry(f"{change.row_words}: {error}") from None


def _draw_undo(store: Store, project: Project) -> None:
    label = timelog.last_change(store, project_id=project.id)
    if label:
        st.button(
            f"Undo: {as_typed(label)}",
            icon=":material/undo:",
            type="tertiary",
            key="undo_entry",
            on_click=run_action,
            args=(partial(_undo, project_id=project.id, shown=label),),
        )


def _undo(store: Store, *, project_id: int, shown: str) -> str:
    last = timelog.last_change(store, project_id=project_id)
    if last != shown:  # the button of a tab that was not drawn since
        raise TimerConflict(f"Nothing is undone: the last change is another one by now ({last or 'none'}). Look again.")
    return timelog.undo_last(store, now=now(), project_id=project_id)

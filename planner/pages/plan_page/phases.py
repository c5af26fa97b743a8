"""The phases in one editable table. What is typed but not saved is kept as a draft that survives a reload."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner import planning, timelog
from planner.clock import now
from planner.domain.errors import InvalidPlan
from planner.domain.project import Phase, Project
from planner.domain.wording.lists import list_words
from planner.outlook import Outlook
from planner.pages.notice import flash
from planner.pages.plan_page.honest import draw_honest, honest_range
from planner.pages.plan_page.phase_table import Beside, frame_of, in_order, plans_of, rows_in, rows_of
from planner.pages.plan_page.print import draw_print_table
from planner.pages.table_draft import Row, TableDraft
from planner.pages.terms import meaning
from planner.pages.words import as_typed
from planner.store import Store

_INSTEAD = "Saving puts yours in their place."


def draw_phases(store: Store, project: Project, phases: list[Phase], outlook: Outlook | None) -> None:
    """Draw the table with the honest ranges, and below it what is wrong in it or still to be saved."""
    st.subheader("Phases", anchor=False, help=meaning("cap", "honest", "attended"))
    unit_hours = project.work_day_hours or 1.0
    draft = TableDraft(f"phases of project {project.id}" + (f" in days of {unit_hours:g} h" if unit_hours != 1 else ""))
    saved = rows_of(phases, unit_hours)
    base = draft.start(store, saved)
    beside = _beside(store, project, outlook)
    draw_print_table(phases, beside)
    rows = _draw_table(base.rows, beside, project.work_day_hours, draft.key)
    has_draft, was_seen = draft.keep(store, rows, base, saved, now()), draft.was_seen(saved)
    if has_draft:
        if base.saved != saved:
            st.warning(f"These phases were changed elsewhere meanwhile{_now_words(base.saved, saved)}. {_INSTEAD}")
        _draw_saving(store, project, draft, in_order(rows, saved), may_save=was_seen)
    else:
        with st.container(key="phases_help"):
            st.caption("Click a cell to change it, the last row to add one, the left edge to select and delete one.")
    if outlook and not project.finished_at:
        draw_honest(project, outlook, has_draft=has_draft)


def _beside(store: Store, project: Project, outlook: Outlook | None) -> Beside:
    hours = timelog.hours_by_phase(store, project.id, now=now())
    pieces = outlook.forecast.pieces if outlook else ()
    return Beside(
        {phase_id: round(of_phase.attended, 1) for phase_id, of_phase in hours.items() if of_phase.attended},
        {piece.phase.id: honest_range(piece.honest) for piece in pieces if piece.phase},
        planning.first_estimates(store, project.id),
    )


def _draw_table(base: list[Row], beside: Beside, work_day_hours: float | None, key: str) -> list[Row]:
    frame = frame_of(base, beside, work_day_hours or 1.0)
    shown = ["name", "low", "high", "cap", "honest", "logged", "done", "attended", "order"]
    if frame["honest"].isna().all():
        shown.remove("honest")
    if frame["first_said"].notna().any():
        shown.append("first_said")
    edited = st.data_editor(
        frame,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_order=shown,
        column_config=_columns(work_day_hours),
        placeholder="–",
        alt="Phases with their range, cap, honest range, logged hours, whether done, whether attended, and order",
    )
    return rows_in(edited)


def _columns(work_day_hours: float | None) -> dict[str, Any]:
    column = st.column_config
    number, of = ("%g h", "hours") if work_day_hours is None else ("%.3g d", f"work-days of {work_day_hours:g} hours")
    return {
        "name": column.TextColumn("Phase", width=100, max_chars=60),
        "low": column.NumberColumn("Low", format=number, width=72, help=f"Your own {of}, at least"),
        "high": column.NumberColumn("High", format=number, width=74, help=f"Your own {of}, at most"),
        "cap": column.NumberColumn("Cap", format=number, width=70, help=f"In {of}. {meaning('cap')}"),
        "honest": column.TextColumn("Honest", disabled=True, width=86, help=meaning("honest")),
        "logged": column.NumberColumn("Logged", format="%.1f h", disabled=True, width=80),
        "done": column.CheckboxColumn("Done", default=False, width=70, help="Nothing more to do; part of your record"),
        "attended": column.CheckboxColumn("Attended", default=True, width=104, help=meaning("attended")),
        "order": column.NumberColumn("Order", format="%g", width=82, help="Type a place to move the phase there"),
        "first_said": column.TextColumn("First said", disabled=True, width=100, help="Your first range"),
    }


def _now_words(before: list[Row], saved: list[Row]) -> str:
    """Which phases are not what they were when the table began: `: Clean, Explore`."""
    was = {row["phase_id"]: row for row in before}
    names = [row["name"] for row in saved if was.pop(row["phase_id"], None) != row]
    names += [row["name"] for row in was.values()]
    return f": {as_typed(list_words(names))}" if names else ""


def _draw_saving(store: Store, project: Project, draft: TableDraft, rows: list[Row], *, may_save: bool) -> None:
    if draft.draw_saving(store, "phases", may_save=may_save):
        _save(store, project, draft, rows)


def _save(store: Store, project: Project, draft: TableDraft, rows: list[Row]) -> None:
    plans, complaints = plans_of(rows, project.work_day_hours or 1.0)
    if not complaints:
        try:
            sentence = planning.kept_sentence(plans, planning.save_phases(store, project.id, plans, now=now()))
        except InvalidPlan as error:
            complaints = [str(error)]
    if complaints:
        st.error("\n\n".join(map(as_typed, complaints)), icon=":material/error:")
        return
    draft.restart(store)
    flash(f"The phases are saved. {sentence or ''}".strip())
    st.rerun()

"""The phases in one editable table. What is typed but not saved is kept as a draft that survives a reload."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner import planning, timelog
from planner.clock import now
from planner.domain.errors import InvalidPlan
from planner.domain.project import Phase, Project
from planner.pages.notice import tell
from planner.pages.phase_table import frame_of, in_order, plans_of, rows_in, rows_of
from planner.pages.table_draft import Row, TableDraft
from planner.pages.words import as_typed
from planner.store import Store


def draw_phases(store: Store, project: Project, phases: list[Phase]) -> None:
    """Draw the table, and below it what is wrong in it or still to be saved."""
    st.subheader("Phases", anchor=False)
    draft = TableDraft(f"phases of project {project.id}")
    saved = rows_of(phases)
    base = draft.start(store, saved)
    rows = _draw_table(store, project, base.rows, draft.key)
    if draft.keep(store, rows, base, saved, now()):
        if base.saved != saved:
            st.warning("These phases were changed elsewhere meanwhile. Saving puts yours in their place.")
        _draw_saving(store, project, draft, in_order(rows, saved))
    else:
        st.caption("Click a cell to change it, the last row to add a phase, the left edge to select and delete one.")


def _draw_table(store: Store, project: Project, base: list[Row], key: str) -> list[Row]:
    hours = timelog.hours_by_phase(store, project.id, now=now())
    logged = {phase_id: round(of_phase.attended, 1) for phase_id, of_phase in hours.items() if of_phase.attended}
    frame = frame_of(base, logged, planning.first_estimates(store, project.id))
    shown = ["name", "low", "high", "cap", "attended", "order", "logged"]
    if frame["first_said"].notna().any():
        shown.append("first_said")
    edited = st.data_editor(
        frame,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_order=shown,
        column_config=_columns(),
        placeholder="–",
        alt="Phases with their range, cap, whether attended, order and logged hours",
    )
    return rows_in(edited)


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "name": column.TextColumn("Phase", width=120, max_chars=60),
        "low": column.NumberColumn("Low", format="%g h", width=72, help="Your own hours, at least"),
        "high": column.NumberColumn("High", format="%g h", width=74, help="Your own hours, at most"),
        "cap": column.NumberColumn("Cap", format="%g h", width=70, help="The hours after which you decide anew"),
        "attended": column.CheckboxColumn("Attended", default=True, width=104, help="Your time, not the machine's"),
        "order": column.NumberColumn("Order", format="%g", width=82, help="Type a place to move the phase there"),
        "logged": column.NumberColumn("Logged", format="%.1f h", disabled=True, width=80),
        "first_said": column.TextColumn("First said", disabled=True, width=100, help="Your first range"),
    }


def _draw_saving(store: Store, project: Project, draft: TableDraft, rows: list[Row]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        wants_save = st.button("Save the phases", type="primary", icon=":material/save:", key="save_phases")
        wants_none = st.button("Drop the changes", type="tertiary", key="drop_phases")
        st.caption("Not saved yet; kept as a draft.")
    if wants_none:
        draft.restart(store)
        st.rerun()
    if wants_save:
        _save(store, project, draft, rows)


def _save(store: Store, project: Project, draft: TableDraft, rows: list[Row]) -> None:
    plans, complaints = plans_of(rows)
    if not complaints:
        try:
            kept = planning.kept_sentence(plans, planning.save_phases(store, project.id, plans, now=now()))
        except InvalidPlan as error:
            complaints = [str(error)]
    if complaints:
        st.error("\n\n".join(map(as_typed, complaints)), icon=":material/error:")
        return
    draft.restart(store)
    tell(f"The phases are saved. {kept or ''}".strip())
    st.rerun()

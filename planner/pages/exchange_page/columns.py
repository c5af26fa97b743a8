"""Which columns of a table hold what, beside its first rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from planner.domain.errors import InvalidImport
from planner.exchange import first_rows, usual_columns
from planner.exchange.tables.other_tables import first_table
from planner.pages.exchange_page.draft import DraftFile, ImportDraft, keep
from planner.pages.exchange_page.grid import in_rows
from planner.pages.words import as_typed

_NONE = "—"
_ROLES = {
    "start": "Start",
    "end": "End",
    "hours": "Hours (no end)",
    "date": "Date (no start)",
    "project": "Project",
    "phase": "Phase",
    "note": "Note",
    "tags": "Tags",
}
_SHOWN_ROWS = 5
_ACROSS = 4


def draw_columns(draft: ImportDraft, file: DraftFile) -> None:
    """Draw a box for each thing that a column of a table may hold, below its first rows."""
    try:
        table = first_rows(first_table(Path(file.path).read_bytes())[0], _SHOWN_ROWS)
    except InvalidImport as error:
        st.error(as_typed(str(error)), icon=":material/error:")
        return
    rows = [cells[: len(table.header)] for _, cells in table.rows]
    st.dataframe(pd.DataFrame(rows, columns=_apart(table.header)), hide_index=True)
    st.markdown("Choose the columns with **start and end**, **start and hours**, or **date and hours**.")
    chosen = file.columns or usual_columns(table.header, table.rows)
    for role in in_rows(list(_ROLES), _ACROSS):
        _draw_choice(draft, file, role, chosen, table.header)


def draw_columns_again(draft: ImportDraft, file: DraftFile) -> None:
    """Draw the same for a table that can be read, folded as long as nothing was chosen."""
    with st.expander(f"Columns of {as_typed(file.name)}", expanded=bool(file.columns), icon=":material/view_column:"):
        draw_columns(draft, file)


def _draw_choice(draft: ImportDraft, file: DraftFile, role: str, chosen: dict[str, str], header: list[str]) -> None:
    options = [_NONE, *dict.fromkeys(name for name in header if name)]
    name = chosen.get(role)
    key = f"import_column_{draft.turn}_{file.path}_{role}"
    st.selectbox(
        _ROLES[role],
        options,
        index=options.index(name) if name in options else 0,
        key=key,
        on_change=_choose,
        args=(file.path, role, key, chosen),
    )


def _choose(path: str, role: str, key: str, before: dict[str, str]) -> None:
    """Keep a choice with those shown beside it: what a box shows is what holds."""
    name = str(st.session_state.get(key, _NONE))

    def change(draft: ImportDraft) -> None:
        if (file := draft.file(path)) is not None:
            file.columns = {**dict.fromkeys(_ROLES, ""), **before, role: "" if name == _NONE else name}

    keep(change)


def _apart(names: list[str]) -> list[str]:
    """Names of columns, none of them twice.

    >>> _apart(["a", "a", ""])
    ['a', 'a (2)', 'column 3']
    """
    named = [name or f"column {number}" for number, name in enumerate(names, start=1)]
    return [name if name not in named[:at] else f"{name} ({at + 1})" for at, name in enumerate(named)]

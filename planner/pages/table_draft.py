"""What is typed into a table and not saved yet: kept in the store, so that a reload or another page loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from planner.drafts import draft, drop_draft, keep_draft
from planner.pages.press import button
from planner.store import Store

Row = dict[str, Any]


@dataclass(frozen=True)
class Base:
    """The rows a table began with, and the saved rows of that moment."""

    rows: list[Row]
    saved: list[Row]


@dataclass(frozen=True)
class TableDraft:
    """The draft of one table, named such as `phases of project 3`. Rows are dicts that JSON can hold."""

    name: str

    @property
    def key(self) -> str:
        """The key of the table's widget; a new one once its edits have been saved or dropped."""
        return f"{self.name} {st.session_state.get(self._count_key, 0)}"

    def start(self, store: Store, saved: list[Row]) -> Base:
        """The rows to edit: the draft where there is one. They stay still while the widget holds edits of them.

        They stay for one run more when the last edit was typed back to what it was: the draft in the store still
        has it, and would bring it back.
        """
        state = st.session_state.get(self.key)
        edited = _has_edits(state)
        typed_back = state is not None and not edited and st.session_state.get(self._edited_key, False)
        st.session_state[self._edited_key] = edited
        base = st.session_state.get(self._base_key)
        if base is None or not (edited or typed_back):
            base = draft(store, self.name) or {"rows": saved, "saved": saved}
            st.session_state[self._base_key] = base
        return Base(base["rows"], base["saved"])

    def keep(self, store: Store, rows: list[Row], base: Base, saved: list[Row], now: datetime) -> bool:
        """Write the draft where something is typed that is not saved, else forget it; whether there is."""
        stored = draft(store, self.name)
        if rows in (saved, base.saved):
            if stored:
                drop_draft(store, self.name)
            return False
        body = {"rows": rows, "saved": base.saved}
        if body != stored:
            keep_draft(store, self.name, body, now)
        return True

    def was_seen(self, saved: list[Row]) -> bool:
        """Whether a table drawn before showed that what is saved is this; then remember that this one does."""
        seen = st.session_state.get(self._seen_key, saved)
        st.session_state[self._seen_key] = saved
        return bool(seen == saved)

    def restart(self, store: Store) -> None:
        """Show what is saved, without edits."""
        drop_draft(store, self.name)
        st.session_state.pop(self._base_key, None)
        st.session_state[self._count_key] = st.session_state.get(self._count_key, 0) + 1

    def draw_saving(self, store: Store, what: str, *, may_save: bool) -> bool:
        """Draw the buttons that save `what` (entries, phases), and drop what is typed; whether to save it now.

        Where it may not be saved yet, a click on save says why.
        """
        with st.container(horizontal=True, vertical_alignment="center"):
            wants_save = button(f"Save the {what}", type="primary", icon=":material/save:", key=f"save_{what}")
            wants_none = button("Drop the changes", type="tertiary", key=f"drop_{what}")
            st.caption("Not saved yet; kept as a draft.")
        if wants_none:
            self.restart(store)
            st.rerun()
        if wants_save and not may_save:
            words = "Nothing is saved yet: look at what was changed, then save or drop yours."
            st.error(words, icon=":material/error:")
        return wants_save and may_save

    @property
    def _count_key(self) -> str:
        return f"{self.name}: times saved"

    @property
    def _base_key(self) -> str:
        return f"{self.name}: base"

    @property
    def _seen_key(self) -> str:
        return f"{self.name}: seen"

    @property
    def _edited_key(self) -> str:
        return f"{self.name}: edited"


def _has_edits(state: Any) -> bool:
    return bool(state) and any(state.get(name) for name in ("edited_rows", "added_rows", "deleted_rows"))

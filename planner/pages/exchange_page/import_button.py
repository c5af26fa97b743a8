"""The one button that imports, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from planner.clock import now
from planner.domain.errors import CallItError
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.exchange import ImportPreview, import_planned
from planner.pages.exchange_page.draft import close_imported, start_over
from planner.pages.exchange_page.patient_bar import PatientBar
from planner.pages.failure import plain_failures
from planner.pages.notice import flash
from planner.pages.press import button
from planner.pages.undo import UndoImport
from planner.pages.words import as_typed
from planner.store import Store, open_store


def draw_import_button(store: Store, preview: ImportPreview, paths: Iterable[str]) -> None:
    """Draw the button with what it does, and the one that forgets the files; `paths` are those of the preview."""
    n_entries = len(preview.to_add)
    with st.container(horizontal=True, vertical_alignment="center"):
        clicked = button(
            _button_words(n_entries, len(preview.to_change), preview.hours),
            type="primary",
            icon=":material/check:",
            disabled=not preview.has_work,
            key="import_now",
        )
        st.button("Forget these files", type="tertiary", key="import_forget", on_click=_forget)
    if not clicked:
        return
    try:
        done = import_planned(store, preview, now=now(), progress=PatientBar("Importing"))
    except CallItError as error:
        st.error(f"{as_typed(str(error))} Nothing was imported.", icon=":material/error:")
        return
    close_imported(store, paths)
    flash(f"{done.summary[:1].upper()}{done.summary[1:]}.", undo=UndoImport(done.operation_id))
    st.rerun()


def _button_words(n_new: int, n_changed: int, hours: float) -> str:
    """What the button does.

    >>> _button_words(3, 1, 2.5), _button_words(0, 2, 0)
    ('Import 3 entries, 2.5 h, and change 1', 'Change 2 entries')
    """
    if not n_new:
        return f"Change {count_words(n_changed, 'entry', 'entries')}" if n_changed else "Nothing to import"
    new = f"Import {count_words(n_new, 'entry', 'entries')}, {hours_words(hours)}"
    return f"{new}, and change {n_changed:,}" if n_changed else new


def _forget() -> None:
    with plain_failures(), open_store() as store:
        start_over(store)

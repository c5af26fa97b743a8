"""What an import would bring: its size, what stays out and why, and the first entries."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.clock import now
from planner.domain.wording.days import moment_words
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.exchange import Fate, ImportPreview, PlannedEntry
from planner.exchange.importing.claimed_twice import twice_sentences
from planner.pages.exchange_page.draft import ImportDraft, answer
from planner.pages.words import as_typed, day_words, to_local

_MOST_SENTENCES = 6  # more of them are a table
_FIRST_ENTRIES = 8


def draw_size(draft: ImportDraft, preview: ImportPreview) -> None:
    """Draw how much would come in, from when to when, and what of it the log has already."""
    to_add = preview.to_add
    if to_add:
        st.subheader(f"{_size_words(preview)} would come in", anchor=False)
        st.caption(_span_words(to_add))
    elif preview.to_change:
        changed = count_words(len(preview.to_change), "entry", "entries")
        st.subheader(f"Nothing new, but {changed} would change", anchor=False)
    elif preview.n_duplicates:
        st.subheader("Nothing new: the log has all of it already", anchor=False)
    elif not preview.changed_here:
        st.subheader("Nothing can come in yet", anchor=False)
    if preview.n_duplicates or draft.again:
        _draw_duplicates(draft, preview.n_duplicates)
    for sentence in [*preview.remarks, *twice_sentences(preview.twice)]:
        st.info(as_typed(sentence), icon=":material/info:")


def draw_changes(draft: ImportDraft, preview: ImportPreview) -> None:
    """Draw what the files say otherwise about entries of the log, before and after; those changed here wait."""
    if preview.to_change:
        n_changed = count_words(len(preview.to_change), "entry", "entries")
        with st.expander(f"{n_changed} changed, before and after", expanded=True, icon=":material/edit:"):
            st.dataframe(_changes_frame(preview.to_change), hide_index=True)
    waiting = preview.changed_here
    if not waiting and not draft.overwrite:
        return
    if waiting:
        n_waiting = count_words(len(waiting), "entry", "entries")
        st.markdown(f"**{n_waiting} changed in the files and here.** They stay as they are here unless you say so.")
        st.dataframe(_changes_frame(waiting), hide_index=True)
    key = f"import_overwrite_{draft.turn}"
    label = "Take what the files say of entries that were changed here, too"
    st.checkbox(label, draft.overwrite, key=key, on_change=answer, args=("overwrite", key))


def _changes_frame(entries: Sequence[PlannedEntry]) -> pd.DataFrame:
    rows = [
        {
            "Start": moment_words(to_local(planned.logged.started_at if planned.logged else planned.entry.started_at)),
            "What": change.fact.capitalize(),
            "Before": change.before,
            "After": change.after,
            "Where": f"{planned.project.name} / {planned.phase.name}",
        }
        for planned in entries
        for change in planned.changes
    ]
    return pd.DataFrame(rows)


def draw_left_out(preview: ImportPreview) -> None:
    """Draw each line that stays out with its reason, and what was read in one of several ways."""
    left_out = [(file.name, trouble.line, trouble.sentence) for file in preview.files for trouble in file.troubles]
    remarks = [(file.name, None, remark) for file in preview.files for remark in file.remarks]
    if left_out:
        n_lines = count_words(len(left_out), "line stays", "lines stay")
        _draw_sentences(f"{n_lines} out, and why", left_out, expanded=len(left_out) <= _MOST_SENTENCES)
    if remarks:
        _draw_sentences("How the files were read", remarks, expanded=False)


def draw_first_entries(preview: ImportPreview) -> None:
    """Draw the first entries as they would stand in the log, on the clocks of this machine."""
    entries = [planned for file in preview.files for planned in file.entries][:_FIRST_ENTRIES]
    if entries:
        some_known = any(planned.fate is not Fate.ADD for planned in entries)
        with st.expander("The first entries", expanded=True):
            st.dataframe(pd.DataFrame([_row(planned, mark=some_known) for planned in entries]), hide_index=True)


def _draw_duplicates(draft: ImportDraft, n_duplicates: int) -> None:
    key = f"import_again_{draft.turn}"
    label = f"Take them again: {n_duplicates:,} that the log has already, and that are left out"
    st.checkbox(
        label if n_duplicates else "Take again what the log has already",
        draft.again,
        key=key,
        on_change=answer,
        args=("again", key),
    )


def _draw_sentences(title: str, rows: Sequence[tuple[str, int | None, str]], *, expanded: bool) -> None:
    several = len({name for name, _, _ in rows}) > 1
    with st.expander(title, expanded=expanded):
        if len(rows) > _MOST_SENTENCES:
            table = pd.DataFrame(rows, columns=["File", "Line", "Why"]).astype({"Line": "Int64"})
            st.dataframe(table if several else table.drop(columns="File"), hide_index=True)
            return
        for name, _, sentence in rows:
            st.markdown(f"- {as_typed(f'{name}: ' if several else '')}{as_typed(sentence)}")


def _size_words(preview: ImportPreview) -> str:
    n_entries = len(preview.to_add)
    return f"{count_words(n_entries, 'entry', 'entries')}, {hours_words(preview.hours)}"


def _span_words(entries: Sequence[PlannedEntry]) -> str:
    instant = now()
    starts = [planned.entry.started_at for planned in entries]
    first, last = day_words(min(starts), instant), day_words(max(starts), instant)
    return f"All of {first}." if first == last else f"From {first} to {last}."


def _row(planned: PlannedEntry, *, mark: bool) -> dict[str, str]:
    fate = {"Here": "" if planned.fate is Fate.ADD else planned.fate.capitalize()} if mark else {}
    return {
        "Start": moment_words(to_local(planned.entry.started_at)),
        "Length": hours_words(planned.hours),
        "Project": planned.project.name,
        "Phase": planned.phase.name,
        "Note": planned.entry.note,
        **fate,
    }

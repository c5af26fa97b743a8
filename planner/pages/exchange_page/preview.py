"""What an import would bring: its size, what stays out and why, and the first entries."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.clock import now
from planner.domain.wording import count_words, hours_words
from planner.exchange import ImportPreview, PlannedEntry
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
    elif preview.n_duplicates:
        st.subheader("Nothing new: the log has all of it already", anchor=False)
    else:
        st.subheader("Nothing can come in yet", anchor=False)
    if preview.n_duplicates or draft.again:
        _draw_duplicates(draft, preview.n_duplicates)


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
    planned = [each for file in preview.files for each in file.entries][:_FIRST_ENTRIES]
    if planned:
        some_known = any(each.is_duplicate for each in planned)
        with st.expander("The first entries", expanded=True):
            st.dataframe(pd.DataFrame([_row(each, mark=some_known) for each in planned]), hide_index=True)


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


def _draw_sentences(title: str, said: Sequence[tuple[str, int | None, str]], *, expanded: bool) -> None:
    several = len({name for name, _, _ in said}) > 1
    with st.expander(title, expanded=expanded):
        if len(said) > _MOST_SENTENCES:
            table = pd.DataFrame(said, columns=["File", "Line", "Why"]).astype({"Line": "Int64"})
            st.dataframe(table if several else table.drop(columns="File"), hide_index=True)
            return
        for name, _, sentence in said:
            st.markdown(f"- {as_typed(f'{name}: ' if several else '')}{as_typed(sentence)}")


def _size_words(preview: ImportPreview) -> str:
    n_entries = len(preview.to_add)
    return f"{n_entries:,} {'entry' if n_entries == 1 else 'entries'}, {hours_words(preview.hours)}"


def _span_words(planned: Sequence[PlannedEntry]) -> str:
    instant = now()
    starts = [each.entry.started_at for each in planned]
    first, last = day_words(min(starts), instant), day_words(max(starts), instant)
    return f"All of {first}." if first == last else f"From {first} to {last}."


def _row(planned: PlannedEntry, *, mark: bool) -> dict[str, str]:
    known = {"In the log": "already" if planned.is_duplicate else ""} if mark else {}
    return {
        "Start": f"{to_local(planned.entry.started_at):%Y-%m-%d %H:%M}",
        "Length": hours_words(planned.hours),
        "Project": planned.project.name,
        "Phase": planned.phase.name,
        "Note": planned.entry.note,
        **known,
    }

"""What "done" means: a checklist, ticked and changed in place."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from model.protocol.metrics import metric_words
from planner import planning
from planner.clock import now
from planner.domain.project import DoneItem, Project
from planner.pages.press import button, form_button
from planner.pages.words import as_typed
from planner.store import Store


def draw_done_means(store: Store, project: Project) -> None:
    """Draw the checklist; each tick is saved at once."""
    done = sum(item.done for item in project.done_items)
    count = f" ({done} of {len(project.done_items)})" if project.done_items else ""
    st.subheader(f"Done means{count}", anchor=False)
    if project.target:
        st.markdown(f"{as_typed(metric_words(project.target.metric))} reaches **{project.target.value:g}**")
    with st.container(gap=None):
        for position, item in enumerate(project.done_items):
            _draw_item(store, project, position, item)
    _draw_adding(store, project)


def _draw_item(store: Store, project: Project, position: int, item: DoneItem) -> None:
    # With the state in its key, a box shows what is saved, also when another tab has ticked it meanwhile.
    key = f"{project.id}_{position}_{item.done}_{item.text}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"done_line_{key}"):
        ticked = st.checkbox(as_typed(item.text), item.done, key=f"done_{key}", width="stretch")
        removed = button("", icon=":material/close:", type="tertiary", key=f"not_done_{key}", help="Remove")
    if removed:
        _save(store, project, project.done_items[:position] + project.done_items[position + 1 :])
    elif ticked != item.done:
        changed = replace(item, done=ticked)
        _save(store, project, (*project.done_items[:position], changed, *project.done_items[position + 1 :]))


def _draw_adding(store: Store, project: Project) -> None:
    example = "Something else?" if project.done_items else "Such as: a model beats the benchmark"
    form = st.form(f"add_done_{project.id}", clear_on_submit=True, border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Add to the list", placeholder=example, label_visibility="collapsed", width="stretch")
        added = form_button("Add", key="add_done")
    if added and text.strip():
        _save(store, project, (*project.done_items, DoneItem(text.strip())))


def _save(store: Store, project: Project, items: tuple[DoneItem, ...]) -> None:
    planning.update_project(store, replace(project, done_items=items), now=now())
    st.rerun()

"""Deleting projects, and bringing them back within thirty days."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from planner import planning
from planner.clock import now
from planner.domain.holdings import Belongings
from planner.domain.project import Project
from planner.pages.delete_form import belongings_words, draw_delete_button, draw_delete_form
from planner.pages.deleted_list import draw_deleted
from planner.pages.terms import meaning
from planner.pages.words import as_typed, day_words
from planner.store import Store

_PLACE = "exchange"


def draw_deleting(store: Store) -> None:
    """Draw every project with what belongs to it and its button, and the deleted ones with the days left."""
    instant = now()
    st.subheader("Delete a project", anchor=False)
    projects, belongings = planning.projects(store), planning.belongings(store)
    if not projects:
        st.caption("There is no project to delete.")
    for project in projects:
        _draw_project(store, project, belongings.get(project.id, Belongings()), instant)
    deleted = planning.deleted_projects(store, now=instant)
    if deleted:
        st.subheader("Deleted projects", anchor=False)
        draw_deleted(store, deleted, instant)


def _draw_project(store: Store, project: Project, belongings: Belongings, instant: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        explained = meaning("made sample") if project.is_sample else None
        with st.container(width="stretch"):
            st.markdown(f"**{as_typed(project.name)}**  \n{_line(project, belongings, instant)}", help=explained)
        draw_delete_button(store, project, place=_PLACE, sample_label="Remove")
    draw_delete_form(store, project, place=_PLACE)


def _line(project: Project, belongings: Belongings, instant: datetime) -> str:
    last = belongings.last_work_at
    worked = f"last work {day_words(last, instant)}" if last else "no work yet"
    marks = [mark for mark, is_so in (("sample", project.is_sample), ("finished", project.finished_at)) if is_so]
    return ", ".join([*marks, belongings_words(belongings), worked])

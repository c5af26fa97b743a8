"""A link to a project or session that is not here (any more): a sentence on what it was, a button that leads on."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import streamlit as st

from planner import planning
from planner.clock import now
from planner.domain.deleting import DeletedProject
from planner.domain.errors import CallItError
from planner.pages.current import NEW, PARAMETER, asked_id, go_to, wants_all, wants_new
from planner.pages.notice import flash
from planner.pages.press import button
from planner.pages.train_page import url_state
from planner.pages.words import as_typed, day_words, until_words
from planner.store import Store


def draw_lost_project(store: Store) -> bool:
    """Say that the project of the URL is deleted or unknown, and offer what can be done; False where it is here."""
    asked = st.query_params.get(PARAMETER)
    if not asked or wants_new() or wants_all():
        return False
    project_id, instant = asked_id(), now()
    if project_id is not None and any(project.id == project_id for project in planning.projects(store)):
        return False
    deleted = planning.deleted_projects(store, now=instant)
    lost = next((project for project in deleted if project.project.id == project_id), None)
    if lost is None:
        st.title(f"There is no project {as_typed(asked)} here", anchor=False)
        st.markdown("It was deleted for good, or the link is of another machine: choose a project that is here.")
    else:
        _say_deleted(lost, instant)
    with st.container(horizontal=True):
        if lost is not None and _draw_bring_back():
            _bring_back(store, lost, instant)
        _draw_way_on(store, is_main=lost is None)
    return True


def _say_deleted(deleted: DeletedProject, instant: datetime) -> None:
    name = as_typed(deleted.project.name)
    st.title(f"“{name}” was deleted {until_words(deleted.deleted_at, instant)}", anchor=False)
    st.markdown(f"Until {day_words(deleted.until, instant)} it can be brought back, with all that belongs to it.")


def _draw_bring_back() -> bool:
    return button("Bring it back", type="primary", icon=":material/undo:", key="lost_bring_back")


def _bring_back(store: Store, deleted: DeletedProject, instant: datetime) -> None:
    try:
        back = planning.restore_project(store, deleted.project.id, now=instant)
    except CallItError as error:
        flash(str(error), problem=True)
    else:
        flash(f"“{back.name}” is back.")
    st.rerun()


def _draw_way_on(store: Store, *, is_main: bool) -> None:
    """Lead to the project worked on, or to the form of a first one."""
    kind: Literal["primary", "secondary"] = "primary" if is_main else "secondary"
    key = "lost_way_on"
    other = planning.current_project(store)
    if other is not None:
        st.button(f"Go to {as_typed(other.name)}", type=kind, on_click=go_to, args=(other.id,), key=key)
    elif button("Plan a project", type=kind, icon=":material/edit_note:", key=key):
        st.switch_page("planner/pages/plan.py", query_params={PARAMETER: NEW})


def draw_lost_session(session_id: str) -> None:
    """Say that there is no such session, and lead to the form of a new one; earlier ones are listed below."""
    st.title(f"There is no training session “{as_typed(session_id)}” here", anchor=False)
    st.markdown("It went with its project, or the link is of another machine: start a new one, or choose one below.")
    st.button("Train a model", type="primary", icon=":material/model_training:", on_click=url_state.go_to_new)

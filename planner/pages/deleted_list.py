"""Deleted projects with the days that are left, and the button that brings one back."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from planner import planning
from planner.domain.deleting import KEPT_DAYS, DeletedProject
from planner.domain.errors import CallItError
from planner.domain.wording.numbers import count_words
from planner.pages.current import go_to
from planner.pages.notice import flash
from planner.pages.press import button
from planner.pages.words import as_typed, days_until, until_words
from planner.store import Store


def draw_deleted(store: Store, deleted: list[DeletedProject], instant: datetime) -> None:
    """Draw a line for each, and below them what happens in the end."""
    for project in deleted:
        _draw_project(store, project, instant)
    st.caption(
        f"After {KEPT_DAYS} days a project is gone for good, with the models of its sessions that lie in the data "
        "folder. Uploaded files, and models saved elsewhere, stay where they are."
    )


def _draw_project(store: Store, deleted: DeletedProject, instant: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            st.markdown(
                f"**{as_typed(deleted.project.name)}**, deleted {until_words(deleted.deleted_at, instant)}, "
                f"{_left_words(deleted, instant)}"
            )
        clicked = button("Bring back", icon=":material/undo:", key=f"restore_{deleted.project.id}")
    if not clicked:
        return
    try:
        back = planning.restore_project(store, deleted.project.id, now=instant)
    except CallItError as error:
        st.error(as_typed(str(error)), icon=":material/error:")
        return
    go_to(back.id)
    flash(f"“{back.name}” is back.")
    st.rerun()


def _left_words(deleted: DeletedProject, instant: datetime) -> str:
    days = days_until(deleted.until, instant)
    return f"{count_words(days, 'day')} left" if days > 0 else "the last day to bring it back"

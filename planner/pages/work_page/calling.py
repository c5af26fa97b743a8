"""A question of the plan, in one line on the Work page: it is answered on the Plan page."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from planner import calling
from planner.clock import local_zone
from planner.domain.project import Project
from planner.domain.wording import count_words
from planner.outlook import outlook_of
from planner.pages.words import as_typed
from planner.store import Store


def draw_calling(store: Store, project: Project, now: datetime) -> None:
    """Draw the most urgent open question with the way to its answers; nothing where none is open."""
    zone = local_zone()
    outlook = outlook_of(store, project.id, now, zone) if project.stop.hours_left and not project.finished_at else None
    asked = calling.questions(store, project, outlook, now, zone)
    if not asked:
        return
    waiting = len(asked) - 1
    more = f"; {count_words(waiting, 'more question waits', 'more questions wait')}" if waiting else ""
    with st.container(horizontal=True, vertical_alignment="center", key="work_calling"):
        st.markdown(f":material/flag: {as_typed(asked[0].short)}{more}.", width="content")
        st.page_link(
            "planner/pages/plan.py",
            label="Decide on the Plan page",
            query_params={"project": str(project.id)},
            icon=":material/arrow_forward:",
        )

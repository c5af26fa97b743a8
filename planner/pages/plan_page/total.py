"""The total of a project whose phases were said first."""

from __future__ import annotations

import dataclasses

import streamlit as st

from planner import planning
from planner.clock import now
from planner.domain.errors import InvalidPlan
from planner.domain.project import Phase, Project
from planner.domain.wording.durations import range_words
from planner.outlook import Outlook
from planner.outlook.wording import spread_words
from planner.pages.notice import flash
from planner.pages.plan_page.fields import draw_range
from planner.pages.press import form_button
from planner.pages.words import as_typed
from planner.store import Store


def draw_total(store: Store, project: Project, phases: list[Phase], outlook: Outlook | None) -> None:
    """Draw the two fields of the total once every phase has a range; nothing where there is a total."""
    added_up = planning.sum_against_total(phases, None).sum
    if (
        project.total
        or project.finished_at
        or outlook is None
        or added_up is None
        or any(p.range is None for p in phases)
    ):
        return
    honest = spread_words(outlook.uncapped.honest)
    with st.form(f"total_{project.id}"):
        st.markdown(
            f"The phases add up to **{range_words(added_up)}**; the record makes {honest} of them. What is your total?"
        )
        typed = draw_range(f"total_{project.id}", project)
        place = st.container()
        saved = form_button("Save the total", icon=":material/save:", key="save_total")
    if not saved:
        return
    try:
        total = typed.total
        if total is None:
            place.error("Give a low and a high number, such as 20 and 30.", icon=":material/error:")
            return
        changed = dataclasses.replace(project, total=total, work_day_hours=typed.work_day_hours)
        planning.update_project(store, changed, now=now())
    except InvalidPlan as error:
        place.error(as_typed(str(error)), icon=":material/error:")
        return
    flash("The total is saved.")
    st.rerun()

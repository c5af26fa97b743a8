"""The pictures of the Retrospective page: hours against the plan, the days, the order of phases."""

from __future__ import annotations

import streamlit as st

from planner import planning, timelog
from planner.charts import palette, retrospective
from planner.clock import now
from planner.domain.project import Project
from planner.pages.colour_key import draw_key
from planner.phase_order import most_returns, phase_visits
from planner.retrospective import day_timeline, phase_comparison
from planner.store import Store

_MOST_DAYS = 31


def draw_plan_and_actual(store: Store, project: Project) -> None:
    """Draw the hours of each phase on the band that was planned."""
    phases = phase_comparison(store, project.id, now())
    if not len(phases):
        return
    chart = retrospective.planned_against_actual(phases, title="Which phases took more than planned?")
    st.altair_chart(chart, key="retro_phases")
    meanings = {
        "planned at first": palette.PLANNED,
        "your hours": palette.ATTENDED,
        "past the cap": palette.PAST_CAP,
        "machine alone": palette.UNATTENDED,
    }
    if not (phases["past_cap_hours"] > 0).any():
        del meanings["past the cap"]
    draw_key(meanings)


def draw_days(store: Store, project: Project) -> None:
    """Draw the newest days, each with its blocks of work."""
    blocks = day_timeline(store, project.id, now())
    if not len(blocks):
        return
    kept = sorted(blocks["day"].unique())[-_MOST_DAYS:]
    shown = blocks[blocks["day"].isin(kept)]
    st.altair_chart(retrospective.days(shown, title="When did you work?"), key="retro_days")
    if len(kept) < blocks["day"].nunique():
        st.caption(f"The last {_MOST_DAYS} of {blocks['day'].nunique()} days with work.")


def draw_order(store: Store, project: Project) -> None:
    """Draw in which order phases had the attention, and say which two took turns."""
    entries, phases = timelog.entries(store, project.id), planning.phases(store, project.id)
    visits = phase_visits(entries, phases)
    if not len(visits):
        return
    names = [phase.name for phase in phases if phase.name in set(visits["phase"])]
    back = most_returns(entries, phases)
    title = f"From {back.later} back to {back.earlier}: {back.times} times" if back else "In what order did it go?"
    st.altair_chart(retrospective.order_of_phases(visits, names, title=title), key="retro_order")

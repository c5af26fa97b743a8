"""The pictures of the Retrospective page: hours against the plan, the days, the order of phases."""

from __future__ import annotations

import streamlit as st

from planner import planning, timelog
from planner.charts import palette, retrospective
from planner.charts.worth import worth_chart
from planner.clock import now
from planner.domain.gains import metric_name
from planner.domain.project import Project
from planner.pages.colour_key import draw_key
from planner.pages.words import as_typed
from planner.phase_order import phase_visits
from planner.retrospective import day_timeline, phase_comparison, worth_frame, worth_of
from planner.retrospective.answers import days_title, order_title, overrun_words
from planner.store import Store

_LEAST_VISITS = 2  # one visit has no order
_MOST_DAYS = 31
_LEAST_RESULTS = 2


def draw_plan_and_actual(store: Store, project: Project) -> None:
    """Draw the hours of each phase on the band that was planned."""
    phases = phase_comparison(store, project.id, now())
    if not len(phases):
        return
    chart = retrospective.planned_against_actual(phases, title=overrun_words(phases))
    st.altair_chart(chart, key="retro_phases")
    meanings = {
        "planned at first": palette.PLANNED,
        "your hours": palette.ATTENDED,
        "past the cap (line)": palette.PAST_CAP,
        "machine alone (thin)": palette.UNATTENDED,
    }
    drawn = {
        "planned at first": phases["low_hours"].notna(),
        "your hours": phases["attended_hours"] > 0,
        "past the cap (line)": phases["cap_hours"].notna(),
        "machine alone (thin)": phases["unattended_hours"] > 0,
    }
    draw_key({words: colour for words, colour in meanings.items() if drawn[words].any()})


def draw_worth(store: Store, project: Project) -> None:
    """Draw the best score over hours, and say when one could have called it; nothing before two results."""
    worth = worth_of(store, project.id, now())
    if worth is None or len(worth.scored) < _LEAST_RESULTS:
        return
    name = as_typed(metric_name(worth.metric))
    st.markdown(f"**What were the hours worth?** {as_typed(worth.sentence)}")
    moment = (worth.moment.attended_hours, worth.moment.best) if worth.moment else None
    title = f"Best {name} so far, over your hours"
    frame = worth_frame(worth)
    chart = worth_chart(frame, title=title, metric=name, worked_hours=worth.attended_hours, moment=moment)
    st.altair_chart(chart, key="retro_worth")


def draw_days(store: Store, project: Project) -> None:
    """Draw the newest days, each with its blocks of work."""
    blocks = day_timeline(store, project.id, now())
    if not len(blocks):
        return
    kept = sorted(blocks["day"].unique())[-_MOST_DAYS:]
    shown = blocks[blocks["day"].isin(kept)]
    st.altair_chart(retrospective.days(shown, title=days_title(blocks)), key="retro_days")
    if len(kept) < blocks["day"].nunique():
        st.caption(f"The last {_MOST_DAYS} of {blocks['day'].nunique()} days with work.")


def draw_order(store: Store, project: Project) -> None:
    """Draw in which order phases had the attention, and say which two took turns."""
    entries, phases = timelog.entries(store, project.id), planning.phases(store, project.id)
    visits = phase_visits(entries, phases)
    if len(visits) < _LEAST_VISITS:
        return
    names = [phase.name for phase in phases if phase.name in set(visits["phase"])]
    title = order_title(entries, phases)
    st.altair_chart(retrospective.order_of_phases(visits, names, title=title), key="retro_order")

"""Some projects beside each other; which ones stands in the URL, so that a reload keeps them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import streamlit as st

from planner import planning
from planner.charts import palette
from planner.charts import side_by_side as charts
from planner.clock import now
from planner.domain.gains import metric_name
from planner.domain.project import Project
from planner.pages.colour_key import draw_key
from planner.pages.steps import follow
from planner.pages.words import as_typed
from planner.retrospective import side_by_side as beside
from planner.store import Store

_PARAMETER = "beside"
_KEY = "side_by_side"
_NONE = "none"
_MOST_PHASES = 8


def draw_side_by_side(store: Store) -> None:
    """Draw the box that chooses the projects, and a picture a question; nothing before two projects have hours."""
    projects = beside.comparable(store)
    if len(projects) < beside.LEAST_PROJECTS:
        return
    st.subheader("Projects side by side", anchor=False)
    current = planning.current_project(store)
    chosen = _choose(projects, current.id if current else None)
    if len(chosen) < beside.LEAST_PROJECTS:
        st.caption("Choose at least two projects.")
        return
    compared = beside.side_by_side(store, chosen, now())
    _draw_shares(compared)
    _draw_ratios(compared)
    _draw_gains(compared)


def _choose(projects: Sequence[Project], current: int | None) -> list[int]:
    names = {project.id: beside.name_of(project) for project in projects}
    asked = st.query_params.get(_PARAMETER)
    ids = [int(part) for part in (asked or "").split(".") if part.isdecimal()]
    chosen = list(dict.fromkeys(project_id for project_id in ids if project_id in names))[: beside.MOST_PROJECTS]
    follow(_KEY, chosen if chosen or asked == _NONE else beside.first_choice(projects, current))
    return st.multiselect(
        "Projects to compare",
        list(names),
        format_func=names.__getitem__,
        max_selections=beside.MOST_PROJECTS,
        key=_KEY,
        on_change=_keep,
    )


def _keep() -> None:
    st.query_params[_PARAMETER] = ".".join(map(str, st.session_state[_KEY])) or _NONE


def _draw_shares(compared: Sequence[beside.Beside]) -> None:
    shares = beside.shares_frame(compared)
    if not len(shares):
        return
    shown = shares[shares["phase"].isin(list(dict.fromkeys(shares["phase"]))[:_MOST_PHASES])]
    _draw(charts.shares(shown, title="Where did the hours of each go?"), "shares", beside.shares_sentence(shares))


def _draw_ratios(compared: Sequence[beside.Beside]) -> None:
    ratios = beside.ratios_frame(compared)
    if not len(ratios):
        return
    _draw(charts.ratios(ratios, title="Did each take what was planned?"), "ratios", beside.ratios_sentence(compared))
    draw_key({
        "planned range of the whole project": palette.PLANNED,
        "your hours (hollow: not finished)": palette.ATTENDED,
    })  # fmt: skip


def _draw_gains(compared: Sequence[beside.Beside]) -> None:
    gains, metric = beside.gains_frame(compared), beside.shared_metric(compared)
    if metric and len(gains) < beside.LEAST_PROJECTS:  # one bar is no comparison
        st.markdown(as_typed(beside.gains_sentence(compared)))
    elif metric:
        chart = charts.gains(gains, title="What did an hour gain?", metric=metric_name(metric))
        _draw(chart, "gains", beside.gains_sentence(compared))


def _draw(chart: alt.LayerChart, key: str, sentence: str) -> None:
    st.altair_chart(chart, key=f"beside_{key}")
    if sentence:
        st.markdown(as_typed(sentence))

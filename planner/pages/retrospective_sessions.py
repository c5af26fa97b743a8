"""The training sessions of a project: boxes, used time, and scores against the benchmark."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.charts import retrospective
from planner.charts.palette import score_number
from planner.clock import local_zone
from planner.domain.project import Project
from planner.domain.wording import metric_words
from planner.pages.train_words import signed_number
from planner.retrospective import sessions_frame
from planner.store import Store


def draw_sessions(store: Store, project: Project) -> None:
    """Draw what the training sessions were worth; without any, the way to the first."""
    sessions = sessions_frame(store, project.id)
    if not len(sessions):
        st.caption("No training session is logged on this project yet.")
        return
    scored = _of_one_metric(sessions.assign(number=range(1, len(sessions) + 1)))
    if len(scored):
        name = metric_words(str(scored["metric"].iloc[0]))
        chart = retrospective.session_scores(scored, title=_worth_words(scored, name), metric=name)
        st.altair_chart(chart, key="retro_sessions")
    st.dataframe(sessions_table(sessions), hide_index=True, height="content", alt="All training sessions.")


def sessions_table(sessions: pd.DataFrame) -> pd.DataFrame:
    """The sessions as a person reads them, oldest first."""
    started = sessions["started_at"].dt.tz_convert(local_zone()).dt.strftime("%d %b, %H:%M")
    return pd.DataFrame(
        {
            "No.": range(1, len(sessions) + 1),
            "Started": started,
            "Data": sessions["source"],
            "Box, min": sessions["timebox_min"].map("{:g}".format),
            "Used, min": sessions["used_min"].map(lambda minutes: "" if pd.isna(minutes) else f"{minutes:.1f}"),
            "Score": sessions["metric"].map(metric_words),
            "n-gram": sessions["benchmark"].map(_number),
            "Delivered": sessions["delivered"].map(_number),
            "Difference": sessions["difference"].map(lambda value: "" if pd.isna(value) else signed_number(value)),
            "How it ended": sessions["state"].astype(str),
        }
    )


def _of_one_metric(sessions: pd.DataFrame) -> pd.DataFrame:
    """Sessions with a score in the metric that most of them have: two metrics share no axis."""
    scored = sessions.dropna(subset=["delivered"])
    if not len(scored):
        return scored
    of_one: pd.DataFrame = scored[scored["metric"] == scored["metric"].mode().iloc[0]]
    return of_one


def _worth_words(scored: pd.DataFrame, name: str) -> str:
    if len(scored) == 1:
        return f"What was the training worth? {name} {score_number(float(scored['delivered'].iloc[0]))}"
    first, best = float(scored["delivered"].iloc[0]), float(scored["delivered"].max())
    gain = best - first
    return f"Best session: {name} {score_number(best)}, {signed_number(gain)} on the first"


def _number(value: float) -> str:
    return "" if pd.isna(value) else score_number(value)

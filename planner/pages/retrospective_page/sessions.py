"""The training sessions of a project: boxes, used time, and scores against the benchmark."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from model.metrics import metric_words
from planner.charts import retrospective
from planner.clock import local_zone
from planner.domain.wording import count_words, score_number
from planner.pages.cards import draw_frame_cards, on_wide_screens
from planner.pages.on_paper import draw_paper_frame
from planner.pages.train_page.words import signed_number
from planner.pages.words import as_typed
from planner.retrospective.answers import of_one_metric, other_tables_words, worth_words


def draw_scores(sessions: pd.DataFrame) -> None:
    """Draw what the training sessions were worth, in the metric that most of them aimed at."""
    of_one = of_one_metric(sessions.assign(number=range(1, len(sessions) + 1)))
    if of_one["delivered"].notna().any():
        name = metric_words(str(of_one["metric"].iloc[0]))
        chart = retrospective.session_scores(of_one, title=worth_words(of_one), metric=name)
        st.altair_chart(chart, key="retro_sessions")
        left_out = other_tables_words(sessions, of_one)
        if left_out:
            st.caption(as_typed(left_out))


def draw_table(sessions: pd.DataFrame) -> None:
    """Draw all training sessions with box, used time and score against benchmark; without any, say so."""
    if not len(sessions):
        st.caption("No training session is logged on this project yet.")
        return
    st.markdown(f"**{count_words(len(sessions), 'training session')}**")
    table = sessions_table(sessions)
    with on_wide_screens("sessions"):
        st.dataframe(table, hide_index=True, height="content", alt="All training sessions.")
    draw_frame_cards(table, title=["No.", "Data"], right=["Delivered", "n-gram"])
    draw_paper_frame(table)


def sessions_table(sessions: pd.DataFrame) -> pd.DataFrame:
    """The sessions as a person reads them, oldest first; what counts most is in front."""
    started = sessions["started_at"].dt.tz_convert(local_zone())
    times = zip(sessions["used_min"], sessions["timebox_min"], strict=True)
    return pd.DataFrame(
        {
            "No.": range(1, len(sessions) + 1),
            "Used of box": [_used_words(used, box) for used, box in times],
            "Delivered": sessions["delivered"].map(_number),
            "n-gram": sessions["benchmark"].map(_number),
            "Difference": sessions["difference"].map(lambda value: "" if pd.isna(value) else signed_number(value)),
            "Score": sessions["metric"].map(metric_words),
            "How it ended": sessions["state"].astype(str),
            "Started": [f"{at.day} {at:%b}, {at:%H:%M}" for at in started],
            "Data": sessions["data"],
        }
    )


def _used_words(used_min: float, box_min: float) -> str:
    return f"running, of {box_min:g} min" if pd.isna(used_min) else f"{used_min:.1f} of {box_min:g} min"


def _number(value: float) -> str:
    return "" if pd.isna(value) else score_number(value)

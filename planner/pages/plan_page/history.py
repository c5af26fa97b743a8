"""How the forecast and the plan changed, and how good earlier ranges were."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from planner import planning
from planner.charts.forecast_history import forecast_history_chart
from planner.domain.forecasts import KeptForecast
from planner.domain.project import Project
from planner.domain.wording.numbers import count_words
from planner.forecast import (
    EIGHT_OF_TEN,
    INTERVAL_SCORE_WORDS,
    OwnScores,
    RangeScore,
    keep_forecast,
    kept_forecasts,
    own_scores,
    scores_of,
)
from planner.outlook import Outlook
from planner.pages.words import as_typed, day_words, own_zone, to_local
from planner.planning import PlanChange
from planner.store import Store

_OPEN = "forecast_history_open"


def draw_history(store: Store, project: Project, outlook: Outlook | None, now: datetime) -> None:
    """Keep this forecast; draw those kept so far, the plan as it changed, and the score of earlier ranges."""
    if outlook and not project.finished_at:
        keep_forecast(store, outlook.forecast, now, chance=outlook.chance)
    kept = kept_forecasts(store, project.id)
    changes = planning.plan_changes(store, project.id, own_zone())
    if kept or changes:
        label = f"How did the forecast change? ({count_words(len(kept), 'forecast')})"
        box = st.expander(label, icon=":material/timeline:", key=_OPEN, on_change="rerun")
        if box.open:  # folded, it would cost half the time of the page
            with box:
                _draw_forecasts(project, outlook, kept)
                _draw_changes(changes, now)
    scores = scores_of(outlook.forecast.record) if outlook else own_scores(store, now)
    with st.expander(f"How good were my earlier ranges? {held_words(scores.all)}", icon=":material/target:"):
        _draw_own_scores(scores)


def forecast_rows(kept: list[KeptForecast]) -> pd.DataFrame:
    """Forecasts in hours in all, on the clocks of this machine."""
    rows = [
        {
            "day": pd.Timestamp(to_local(forecast.forecast_at).replace(tzinfo=None)),
            "logged_hours": forecast.logged_hours,
            "low_hours": forecast.logged_hours + forecast.left_low_hours,
            "middle_hours": forecast.logged_hours + forecast.left_middle_hours,
            "high_hours": forecast.logged_hours + forecast.left_high_hours,
            "chance": forecast.chance,
        }
        for forecast in kept
    ]
    return pd.DataFrame(rows).astype({"chance": float})


def held_words(score: RangeScore) -> str:
    """How many ranges held, in brackets for a label."""
    return f"({score.held} of {score.count} held)" if score.count else "(none finished yet)"


def score_rows(name: str, groups: dict[str, RangeScore]) -> pd.DataFrame:
    """One row a project or kind of phase: how many ranges held, of how many, and their interval score."""
    return pd.DataFrame([
        {name: group.capitalize() if name == "Phase" else group, "Held": f"{score.held} of {score.count}",
         "Interval score": score.interval_score}
        for group, score in groups.items()
    ])  # fmt: skip


def _draw_forecasts(project: Project, outlook: Outlook | None, kept: list[KeptForecast]) -> None:
    if not kept:
        return
    total = project.total
    chart = forecast_history_chart(
        forecast_rows(kept),
        title="Hours in all, as forecast then",
        description="The forecast of all hours over time.",
        said_low=total.low_hours if total else None,
        said_high=total.high_hours if total else None,
    )
    st.altair_chart(chart, width="stretch", key="forecast_history")


def _draw_changes(changes: list[PlanChange], now: datetime) -> None:
    if changes:
        lines = [f"- {day_words(change.changed_at, now)}: {as_typed(change.words)}" for change in changes]
        st.markdown("\n".join(["**The plan was changed**", "", *lines]))
    else:
        st.caption("The plan stands as it was first said.")


def _draw_own_scores(scores: OwnScores) -> None:
    """Draw the verdict, and beside each other how the ranges of projects and of kinds of phases held."""
    score, parts = scores.all, {"Project": scores.by_project, "Phase": scores.by_phase}
    if not score.count:
        st.markdown(
            "Each phase that is done, and each finished project, is scored here: did your range hold what it took? "
            "Eight of ten should."
        )
        return
    st.markdown(f"**{score.words[0].upper()}{score.words[1:]}.** {EIGHT_OF_TEN}")
    if scores.exact_words:
        st.markdown(scores.exact_words)
    columns = st.columns(len(parts), gap="medium")
    for column, (name, groups) in zip(columns, parts.items(), strict=True):
        column.dataframe(
            score_rows(name, groups),
            hide_index=True,
            column_config={"Interval score": st.column_config.NumberColumn(format="%.2f", help=INTERVAL_SCORE_WORDS)},
        )

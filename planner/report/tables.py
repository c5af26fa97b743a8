"""Tables of a report: phases, training sessions, and where scores come from."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pandas as pd

from model.metrics import metric_words
from planner.domain.wording import between_words, hours_words, score_number


def phases_table(phases: pd.DataFrame) -> pd.DataFrame:
    """`retrospective.phase_comparison` with honest ranges, in words."""
    return pd.DataFrame({
        "Phase": phases["phase"],
        "Planned first": list(map(_range, phases["low_hours"], phases["high_hours"])),
        "Honest then": list(map(_between, phases["honest_low_hours"], phases["honest_high_hours"])),
        "Cap": phases["cap_hours"].map(_hours_or_nothing),
        "Your hours": phases["attended_hours"].map(hours_words),
        "Machine alone": phases["unattended_hours"].map(_hours_or_nothing),
        "Past the cap": phases["past_cap_hours"].map(_hours_or_nothing),
    })  # fmt: skip


def sessions_table(sessions: pd.DataFrame, zone: tzinfo) -> pd.DataFrame:
    """`retrospective.sessions_frame` on the clocks of a zone."""
    return pd.DataFrame({
        "Session": sessions["session_id"],
        "Started": sessions["started_at"].dt.tz_convert(zone).map(_moment_words),
        "Data": sessions["data"],
        "Box": [f"{box:g} min" for box in sessions["timebox_min"]],
        "Ended": sessions["state"],
        "Metric": sessions["metric"].map(metric_words),
        "Delivered": sessions["delivered"].map(_score),
        "n-gram": sessions["benchmark"].map(_score),
    })  # fmt: skip


def scores_table(scores: pd.DataFrame, zone: tzinfo) -> pd.DataFrame:
    """`retrospective.provenance_frame` on the clocks of a zone."""
    return pd.DataFrame({
        "Scores": scores["scores"],
        "Session": scores["session"],
        "Model, scored on": [", ".join(filter(None, of)) for of in zip(scores["model"], scores["part"], strict=True)],
        "Weights": scores["weights"],
        "Data hash": scores["data"],
        "When": scores["scored_at"].dt.tz_convert(zone).map(_day_words),
        "Data or note": scores["source"],
    })  # fmt: skip


def _moment_words(at: datetime) -> str:
    return f"{at.day} {at:%b %Y, %H:%M}"


def _day_words(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


def _range(low: float, high: float) -> str:
    return "" if pd.isna(low) else f"{low:g}–{high:g} h"


def _between(low: float, high: float) -> str:
    return "" if pd.isna(low) else between_words(low, high)


def _hours_or_nothing(hours: float) -> str:
    return "" if pd.isna(hours) or not hours else hours_words(hours)


def _score(value: float) -> str:
    return "" if pd.isna(value) else score_number(value)

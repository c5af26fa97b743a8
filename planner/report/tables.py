"""Tables of a report, in words: phases, training sessions, where scores come from, and how ranges held."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pandas as pd

from model.protocol.metrics import metric_words
from planner.domain.wording.common import between_words, hours_words, score_number
from planner.domain.wording.scores import signed_number
from planner.forecast import OwnScores


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
    """`retrospective.sessions_frame` on the clocks of a zone, numbered as in the picture; what counts most in front."""
    times = zip(sessions["used_min"], sessions["timebox_min"], strict=True)
    return pd.DataFrame({
        "No.": range(1, len(sessions) + 1),
        "Used of box": [_used_words(used, box) for used, box in times],
        "Delivered": sessions["delivered"].map(_score),
        "n-gram": sessions["benchmark"].map(_score),
        "Difference": sessions["difference"].map(_difference),
        "Score": sessions["metric"].map(metric_words),
        "How it ended": sessions["state"].astype(str),
        "Started": sessions["started_at"].dt.tz_convert(zone).map(_moment_words),
        "Data": sessions["data"],
        "Session": sessions["session_id"],
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


def estimates_table(scores: OwnScores) -> pd.DataFrame:
    """How many ranges held, and their interval score: a row a project, in order of finishing, then one a phase."""
    groups = [("Project", name, score) for name, score in scores.by_project.items()]
    groups += [("Phase", name.capitalize(), score) for name, score in scores.by_phase.items()]
    rows = [(kind, name, f"{one.held} of {one.count}", f"{one.interval_score:.2f}") for kind, name, one in groups]
    return pd.DataFrame(rows, columns=["Ranges of", "Name", "Held", "Interval score"])


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


def _used_words(used_min: float, box_min: float) -> str:
    return f"running, of {box_min:g} min" if pd.isna(used_min) else f"{used_min:.1f} of {box_min:g} min"


def _difference(value: float) -> str:
    return "" if pd.isna(value) else signed_number(value)


def _score(value: float) -> str:
    return "" if pd.isna(value) else score_number(value)

"""Tables of a report, in words: phases, training sessions, where scores come from, and how ranges held."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pandas as pd

from model.protocol.metrics import metric_words
from planner.domain.wording.days import short_full_date
from planner.domain.wording.durations import between_words, ends_words, hours_words
from planner.domain.wording.scores import score_number, signed_number
from planner.forecast import OwnScores


def phases_table(phases: pd.DataFrame) -> pd.DataFrame:
    """`retrospective.phase_comparison` with honest ranges, in words."""
    return pd.DataFrame({
        "Phase": phases["phase"],
        "Planned first": list(map(ends_words, phases["low_hours"], phases["high_hours"])),
        "Honest then": list(map(between_words, phases["honest_low_hours"], phases["honest_high_hours"])),
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
        "Delivered": sessions["delivered"].map(score_number),
        "n-gram": sessions["benchmark"].map(score_number),
        "Difference": sessions["difference"].map(signed_number),
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
        "When": scores["scored_at"].dt.tz_convert(zone).map(short_full_date),
        "Data or note": scores["source"],
    })  # fmt: skip


def estimates_table(scores: OwnScores) -> pd.DataFrame:
    """How many ranges held, and their interval score: a row a project, in order of finishing, then one a phase."""
    groups = [("Project", name, score) for name, score in scores.by_project.items()]
    groups += [("Phase", name.capitalize(), score) for name, score in scores.by_phase.items()]
    rows = [
        (kind, name, f"{score.held} of {score.count}", f"{score.interval_score:.2f}") for kind, name, score in groups
    ]
    return pd.DataFrame(rows, columns=["Ranges of", "Name", "Held", "Interval score"])


def _moment_words(at: datetime) -> str:
    return f"{short_full_date(at)}, {at:%H:%M}"


def _hours_or_nothing(hours: float) -> str:
    return hours_words(hours) if hours else ""


def _used_words(used_min: float, box_min: float) -> str:
    return f"running, of {box_min:g} min" if pd.isna(used_min) else f"{used_min:.1f} of {box_min:g} min"

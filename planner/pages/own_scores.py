"""How good a person's ranges were, drawn on the Plan page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.forecast import EIGHT_OF_TEN, INTERVAL_SCORE_WORDS, OwnScores, RangeScore


def held_words(score: RangeScore) -> str:
    """How many ranges held, in brackets for a label."""
    return f"({score.held} of {score.count} held)" if score.count else "(none finished yet)"


def draw_own_scores(scores: OwnScores) -> None:
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


def score_rows(name: str, groups: dict[str, RangeScore]) -> pd.DataFrame:
    """One row a project or kind of phase: how many ranges held, of how many, and their interval score."""
    return pd.DataFrame([
        {name: group.capitalize() if name == "Phase" else group, "Held": f"{score.held} of {score.count}",
         "Interval score": score.interval_score}
        for group, score in groups.items()
    ])  # fmt: skip

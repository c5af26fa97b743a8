"""Every class with its precision, recall and F1 on held-out texts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from model.protocol.result import ClassScore, ClassScores
from planner.domain.wording.scores import score_number
from planner.sessions import SessionView

_WHAT_IT_SAYS = (
    "On held-out texts. Precision: the share of right ones among the texts that were given this label. "
    "Recall: the share of the class's texts that were given it."
)
_MOST_ROWS = 15  # a longer table scrolls


def draw_class_table(view: SessionView) -> None:
    """Draw the table folded; nothing where the session did not get that far."""
    table = class_table(view)
    if not len(table):
        return
    with st.expander(f"All {len(table):,} classes", icon=":material/format_list_numbered:"):
        st.dataframe(
            table,
            hide_index=True,
            height="content" if len(table) <= _MOST_ROWS else "auto",
            alt="Each class with F1, precision, recall, F1 of the n-gram model, and texts.",
        )
        st.caption(_WHAT_IT_SAYS)


def class_table(view: SessionView) -> pd.DataFrame:
    """One row per class, the hardest first; empty where the result tells no classes."""
    told = view.result.per_class if view.result is not None else ClassScores()
    benchmark = {one.label: one for one in told.benchmark}
    return pd.DataFrame([_row(one, benchmark.get(one.label)) for one in sorted(told.delivered, key=lambda one: one.f1)])


def _row(one: ClassScore, benchmark: ClassScore | None) -> dict[str, Any]:
    figures = {"F1": one.f1, "Precision": one.precision, "Recall": one.recall}
    shown = {name: score_number(figure, digits=2) for name, figure in figures.items()}
    other = score_number(benchmark.f1, digits=2) if benchmark else ""
    return {"Class": one.label, **shown, "n-gram F1": other, "Texts": one.support}

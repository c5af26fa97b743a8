"""Every class with its precision, recall and F1 on held-out texts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.wording import score_number
from planner.sessions import SessionView

_FIGURES = {"F1": "f1", "Precision": "precision", "Recall": "recall"}
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
    told = (view.result or {}).get("per_class")
    if not isinstance(told, dict):
        return pd.DataFrame()
    benchmark = {str(row["label"]): row for row in told.get("benchmark") or ()}
    rows = sorted(told.get("delivered") or (), key=lambda row: float(row["f1"]))
    return pd.DataFrame([_row(row, benchmark.get(str(row["label"]))) for row in rows])


def _row(row: dict[str, Any], benchmark: dict[str, Any] | None) -> dict[str, Any]:
    figures = {name: score_number(row[key], digits=2) for name, key in _FIGURES.items()}
    other = score_number(benchmark["f1"], digits=2) if benchmark else ""
    return {"Class": str(row["label"]), **figures, "n-gram F1": other, "Texts": row["support"]}

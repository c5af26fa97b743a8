"""Every class or label with its precision, recall and F1 on held-out texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from model.protocol.result import ClassScore, ClassScores
from planner.domain.wording.label_kinds import TOO_FEW, TOO_FEW_MEANS, KindWords, kind_words
from planner.domain.wording.scores import score_number
from planner.sessions import SessionView

_WHAT_IT_SAYS = (
    "On held-out texts. Precision: the share of right ones among the texts that were given this label. "
    "Recall: the share of the {noun}'s texts that were given it."
)
_OF_LABELS = " ROC AUC: the chance that a text with the label gets a higher probability than one without."
_MOST_ROWS = 15  # a longer table scrolls


def draw_class_table(view: SessionView) -> None:
    """Draw the table folded; nothing where the session did not get that far."""
    judged, others = class_tables(view)
    if not len(judged) + len(others):
        return
    noun = words_of(view)
    with st.expander(noun.every(len(judged) + len(others)), icon=":material/format_list_numbered:"):
        if len(judged):
            _draw_table(judged, noun)
        st.caption(_WHAT_IT_SAYS.format(noun=noun.one) + (_OF_LABELS if view.result_has_several_labels else ""))
        if len(others):
            st.markdown(f"**{TOO_FEW}**")
            _draw_table(others, noun)
            st.caption(TOO_FEW_MEANS)


def words_of(view: SessionView) -> KindWords:
    """What the session's texts are given: a class each, or labels."""
    return kind_words(several_labels=view.result_has_several_labels)


def class_tables(view: SessionView) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row per class or label, the hardest first, and the labels that have too few texts to be judged.

    Both are empty where the result tells no classes.
    """
    told = view.result.per_class if view.result is not None else ClassScores()
    benchmark = {one.label: one for one in told.benchmark}
    by_f1 = sorted(told.delivered, key=lambda one: one.f1)
    return tuple(_table(view, [one for one in by_f1 if one.judged is judged], benchmark) for judged in (True, False))  # type: ignore[return-value]


def _table(view: SessionView, scores: Sequence[ClassScore], benchmark: dict[str, ClassScore]) -> pd.DataFrame:
    row = _label_row if view.result_has_several_labels else _class_row
    return pd.DataFrame([row(one, benchmark.get(one.label)) for one in scores])


def _draw_table(table: pd.DataFrame, noun: KindWords) -> None:
    columns = [str(name) for name in table if name != noun.heading]
    st.dataframe(
        table,
        hide_index=True,
        height="content" if len(table) <= _MOST_ROWS else "auto",
        alt=f"Each {noun.one} with {', '.join(columns)}.",
    )


def _class_row(one: ClassScore, benchmark: ClassScore | None) -> dict[str, Any]:
    return {"Class": one.label, **_figures(one, benchmark), "Texts": one.support}


def _label_row(one: ClassScore, benchmark: ClassScore | None) -> dict[str, Any]:
    area = "" if one.roc_auc is None else score_number(one.roc_auc, digits=2)
    return {"Label": one.label, "Texts": one.support, **_figures(one, benchmark), "ROC AUC": area}


def _figures(one: ClassScore, benchmark: ClassScore | None) -> dict[str, str]:
    figures = {"F1": one.f1, "Precision": one.precision, "Recall": one.recall}
    shown = {name: score_number(figure, digits=2) for name, figure in figures.items()}
    return {**shown, "n-gram F1": score_number(benchmark.f1, digits=2) if benchmark else ""}

"""Which classes or labels the delivered model takes for which: a picture, or a table of many classes and of labels."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.charts.confusion import MOST_CLASSES, confusion_matrix
from planner.domain.wording.numbers import share_words
from planner.pages.train_page.words import plain_text
from planner.sessions.confusions import Confusions
from planner.sessions.label_mistakes import LabelMistakes

_MOST_ROWS = 10
_TRUE_CLASS, _LABEL = "True class", "Label"


def draw_label_mistakes(found: LabelMistakes) -> None:
    """Draw which labels are taken for which: a table, as a text may have both and is in the place of neither."""
    st.markdown(f"**{plain_text(found.answer)}**")
    if len(found.mistakes):
        _draw_mistakes(found.mistakes, _LABEL)
        st.caption("Held-out texts with the label: it was not said of them, and the other, which they have not, was.")


def draw_confusions(confusions: Confusions) -> None:
    """Draw the matrix; its most frequent mistakes where it would be too large to read."""
    if len(confusions.classes) <= MOST_CLASSES:
        st.altair_chart(confusion_matrix(confusions.cells, title=confusions.answer), key="ended_confusion")
        return
    st.markdown(f"**{plain_text(confusions.answer)}**")
    _draw_mistakes(confusions.mistakes, _TRUE_CLASS)


def _draw_mistakes(mistakes: pd.DataFrame, heading: str) -> None:
    st.dataframe(
        mistakes_table(mistakes, heading),
        hide_index=True,
        height="content",
        column_config={heading: st.column_config.TextColumn(width=None if heading == _LABEL else "medium")},
        alt=f"The most frequent confusions: {heading.lower()}, what it was taken for, and how often.",
    )
    beyond = len(mistakes) - _MOST_ROWS
    if beyond > 0:
        st.caption(f"The {_MOST_ROWS} most frequent confusions on held-out texts; {beyond:,} more are rarer.")


def mistakes_table(mistakes: pd.DataFrame, heading: str) -> pd.DataFrame:
    """The most frequent confusions, one a row: true class or label, taken for, texts, and their share of its texts."""
    shown = mistakes.head(_MOST_ROWS)
    return pd.DataFrame(
        {
            heading: shown["true"],
            "Taken for": shown["predicted"],
            "Texts": [f"{rows:,} of {of:,}" for rows, of in zip(shown["rows"], shown["of"], strict=True)],
            "Share": [share_words(share, 1.0) for share in shown["share"]],
        }
    )

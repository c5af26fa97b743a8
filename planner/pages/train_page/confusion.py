"""Which classes the delivered model takes for which: a picture, or a table where the classes are many."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.charts.confusion import MOST_CLASSES, confusion_matrix
from planner.domain.wording.numbers import share_words
from planner.pages.train_page.words import plain_text
from planner.sessions.confusions import Confusions

_MOST_ROWS = 10


def draw_confusions(confusions: Confusions) -> None:
    """Draw the matrix; its most frequent mistakes where it would be too large to read."""
    if len(confusions.classes) <= MOST_CLASSES:
        st.altair_chart(confusion_matrix(confusions.cells, title=confusions.answer), key="ended_confusion")
        return
    st.markdown(f"**{plain_text(confusions.answer)}**")
    st.dataframe(
        mistakes_table(confusions),
        hide_index=True,
        height="content",
        column_config={"True class": st.column_config.TextColumn(width="medium")},
        alt="The most frequent confusions: true class, what it was taken for, and how often.",
    )
    beyond = len(confusions.mistakes) - _MOST_ROWS
    if beyond > 0:
        st.caption(f"The {_MOST_ROWS} most frequent confusions on held-out texts; {beyond:,} more are rarer.")


def mistakes_table(confusions: Confusions) -> pd.DataFrame:
    """The most frequent confusions, one a row: true class, taken for, texts, and their share of the class."""
    shown = confusions.mistakes.head(_MOST_ROWS)
    return pd.DataFrame(
        {
            "True class": shown["true"],
            "Taken for": shown["predicted"],
            "Texts": [f"{rows:,} of {of:,}" for rows, of in zip(shown["rows"], shown["of"], strict=True)],
            "Share": [share_words(share, 1.0) for share in shown["share"]],
        }
    )

"""What a model of several labels says of typed texts: the labels that are said, and how sure it is of each."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from model.protocol.run_folder import LABELS_COLUMN, positive_column
from planner.domain.wording.scores import probability_words
from planner.pages.train_page.words import plain_text

NONE_SAID = "None of the labels"
_SURE = 3  # probabilities in a cell


def draw_label_answers(labelled: pd.DataFrame) -> None:
    """One answer as a sentence with the probability of every label, several as a table."""
    names = {str(name): str(name).removeprefix(positive_column("")) for name in labelled.columns[2:]}
    probabilities = labelled[list(names)].rename(columns=names)
    said = [cell or NONE_SAID for cell in labelled[LABELS_COLUMN].astype(str)]
    if len(labelled) == 1:
        every = likeliest_words(probabilities.iloc[0], most=len(names))
        st.markdown(f"**{plain_text(said[0])}**  \n{plain_text(every)}")
        return
    words = [likeliest_words(row) for _, row in probabilities.iterrows()]
    shown = pd.DataFrame({"Labels": said, "Likeliest": words, "Text": labelled["text"]})
    st.dataframe(shown, hide_index=True, height="content", alt="Typed texts with labels, and the likeliest of all.")


def likeliest_words(probabilities: pd.Series[float], *, most: int = _SURE) -> str:
    """The labels with the highest probabilities, the likeliest first.

    >>> likeliest_words(pd.Series({"rude": 0.2, "toxic": 0.9, "threat": 0.01}), most=2)
    'toxic .90, rude .20'
    """
    likeliest = probabilities.astype(float).sort_values(ascending=False, kind="stable").head(most)
    return ", ".join(f"{name} {probability_words(float(value))}" for name, value in likeliest.items())

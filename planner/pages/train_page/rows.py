"""What is in the chosen file: its classes as a picture, and its first rows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.charts import training
from planner.domain.wording.numbers import share_words
from planner.material.first_look import ClassLook, FirstLook
from planner.pages.train_page.columns import Material


def draw_material(material: Material) -> None:
    """Draw the classes beside the first ten rows, folded; the rows alone while no labels are chosen."""
    if material.classes is None or material.problem:
        _draw_rows(material)
        return
    picture, rows = st.columns([4, 7], gap="medium")
    with picture:
        _draw_classes(material.classes, "labels" if material.several else "classes")
    with rows:
        _draw_rows(material)


def rows_shown(look: FirstLook, texts: Sequence[str], labels: Sequence[str]) -> pd.DataFrame:
    """The first rows with the chosen columns in front, so that a wide table needs no scrolling to see them."""
    chosen = list(dict.fromkeys((*labels, *texts)))
    return look.head[[*chosen, *(column for column in look.columns if column not in chosen)]]


def class_title(look: ClassLook, what: str = "classes") -> str:
    """What the picture of the classes, or labels, says: the largest one, and how many there are.

    >>> frame = pd.DataFrame({"label": ["ham", "spam"], "rows": [87, 13], "share": [0.87, 0.13]})
    >>> class_title(ClassLook(frame, "", None))
    'Largest of 2 classes: ham, 87 %'
    """
    label, share = _short(str(look.classes["label"].iloc[0])), share_words(float(look.classes["share"].iloc[0]), 1.0)
    return f"Largest of {len(look.classes):,} {what}: {label}, {share}"


def _draw_rows(material: Material) -> None:
    head = rows_shown(material.look, material.texts, material.labels)
    with st.expander(f"The first {len(head)} rows", icon=":material/table_rows:"):
        st.dataframe(head, hide_index=True, height="content", alt="The first rows of the file, all columns.")


def _draw_classes(look: ClassLook, what: str) -> None:
    st.altair_chart(training.class_counts(look.classes, title=class_title(look, what)), key="train_classes")
    beyond = len(look.classes) - training.MOST_CLASSES
    for note in (f"{beyond:,} smaller {what} are not drawn." if beyond > 0 else "", look.counted):
        if note:
            st.caption(note)


def _short(label: str) -> str:
    return label if len(label) <= 20 else f"{label[:19]}…"

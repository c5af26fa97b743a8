"""Columns that give the label away: said in a quiet line, and none of them is learned from."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import streamlit as st

from data.labels.reading import LabelReading
from data.labels.several import SeveralLabels
from planner.material.first_look import ClassLook, FirstLook
from planner.material.leak_look import LeakLook, leaks_in
from planner.material.sampled_column import sampled_columns
from planner.pages.train_page.words import plain_text

_Stamp = tuple[float, int]


def draw_leaks(
    look: FirstLook,
    stamp: _Stamp,
    label: str | None,
    classes: ClassLook | None,
    *,
    texts: tuple[str, ...],
    split: str | None,
    several: SeveralLabels | None = None,
) -> tuple[tuple[str, ...], str]:
    """Say which columns give the label away; the columns of texts without those, and why none can be learned from."""
    if label is None or classes is None or classes.problem:
        return texts, ""
    if several is not None and several.separator is not None:
        return texts, ""  # tags are no values that a column could repeat
    labels, reading = (several.columns, several.reading) if several else ((label,), classes.reading)
    others = tuple(name for name in look.columns if name not in ({split, look.split_column} - {*labels}))
    leaks = _leak_look(os.fsencode(look.path), stamp, others, labels, reading=reading)
    if refused := leaks.refusal(texts, look.text_columns):
        return texts, refused
    for sentence in leaks.said(texts):
        st.caption(plain_text(sentence))
    return leaks.usable(texts), ""


@st.cache_data(max_entries=8, show_spinner=False)
def _leak_look(
    path: bytes, stamp: _Stamp, columns: tuple[str, ...], labels: tuple[str, ...], *, reading: LabelReading
) -> LeakLook:
    return leaks_in(_rows(path, stamp, columns), labels, reading)


@st.cache_data(max_entries=2, show_spinner=False)
def _rows(path: bytes, stamp: _Stamp, columns: tuple[str, ...]) -> pd.DataFrame:
    """A sample of the file, read once: a line that is moved asks for the leaks again, not for the rows."""
    return sampled_columns(Path(os.fsdecode(path)), columns, most_s=1.0).frame

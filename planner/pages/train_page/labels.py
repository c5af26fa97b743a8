"""What is asked about labels that look like none: whether a rare word is a class, and what a blank one means."""

from __future__ import annotations

import streamlit as st

from data.missing import AS_WRITTEN, LabelReading
from planner.domain.wording import count_words
from planner.first_look import ClassLook
from planner.pages.train_page.place import choices, choose
from planner.pages.train_page.words import plain_text

_MOST_ASKED = 5  # words; further ones stay without a label
_BLANKS_ASKED = 0.1  # of all rows: fewer blank labels are slips


def choose_reading(look: ClassLook | None, label: str | None) -> LabelReading:
    """Draw what there is to ask about a column's labels, nothing where there is nothing."""
    if look is None or label is None:
        return AS_WRITTEN
    kept = _choose_kept(look, label)
    return LabelReading(_choose_blank(look, label), kept)


def _choose_kept(look: ClassLook, label: str) -> tuple[str, ...]:
    """A tick for each word that counts as without a label."""
    before = (choices().keep or "").split("\n")
    asked = look.missing[:_MOST_ASKED]
    kept = tuple(
        word
        for word, rows in asked
        if st.checkbox(
            f"'{plain_text(word)}' is a class ({count_words(rows, 'row')}; counts as without a label otherwise)",
            value=word in before,
            key=f"train_keep_{label}_{word}",
        )
    )
    if asked:
        choose("keep", "\n".join(kept) or None)
    return kept


def _choose_blank(look: ClassLook, label: str) -> str | None:
    """A field for what a blank label means, where many are blank or all others are one value."""
    labelled = int(look.classes["rows"].sum())
    if look.unlabelled < _BLANKS_ASKED * (labelled + look.unlabelled):
        return None
    named = st.text_input(
        f"A blank label means ({count_words(look.unlabelled, 'row')}; left out when nothing is said)",
        value=choices().blank or "",
        placeholder="no",
        key=f"train_blank_{label}",
    ).strip()
    choose("blank", named or None)
    return named or None

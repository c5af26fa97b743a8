"""What is asked about labels that look like none: whether a rare word is a class, and what a blank one means."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from data.labels.label_words import is_one_a_class, mostly_blank, taken_for_none
from data.labels.reading import AS_WRITTEN, LabelReading
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.material.first_look import ClassLook
from planner.pages.steps import follow
from planner.pages.train_page.url_state import choices, choose
from planner.pages.train_page.words import plain_text
from planner.sessions import SessionView

_MOST_ASKED = 5  # words; further ones stay without a label
_BLANKS_ASKED = 0.1  # of all rows: fewer blank labels are slips


def taken_words(view: SessionView) -> str:
    """Which labels a session took for none, and where to say otherwise; empty where it took none."""
    words = view.cleaned.unlabelled.words if view.cleaned else {}
    if not words:
        return ""
    return f"{taken_for_none(words)} {is_one_a_class(words)} The form of a new session has a tick for it."


def blank_words(view: SessionView) -> str:
    """That most labels are blank, and where to say what that means; empty where they are not."""
    if view.cleaned is None:
        return ""
    found = view.cleaned.unlabelled
    left_out = mostly_blank(found.words, blank=found.blank, labelled=found.labelled)
    return f"{left_out} If blank means something, the form of a new session has a field for it." if left_out else ""


def draw_warnings(view: SessionView, *, most: int | None = None) -> None:
    """Draw what a person has to know of a session, the last `most` of it; words taken for no label are no warning."""
    blank = blank_words(view)
    warnings = (*([blank] if blank else []), *view.warnings)
    for warning in warnings[-most:] if most else warnings:
        st.warning(plain_text(warning), icon=":material/warning:")


def choose_reading(look: ClassLook | None, label: str | None) -> LabelReading:
    """Draw what there is to ask about a column's labels, nothing where there is nothing."""
    if look is None or label is None:
        return AS_WRITTEN
    kept = _choose_kept(look, label)
    return LabelReading(_choose_blank(look, label), kept)


def _choose_kept(look: ClassLook, label: str) -> tuple[str, ...]:
    """A tick for each word that counts as without a label, folded: few people have a class of that name."""
    asked = look.missing[:_MOST_ASKED]
    if not asked:
        return ()
    before = (choices().keep or "").split("\n")
    with st.expander(_unlabelled_words(asked), icon=":material/label_off:"):
        kept = tuple(word for word, rows in asked if _draw_tick(label, word, rows, is_kept=word in before))
    choose("keep", "\n".join(kept) or None)
    return kept


def _draw_tick(label: str, word: str, rows: int, *, is_kept: bool) -> bool:
    key = f"train_keep_{label}_{word}"
    follow(key, is_kept)
    counted = f"{count_words(rows, 'row')}; counts as without a label otherwise"
    return st.checkbox(f"'{plain_text(word)}' is a class ({counted})", key=key)


def _unlabelled_words(asked: Sequence[tuple[str, int]]) -> str:
    """How many rows are told to be without a label by which words, for the folded box."""
    words = list_words([f"'{plain_text(word)}'" for word, _ in asked])
    return f"{words}: classes, or no label ({count_words(sum(rows for _, rows in asked), 'row')})?"


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

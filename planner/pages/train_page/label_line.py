"""What the label column is, in one quiet line under the choice of it."""

from __future__ import annotations

import streamlit as st

from data.labels.label_look import LabelKind
from planner.material.first_look import ClassLook
from planner.pages.train_page.number_label import asks_for_numbers
from planner.pages.train_page.words import plain_text


def draw_seen(look: ClassLook) -> None:
    """Say what the column is; nothing where a refusal or the question about a number says it."""
    seen = look.seen
    if not seen.is_label or (seen.kind is LabelKind.NUMBER and asks_for_numbers(look)):
        return
    st.caption(plain_text(seen.words))

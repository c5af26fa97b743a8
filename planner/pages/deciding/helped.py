"""Did it help? One click on a decision to go on, kept for the retrospective."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner import stop_rules
from planner.domain.decisions import Decision
from planner.pages.action import run_action
from planner.pages.words import as_typed
from planner.store import Store


def draw_helped(made: Decision, sentence: str) -> None:
    """Draw the question about one decision, in the sentence that tells of it, and its two answers."""
    with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"helped_{made.id}"):
        st.markdown(f"**Did it help?** {as_typed(sentence)}", width="stretch")
        for label, helped in (("It helped", True), ("It did not", False)):
            judging = partial(run_action, partial(_judge, made.id, helped=helped))
            st.button(label, key=f"helped_{made.id}_{helped}", on_click=judging)


def _judge(decision_id: int, store: Store, *, helped: bool) -> str:
    stop_rules.judge(store, decision_id, helped=helped)
    return "Noted for the retrospective: it helped." if helped else "Noted for the retrospective: it did not help."

"""One question with its answers: chosen, filled in, and sent; not dismissed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner.domain.decisions import Answer, Occasion
from planner.domain.project import Project
from planner.outlook import Outlook
from planner.pages.deciding.answers import Asked, draw_answer
from planner.pages.terms import meanings_in
from planner.pages.words import as_typed, unbroken
from planner.stop_rules import StopQuestion, Unmet
from planner.store import Store

_FORM_PX = 560  # a field as wide as the page is hard to read
_LABELS = {
    Answer.CONTINUE: ":material/play_arrow: Go on",
    Answer.NEW_DATE: ":material/event: New date",
    Answer.CUT: ":material/content_cut: Cut something",
    Answer.NEW_TARGET: ":material/track_changes: New target",
    Answer.CALL_IT: ":material/flag: Call it",
    Answer.PARK: ":material/pause: Park it",
}


def draw_question(store: Store, project: Project, question: StopQuestion, ends: Unmet, outlook: Outlook | None) -> None:
    """Draw what is true, the possible answers, and the fields of the one that is chosen."""
    key = f"calling_{project.id}_{question.occasion.name}_{question.phase_id}"
    asked = Asked(project, question, ends, outlook, key)
    with st.container(border=True, key=key):
        help_words = meanings_in(question.short)
        st.header(unbroken(f"{as_typed(question.short)}."), anchor=False, help=help_words)
        if question.rest:
            st.markdown(as_typed(question.rest))
        chosen = _draw_choices(asked)
        if chosen:
            with st.container(width=_FORM_PX):
                draw_answer(store, asked, chosen)


def _draw_choices(asked: Asked) -> Answer | None:
    """The answers, side by side; the one that is chosen. A second click lets go of it."""
    possible = [answer for answer in asked.question.answers if answer is not Answer.CUT or not asked.ends.is_nothing]
    return st.pills(
        "Your answer",
        possible,
        format_func=partial(_label, at_cap=asked.question.occasion is Occasion.CAP),
        label_visibility="collapsed",
        key=f"{asked.key}_chosen",
    )


def _label(answer: Answer, *, at_cap: bool) -> str:
    return ":material/flag: Call it done" if at_cap and answer is Answer.CALL_IT else _LABELS[answer]

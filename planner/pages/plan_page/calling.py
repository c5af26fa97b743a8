"""The questions of a plan whose conditions are met, at the top of the page: answered, not dismissed."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from planner import calling
from planner.clock import local_zone, now
from planner.domain.decisions import Answer, Decision, Occasion, is_parked
from planner.domain.project import Project
from planner.domain.wording import count_words
from planner.outlook import Outlook
from planner.pages.attempt import attempt
from planner.pages.plan_page.calling_answers import Asked, draw_answer
from planner.pages.words import as_typed, day_words, unbroken
from planner.store import Store

_MOST_DRAWN = 2
_FORM_PX = 560  # a field as wide as the page is hard to read
_LABELS = {
    Answer.CONTINUE: ":material/play_arrow: Go on",
    Answer.NEW_DATE: ":material/event: New date",
    Answer.CUT: ":material/content_cut: Cut something",
    Answer.CALL_IT: ":material/flag: Call it",
    Answer.PARK: ":material/pause: Park it",
}


def draw_questions(store: Store, project: Project, outlook: Outlook | None, now: datetime) -> None:
    """Draw the most urgent questions, each with its answers; of a parked project, the way to take it up again."""
    decisions = store.decisions.of_project(project.id)
    if is_parked(decisions) and not project.finished_at:
        _draw_parked(project, decisions, now)
        return
    asked = calling.questions(store, project, outlook, now, local_zone())
    ends = calling.open_ends(store, project.id)
    for question in asked[:_MOST_DRAWN]:
        key = f"calling_{project.id}_{question.occasion.name}_{question.phase_id}"
        _draw_question(store, Asked(project, question, ends, outlook, key))
    waiting = len(asked) - _MOST_DRAWN
    if waiting > 0:
        st.caption(f"{count_words(waiting, 'more question waits', 'more questions wait')} for your answer.")


def _draw_question(store: Store, asked: Asked) -> None:
    question = asked.question
    with st.container(border=True, key=asked.key):
        st.header(unbroken(f"{as_typed(question.short)}."), anchor=False)
        if question.rest:
            st.markdown(as_typed(question.rest))
        chosen = _draw_choices(asked)
        if chosen:
            with st.container(width=_FORM_PX):
                draw_answer(store, asked, chosen)


def _draw_choices(asked: Asked) -> Answer | None:
    """The answers, side by side; the one that is chosen. A second click lets go of it."""
    possible = [one for one in asked.question.answers if one is not Answer.CUT or not asked.ends.is_nothing]
    return st.pills(
        "Your answer",
        possible,
        format_func=partial(_label, at_cap=asked.question.occasion is Occasion.CAP),
        label_visibility="collapsed",
        key=f"{asked.key}_chosen",
    )


def _label(answer: Answer, *, at_cap: bool) -> str:
    return ":material/flag: Call it done" if at_cap and answer is Answer.CALL_IT else _LABELS[answer]


def _draw_parked(project: Project, decisions: list[Decision], now: datetime) -> None:
    parked = next(made for made in reversed(decisions) if made.phase_id is None)
    because = f": {as_typed(parked.because.rstrip('.'))}" if parked.because else ""
    with st.container(border=True, key=f"parked_{project.id}"):
        st.header(f"Parked since {day_words(parked.decided_at, now)}{because}.", anchor=False)
        st.markdown("Nothing is asked of a parked project.")
        st.button(
            "Take it up again",
            icon=":material/replay:",
            type="primary",
            on_click=attempt,
            args=(partial(_take_up, project=project),),
            key=f"take_up_{project.id}",
        )


def _take_up(store: Store, *, project: Project) -> str:
    calling.take_up(store, project.id, now())
    return f"“{project.name}” is taken up again."

"""The questions of a plan whose conditions are met, at the top of the page: answered, not dismissed."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from planner import stop_rules
from planner.clock import now
from planner.domain.decisions import Decision
from planner.domain.project import Project
from planner.domain.wording.numbers import count_words
from planner.outlook import Outlook
from planner.pages.action import run_action
from planner.pages.deciding.question import draw_question
from planner.pages.words import as_typed, day_words, own_zone
from planner.store import Store

_MOST_DRAWN = 2


def draw_stop_questions(store: Store, project: Project, outlook: Outlook | None, now: datetime) -> None:
    """Draw the most urgent questions, each with its answers; of a parked project, the way to take it up again."""
    parked = stop_rules.parked(store, project.id)
    if parked and not project.finished_at:
        _draw_parked(project, parked, now)
        return
    asked = stop_rules.questions(store, project, outlook, now, own_zone())
    ends = stop_rules.unmet(store, project.id)
    for question in asked[:_MOST_DRAWN]:
        draw_question(store, project, question, ends, outlook)
    waiting = len(asked) - _MOST_DRAWN
    if waiting > 0:
        st.caption(f"{count_words(waiting, 'more question waits', 'more questions wait')} for your answer.")


def _draw_parked(project: Project, parked: Decision, now: datetime) -> None:
    because = f": {as_typed(parked.because.rstrip('.'))}" if parked.because else ""
    with st.container(border=True, key=f"parked_{project.id}"):
        st.header(f"Parked since {day_words(parked.decided_at, now)}{because}.", anchor=False)
        st.markdown("Nothing is asked of a parked project.")
        st.button(
            "Take it up again",
            icon=":material/replay:",
            type="primary",
            on_click=run_action,
            args=(partial(_take_up, project=project),),
            key=f"take_up_{project.id}",
        )


def _take_up(store: Store, *, project: Project) -> str:
    stop_rules.take_up(store, project.id, now(), zone=own_zone())
    return f"“{project.name}” is taken up again."

"""I'm stuck: write the question down, try for 25 minutes, then say what came of it, with the hours left in view."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from planner import planning, timelog
from planner.clock import now
from planner.domain.project import Phase, Project
from planner.domain.stuck import STUCK_BOX_S, Outcome, StuckSpell
from planner.domain.wording.durations import hours_words
from planner.pages.action import run_action
from planner.pages.failure import plain_failures
from planner.pages.press import button
from planner.pages.terms import meanings_in
from planner.pages.words import as_typed, clock_words
from planner.pages.work_page.keyboard import GETTING_STUCK
from planner.store import Store, open_store
from planner.timelog.stuck import LONGEST_TEXT

_LOOK_AGAIN_S = 10
_MINUTES = round(STUCK_BOX_S / 60)
_QUESTION, _SETTLED_BY, _NOTE = "stuck_question", "stuck_settled_by", "stuck_note"
_BUTTONS = {
    Outcome.SETTLED: ("Settled", ":material/check:", "Go on with what you know now."),
    Outcome.ASK: ("Ask someone", ":material/forum:", "Your question is written down already: send it."),
    Outcome.PARK: ("Park it", ":material/pause:", "Leave the question, and go on with something else."),
    Outcome.CALL_IT: ("Call it", ":material/flag:", "It is not worth more of your hours."),
}


def draw_getting_stuck(store: Store, phase: Phase) -> None:
    """Draw the button that begins a box for a question on the phase that runs; none while a question is open."""
    if timelog.open_spell(store, phase.project_id) is not None:
        return
    with st.popover("I'm stuck", icon=":material/help:", key=GETTING_STUCK), st.form("stuck", border=False):
        st.text_input("What is the question?", key=_QUESTION, max_chars=LONGEST_TEXT)
        st.text_input("What would settle it? (optional)", key=_SETTLED_BY, max_chars=LONGEST_TEXT)
        st.form_submit_button(
            f"Try for {_MINUTES} minutes",
            type="primary",
            on_click=run_action,
            args=(partial(_begin, phase_id=phase.id),),
        )


@st.fragment(run_every=_LOOK_AGAIN_S)
def draw_stuck(project: Project) -> None:
    """Draw the open question with its box and its answers; nothing while there is none. Looks again by itself."""
    with plain_failures(), open_store() as store:
        spell = timelog.open_spell(store, project.id)
        phase = planning.find_phase(store, spell.phase_id) if spell else None
        if spell is not None and phase is not None:
            _draw_spell(store, spell, phase)


def box_words(spell: StuckSpell, now: datetime) -> str:
    """How much of the box is left."""
    if spell.is_over(now):
        return "The time you gave it is over. What came of it?"
    left = hours_words(spell.left_s(now) / 3600)
    return f"{left} left, until {clock_words(spell.ends_at)}"


def left_words(phase: Phase, used_hours: float) -> str:
    """What is left of a phase: of its cap, else of the high end of its range.

    >>> left_words(Phase(1, 1, "Explore", 0, cap_hours=5), 3.4)
    'Explore: 1.6 h left of the 5 h cap'
    >>> left_words(Phase(1, 1, "Explore", 0), 3.4)
    'Explore: 3.4 h so far, without a cap'
    """
    name, of = as_typed(phase.name), "cap"
    most = phase.cap_hours
    if most is None and phase.range is not None:
        most, of = phase.range.high_hours, "range's high end"
    if most is None:
        return f"{name}: {hours_words(used_hours)} so far, without a cap"
    if used_hours >= most:
        return f"{name}: nothing left of the {hours_words(most)} {of}"
    return f"{name}: {hours_words(most - used_hours)} left of the {hours_words(most)} {of}"


def _draw_spell(store: Store, spell: StuckSpell, phase: Phase) -> None:
    instant = now()
    used = timelog.hours_by_phase(store, phase.project_id, instant)[phase.id].attended
    with st.container(border=True, key="stuck_spell"):
        st.markdown(f":material/help: **{as_typed(spell.question)}**")
        if spell.settled_by:
            st.markdown(f"What would settle it: {as_typed(spell.settled_by)}")
        left = left_words(phase, used)
        st.caption(f"{box_words(spell, instant)} · {left}", help=meanings_in(left))
        note = st.text_input("What do you know now? (optional)", key=_NOTE, max_chars=LONGEST_TEXT)
        with st.container(horizontal=True):
            for outcome, (label, icon, what) in _BUTTONS.items():
                if button(label, icon=icon, help=what, key=f"stuck_{outcome.name}"):
                    _done(partial(_end, spell=spell, phase=phase.name, outcome=outcome, note=note))
            if spell.is_over(instant) and button(f"{_MINUTES} minutes more", type="tertiary", key="stuck_more"):
                _done(partial(_try_on, spell=spell))


def _done(action: partial[str]) -> None:
    """Carry it out and draw the whole page: its notice stands at the top, outside this fragment."""
    run_action(action)
    st.session_state.pop(_NOTE, None)
    st.rerun()


def _begin(store: Store, *, phase_id: int) -> str:
    typed = {key: st.session_state.get(key) or "" for key in (_QUESTION, _SETTLED_BY)}
    spell = timelog.say_stuck(store, phase_id, typed[_QUESTION], settled_by=typed[_SETTLED_BY], now=now())
    for key in typed:
        st.session_state.pop(key, None)
    return f"Try it until {clock_words(spell.ends_at)}; then say what came of it."


def _end(store: Store, *, spell: StuckSpell, phase: str, outcome: Outcome, note: str) -> str:
    instant = now()
    timelog.end_stuck(store, spell.id, outcome, now=instant, note=note)
    took = hours_words(spell.took_s(instant) / 3600)
    match outcome:
        case Outcome.SETTLED:
            return f"Settled after {took}."
        case Outcome.ASK:
            return f"Kept: ask someone “{spell.question}”"
        case Outcome.PARK:
            return "Parked. Choose what to go on with."
        case Outcome.CALL_IT:
            return f"Called it after {took}. If {phase} ends with it, mark it as done on the Plan page."


def _try_on(store: Store, *, spell: StuckSpell) -> str:
    longer = timelog.try_on(store, spell.id, now=now())
    return f"Try it until {clock_words(longer.ends_at)}."

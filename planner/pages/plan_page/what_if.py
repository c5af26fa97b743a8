"""What if: a phase dropped or capped, the deadline moved. Tried at once, saved only when asked to."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import streamlit as st

from planner import planning
from planner.clock import now
from planner.domain.project import Phase, Project
from planner.domain.wording.durations import hours_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import chance_words
from planner.outlook import WANTED_CHANCE, Outlook, Remedy, WhatIf, end_of_day, save_what_if, that_hold
from planner.outlook.wording import NO_STEP_ENOUGH, STEPS_ENOUGH, remedy_words
from planner.pages.action import run_action
from planner.pages.notice import flash
from planner.pages.plan_page.fields import preset
from planner.pages.undo import UndoPlanChange
from planner.pages.words import MARKDOWN, as_typed, day_words, own_zone, to_local
from planner.store import Store

_CAPS_A_ROW = 4


def tried(project: Project, outlook: Outlook) -> WhatIf:
    """What is tried on a project in this tab, as far as its phases are still open."""
    open_ids = [phase.id for phase in _open_phases(outlook)]
    day = _value(project, _deadline_name(project), None)
    dropped = frozenset(_value(project, "dropped", [])) & frozenset(open_ids)
    caps = {phase_id: _value(project, f"cap_{phase_id}", None) for phase_id in open_ids}
    moved = day is not None and day != _deadline_day(project)
    deadline = end_of_day(day, own_zone()) if moved else None
    return WhatIf(
        deadline=deadline if deadline and deadline > now() else None,
        dropped=dropped,
        caps=that_hold(
            {phase_id: cap for phase_id, cap in caps.items() if cap and phase_id not in dropped}, outlook.uncapped
        ),
    )


def draw_tried(project: Project, what_if: WhatIf, outlook: Outlook, planned: Outlook, now: datetime) -> None:
    """Draw what is tried and what it brings, with the buttons that save it or forget it."""
    with st.container(border=True, key="what_if_tried"):
        st.markdown(f"**Tried, not saved:** {_tried_words(what_if, outlook, now)}.{_gain_words(outlook, planned)}")
        with st.container(horizontal=True):
            saving = partial(_save, project, what_if)
            st.button("Make this the plan", icon=":material/save:", key="what_if_save", on_click=saving)
            st.button("Forget it", type="tertiary", key="what_if_forget", on_click=_forget, args=(project,))


def draw_remedies(project: Project, outlook: Outlook) -> None:
    """Draw what leads to a chance of 80 %, as buttons that try it; nothing where it is that high already."""
    enough = [remedy for remedy in outlook.remedies if remedy.chance >= WANTED_CHANCE]
    others = [remedy for remedy in outlook.remedies if remedy.chance < WANTED_CHANCE]
    with st.container(key="remedies"):
        if enough or outlook.enough_deadline:
            _draw_steps(project, STEPS_ENOUGH, enough, outlook.enough_deadline)
        if others:
            is_some = outlook.enough_deadline is not None
            words = "Not enough alone:" if is_some else NO_STEP_ENOUGH
            _draw_steps(project, words, others, None)


def _draw_steps(project: Project, words: str, steps: list[Remedy], deadline: datetime | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words, width="content")
        for remedy in steps:
            chance = "" if remedy.chance >= WANTED_CHANCE else f": {chance_words(remedy.chance)}"
            st.button(
                remedy_words(remedy, MARKDOWN) + chance,
                key=f"remedy_{remedy.phase_id}",
                on_click=partial(_try_remedy, project, remedy),
                help="Tries it; nothing is saved.",
            )
        if deadline:
            _draw_moving(project, deadline)


def draw_what_if(project: Project, outlook: Outlook) -> None:
    """Draw the fields in which anything can be tried, folded."""
    phases = _open_phases(outlook)
    with st.expander("What if …", icon=":material/experiment:"):
        st.caption("Everything above follows at once; the plan stays as it is until you save it.")
        left, right = st.columns(2)
        with left:
            _draw_deadline(project)
        with right:
            names = {phase.id: as_typed(phase.name) for phase in phases}
            _keep_those_still_there(project, set(names))
            st.multiselect(
                "These phases were dropped",
                list(names),
                format_func=names.__getitem__,
                key=_key(project, "dropped"),
                placeholder="None",
            )
        _draw_caps(project, phases, outlook)
    _remember(project, phases)


def _keep_those_still_there(project: Project, open_ids: set[int]) -> None:
    """Another tab may have taken out a phase that is chosen here, or finished it."""
    key = _key(project, "dropped")
    chosen = [phase_id for phase_id in _value(project, "dropped", []) if phase_id in open_ids]
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen


def _draw_deadline(project: Project) -> None:
    key = _key(project, _deadline_name(project))
    preset(key, _value(project, _deadline_name(project), _deadline_day(project)))
    day = st.date_input("The deadline were", value=None, key=key, format="YYYY-MM-DD")
    if day and day != _deadline_day(project) and end_of_day(day, own_zone()) <= now():
        st.caption("That day has passed. Try one that lies ahead.")


def _draw_caps(project: Project, phases: list[Phase], outlook: Outlook) -> None:
    if not phases:
        return
    st.caption("Phases ended at so many hours in all:")
    logged = {piece.phase.id: piece.logged_hours for piece in outlook.uncapped.pieces if piece.phase}
    for start in range(0, len(phases), _CAPS_A_ROW):
        for phase, column in zip(phases[start : start + _CAPS_A_ROW], st.columns(_CAPS_A_ROW), strict=False):
            key = _key(project, f"cap_{phase.id}")
            preset(key, _value(project, f"cap_{phase.id}", None))
            hint = "no cap" if phase.cap_hours is None else f"{phase.cap_hours:g}"
            cap_hours = column.number_input(
                as_typed(phase.name), min_value=0.0, value=None, step=0.5, format="%g", key=key, placeholder=hint
            )
            if cap_hours and cap_hours <= logged.get(phase.id, 0.0):
                column.caption(f"{hours_words(logged[phase.id])} are logged already: give more, or drop it.")


def _draw_moving(project: Project, deadline: datetime) -> None:
    st.button(
        f"Move the deadline to {day_words(deadline, now())}",
        key="remedy_deadline",
        on_click=partial(_try_deadline, project, to_local(deadline).date()),
        help="Tries it; nothing is saved.",
    )


def _tried_words(what_if: WhatIf, outlook: Outlook, now: datetime) -> str:
    names = {piece.phase.id: as_typed(piece.name) for piece in outlook.forecast.pieces if piece.phase}
    words = [f"{names.get(phase_id, '')} dropped" for phase_id in sorted(what_if.dropped)]
    words += [f"{names.get(phase_id, '')} capped at {hours_words(cap)}" for phase_id, cap in what_if.caps.items()]
    if what_if.deadline:
        words.append(f"deadline {day_words(what_if.deadline, now)}")
    return list_words(words)


def _gain_words(outlook: Outlook, planned: Outlook) -> str:
    if outlook.chance is None:
        return ""
    if planned.chance is None:
        return f" The chance is then {chance_words(outlook.chance)}."
    return f" **{chance_words(outlook.chance)}** instead of {chance_words(planned.chance)}."


def _open_phases(outlook: Outlook) -> list[Phase]:
    return [piece.phase for piece in outlook.uncapped.pieces if piece.phase and not piece.is_done]


def _deadline_day(project: Project) -> date | None:
    return to_local(project.deadline).date() if project.deadline else None


def _deadline_name(project: Project) -> str:
    """Another one once the plan has another deadline: what was tried against the old one is not tried any more."""
    return f"deadline_{_deadline_day(project)}"


def _key(project: Project, name: str) -> str:
    return f"what_if_{project.id}_{name}"


def _memory_key(project: Project) -> str:
    return f"what if of project {project.id}"


def _value(project: Project, name: str, default: Any) -> Any:
    """What stands in the field; before it is drawn, as after a visit to another page, what stood there last."""
    key = _key(project, name)
    if key in st.session_state:
        return st.session_state[key]
    return st.session_state.get(_memory_key(project), {}).get(name, default)


def _remember(project: Project, phases: list[Phase]) -> None:
    names = [_deadline_name(project), "dropped", *(f"cap_{phase.id}" for phase in phases)]
    st.session_state[_memory_key(project)] = {name: st.session_state.get(_key(project, name)) for name in names}


def _try_remedy(project: Project, remedy: Remedy) -> None:
    if remedy.cap_hours is not None:
        st.session_state[_key(project, f"cap_{remedy.phase_id}")] = remedy.cap_hours
        return
    st.session_state[_key(project, "dropped")] = [*_value(project, "dropped", []), remedy.phase_id]


def _try_deadline(project: Project, day: date) -> None:
    st.session_state[_key(project, _deadline_name(project))] = day


def _forget(project: Project) -> None:
    prefix = f"what_if_{project.id}_"
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]
    st.session_state.pop(_memory_key(project), None)


def _save(project: Project, what_if: WhatIf) -> None:
    def make_it_the_plan(store: Store) -> str:
        before = planning.plan_snapshot(store, project.id)
        save_what_if(store, project.id, what_if, now())
        _forget(project)
        undo.append(before)
        return "This is the plan now."

    undo: list[str] = []
    run_action(make_it_the_plan)
    if undo:
        flash("This is the plan now.", undo=UndoPlanChange(undo[0]))

"""When do I call it? The conditions at which a person wants to be asked, and what was decided so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner import planning, stop_rules
from planner.domain.errors import InvalidPlan
from planner.domain.project import Project
from planner.domain.stopping import StopRules
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.pages.notice import flash
from planner.pages.plan_page.fields import preset
from planner.pages.press import form_button
from planner.pages.saved_form import COMPLAINT, saved_form
from planner.pages.terms import meaning
from planner.pages.words import as_typed, own_zone
from planner.store import Store

_MOST_UNFOLDED = 5


def draw_stops(store: Store, project: Project, now: datetime) -> None:
    """Draw the form of the conditions, folded below a label that says them, and the decisions so far."""
    st.subheader("When do I call it?", anchor=False, help=meaning("cap"))
    with st.expander(rules_words(project.stop), icon=":material/flag:"):
        st.markdown(_intro(project))
        send = f"save_stops_{project.id}"
        form = saved_form(f"stops of project {project.id}", project.stop, buttons=[send])
        with st.form(f"stops_{project.id}", border=False):
            typed = _draw_fields(form.key, project.stop)
            place = st.container()
            saved = form_button("Save when to ask", type="primary", icon=":material/save:", key=send)
        if form.is_stale:
            place.warning(COMPLAINT, icon=":material/sync_problem:")
        elif saved:
            _save(store, project, typed, now, place)
    _draw_decisions(store, project)


def rules_words(stop: StopRules) -> str:
    """The conditions in a line.

    >>> rules_words(StopRules(3, 0.002, True)), rules_words(StopRules(None, None, False))
    ('At 3 h left, below .002 an hour, at each cap', 'Say when to stop and think')
    """
    named = [f"at {hours_words(stop.hours_left)} left"] if stop.hours_left else []
    named += [f"below {stop_rules.gain_words(stop.gain_per_hour)} an hour"] if stop.gain_per_hour else []
    named += ["at each cap"] if stop.at_cap else []
    words = ", ".join(named)
    return words[:1].upper() + words[1:] if words else "Say when to stop and think"


def _intro(project: Project) -> str:
    """What the conditions are compared with."""
    if project.target is None:
        score = "The score is the metric with most results, until you set a target."
    else:
        name, value = stop_rules.metric_name(project.target.metric), stop_rules.score_words(project.target.value)
        score = f"The score is {as_typed(name)}, whose target is {value}. Once it is met you are asked, too."
    return f"Then you are asked: go on, park it, or call it? {score}"


def _draw_fields(key: str, stop: StopRules) -> tuple[float | None, float | None, bool]:
    left, right = st.columns(2)
    preset(f"{key}_hours", stop.hours_left)
    preset(f"{key}_gain", stop.gain_per_hour)
    with left:
        hours = st.number_input(
            "Hours of work left, at most",
            value=None,
            step=1.0,
            format="%g",
            key=f"{key}_hours",
            placeholder="3",
            help="Hours you will have for it until the deadline, or what is left of the budget.",
        )
    with right:
        gain = st.number_input(
            "Gain of the score per hour, below",
            value=None,
            step=0.001,
            format="%g",
            key=f"{key}_gain",
            placeholder="0.002",
            help=f"Over your last {stop_rules.GAIN_WINDOW_HOURS:g} hours of work.",
        )
    preset(f"{key}_at_cap", stop.at_cap)
    at_cap = st.checkbox("When a phase reaches its cap", key=f"{key}_at_cap")
    return hours, gain, at_cap


def _save(
    store: Store,
    project: Project,
    typed: tuple[float | None, float | None, bool],
    now: datetime,
    place: DeltaGenerator,
) -> None:
    try:
        planning.update_project(store, replace(project, stop=StopRules(*typed)), now=now)
    except InvalidPlan as error:
        place.error(as_typed(str(error)), icon=":material/error:")
        return
    flash("Saved: you will be asked then.")
    st.rerun()


def _draw_decisions(store: Store, project: Project) -> None:
    words = stop_rules.decisions_words(store, project, zone=own_zone())
    lines = "\n".join(f"- {as_typed(sentence)}" for sentence in words)
    if len(words) > _MOST_UNFOLDED:
        with st.expander(f"{count_words(len(words), 'decision')} so far", icon=":material/history:"):
            st.markdown(lines)
    elif words:
        st.markdown(f"**Decided so far**\n\n{lines}")

"""The timer: start, switch by one click, stop, cancel. Each click is checked against what the store says now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from planner import planning, stop_rules, timelog
from planner.clock import now
from planner.domain.project import Phase, Project
from planner.domain.timelog import RunningTimer
from planner.domain.wording.durations import so_far_words
from planner.outlook import keep_outlook
from planner.pages.action import run_action
from planner.pages.terms import meaning
from planner.pages.words import as_typed, clock_words, own_zone
from planner.pages.work_page.clock import ClockFace, draw_clock
from planner.pages.work_page.interrupted import draw_interrupted, draw_interrupting
from planner.pages.work_page.keyboard import START_STOP, draw_keyboard
from planner.pages.work_page.stuck import draw_getting_stuck
from planner.store import Store


def draw_timer(store: Store, project: Project, phases: Sequence[Phase]) -> int | None:
    """Draw the running timer with its controls, or the phases to start on. The id of the entry it shows."""
    timer = timelog.running(store)
    if timer is None:
        _draw_idle(store, project, phases)
        return None
    _draw_running(store, timer, project, phases)
    return timer.entry.id


def _draw_running(store: Store, timer: RunningTimer, project: Project, phases: Sequence[Phase]) -> None:
    elsewhere = "" if timer.project.id == project.id else f" in {as_typed(timer.project.name)}"
    with st.container(border=True):
        st.title(f"{as_typed(timer.phase.name)}{elsewhere}", anchor=False)
        _draw_clock_and_cap(store, timer)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Stop",
                type="primary",
                icon=":material/stop:",
                on_click=run_action,
                args=(partial(_stop, shown=timer.entry.id),),
                key="stop_timer",
                width=160,
                shortcut=START_STOP,
            )
            draw_interrupting(timer.entry.id)
            draw_getting_stuck(store, timer.phase)
            st.button(
                "Cancel",
                type="tertiary",
                help="Drop this entry; Undo brings it back.",
                on_click=run_action,
                args=(partial(_cancel, shown=timer.entry.id),),
                key="cancel_timer",
            )
            draw_keyboard(phases)
        st.caption("Switch to")
        _draw_phase_buttons(phases, shown=timer.entry.id, running=timer.phase.id)


def _draw_clock_and_cap(store: Store, timer: RunningTimer) -> None:
    instant = now()
    entry, phase = timer.entry, timer.phase
    with_this = timelog.hours_by_phase(store, timer.project.id, now=instant)[phase.id].attended
    this = entry.hours(instant) if entry.attended else 0.0
    cap = stop_rules.cap_state(store, timer.project, phase)
    if cap.ask_hours is not None and with_this >= cap.ask_hours:
        cap = replace(cap, ask_hours=None)  # it is asked above already
    draw_clock(ClockFace(phase.name, entry.started_at, max(0.0, with_this - this), entry.attended, cap))
    kind = "" if entry.attended else " · unattended"
    explained = [*(["cap"] if phase.cap_hours else []), *([] if entry.attended else ["unattended"])]
    st.caption(f"since {clock_words(entry.started_at)}{kind}", help=meaning(*explained) or None)


def _draw_idle(store: Store, project: Project, phases: Sequence[Phase]) -> None:
    with st.container(border=True):
        is_interrupted = draw_interrupted(store, project)
        if not is_interrupted:
            st.title("No timer is running", anchor=False)
        if not phases:
            st.markdown("This project has no phases. Add one on the Plan page.")
            return
        st.caption("Or start on" if is_interrupted else "Start on")
        _draw_phase_buttons(phases, first=None if is_interrupted else _last_phase(store, project, phases))
        draw_keyboard(phases)


def _draw_phase_buttons(
    phases: Sequence[Phase], *, shown: int | None = None, running: int | None = None, first: int | None = None
) -> None:
    """A button for each phase but the one that runs."""
    with st.container(horizontal=True):
        for phase in phases:
            if phase.id == running:
                continue
            st.button(
                as_typed(phase.name),
                type="primary" if phase.id == first else "secondary",
                icon=":material/play_arrow:" if shown is None else ":material/swap_horiz:",
                on_click=run_action,
                args=(partial(_start, phase_id=phase.id, name=phase.name, shown=shown),),
                key=f"start_{phase.id}",
                shortcut=START_STOP if phase.id == first else None,
            )


def _last_phase(store: Store, project: Project, phases: Sequence[Phase]) -> int:
    """The phase worked on last, which is the likeliest to go on with; else the first."""
    last = timelog.last_started(store, project.id)
    return last.phase_id if last and last.phase_id in {phase.id for phase in phases} else phases[0].id


def _start(store: Store, *, phase_id: int, name: str, shown: int | None) -> str:
    seen = timelog.sighting(now())
    ran = timelog.true_length(store, seen)
    started = timelog.start(store, phase_id, now=seen.at, expected=shown, ran=ran, zone=own_zone())
    return f"{name} runs since {clock_words(started.started_at)}."


def _stop(store: Store, *, shown: int) -> str:
    instant = now()
    ran = timelog.true_length(store, timelog.sighting(instant))
    entry = timelog.stop(store, now=instant, expected=shown, ran=ran, zone=own_zone())
    keep_outlook(store, planning.phase(store, entry.phase_id).project_id, instant, own_zone())
    return f"Stopped after {so_far_words(entry.hours(instant))}."


def _cancel(store: Store, *, shown: int) -> str:
    timelog.cancel(store, now=now(), expected=shown, zone=own_zone())
    return "Cancelled; nothing was logged. Undo stands below the list."

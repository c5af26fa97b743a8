"""The answer of the Plan page: hours planned, logged and still to be had until the deadline, in words and pictures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pandas as pd
import streamlit as st

from planner import planning, timelog
from planner.charts.plan import TOTAL_ROWS, plan_chart
from planner.domain.hours import HourRange
from planner.domain.project import Phase, Project
from planner.domain.timelog import PhaseHours
from planner.domain.wording import hours_words, range_words
from planner.outlook import Supply
from planner.pages.plan_free import draw_free_hours, draw_have, draw_way_to_say
from planner.pages.plan_supply import have_headline
from planner.pages.words import as_typed, day_words, days_until, days_words, unbroken, until_words
from planner.store import Store


def draw_answer(store: Store, project: Project, phases: list[Phase], supply: Supply | None, now: datetime) -> None:
    """Draw headline, picture, the sentences behind them, and the way to start working.

    `supply` is what the person has; None for a finished project and where nothing was said about free time.
    """
    hours = timelog.hours_by_phase(store, project.id, now=now)
    logged = {phase_id: of_phase.attended for phase_id, of_phase in hours.items()}
    against = planning.sum_against_total(phases, project.total)
    planned = project.total or against.sum
    st.title(unbroken(headline(project, planned, sum(logged.values()), supply, now)), anchor=False)
    picture, words = st.columns([3, 2], gap="medium")
    with picture:
        _draw_picture(project.total, against.sum, phases, logged)
    with words:
        _draw_words(store, project, planned, sum(logged.values()), supply, now=now)
        st.markdown(against.sentence if against.sum else f"{against.sentence} Give them one in the table below.")
        _draw_machine_hours(hours.values())
        _draw_way_on(store, project)
        if supply:
            draw_free_hours(supply, now)
        elif not project.finished_at:
            draw_way_to_say()


def _draw_words(
    store: Store,
    project: Project,
    planned: HourRange | None,
    logged_hours: float,
    supply: Supply | None,
    *,
    now: datetime,
) -> None:
    """The deadline, what you have until then, and what is logged and left of the plan."""
    st.markdown(_deadline_sentence(project, now))
    if supply:
        draw_have(supply)
    if supply and supply.deadline:  # or the headline says it already
        st.markdown(f"{_hours_against_plan(planned, logged_hours)}.")
    first = planning.first_estimates(store, project.id).get(None)
    for sentence in sentences(project, planned, logged_hours, first, now):
        st.markdown(sentence)


def _draw_machine_hours(hours: Iterable[PhaseHours]) -> None:
    alone = sum(of_phase.unattended for of_phase in hours)
    if alone:
        st.markdown(f"The machine worked {hours_words(alone)} alone, which no range counts.")


def _draw_way_on(store: Store, project: Project) -> None:
    """The main button: back to the timer, or, once finished, to the retrospective."""
    if project.finished_at:
        label, icon, page = "Look back: where did the hours go?", "history", "retrospective"
    else:
        running = timelog.running(store)
        label = f"Timer: {as_typed(running.phase.name)} is running" if running else "Start the timer"
        icon, page = "timer", "work"
    if st.button(label, type="primary", icon=f":material/{icon}:", width="stretch", key="way_on"):
        st.switch_page(f"planner/pages/{page}.py", query_params={"project": str(project.id)})


def headline(
    project: Project, planned: HourRange | None, logged_hours: float, supply: Supply | None, now: datetime
) -> str:
    """The two-second answer: hours you have against hours still planned; where one is not known, what is logged."""
    if supply and supply.deadline:
        return have_headline(supply, supply.deadline, planned, logged_hours, now)
    hours = _hours_against_plan(planned, logged_hours)
    if project.finished_at:
        return f"Finished: {hours[0].lower()}{hours[1:]}"
    return hours + _time_left(project.deadline, now)


def sentences(
    project: Project, planned: HourRange | None, logged_hours: float, first: HourRange | None, now: datetime
) -> list[str]:
    """What stands behind the headline: the pace that the rest of the plan asks for, and what was said first."""
    said = [_pace_sentence(project, planned, logged_hours, now)]
    if first and project.total and first != project.total:
        said.append(f"You say {range_words(project.total)} now; you first said {range_words(first)}.")
    return [sentence for sentence in said if sentence]


def chart_rows(
    total: HourRange | None, phase_sum: HourRange | None, phases: list[Phase], logged: dict[int, float]
) -> pd.DataFrame:
    """One row a bar: the total, all phases added up, then each phase once there is something to draw."""
    all_logged = sum(logged.values())
    rows = [_row(TOTAL_ROWS[0], total, None, all_logged)] if total else []
    if phase_sum:
        rows.append(_row(TOTAL_ROWS[1], phase_sum, None, all_logged))
    of_phases = [_row(phase.name, phase.range, phase.cap_hours, logged.get(phase.id, 0.0)) for phase in phases]
    if phase_sum or all_logged:  # before that, seven names without a bar would only be in the way
        rows += of_phases
    frame = pd.DataFrame(rows, columns=["name", "low_hours", "high_hours", "cap_hours", "logged_hours", "label"])
    numbers = ["low_hours", "high_hours", "cap_hours", "logged_hours"]
    return frame.astype(dict.fromkeys(numbers, float))


def _draw_picture(
    total: HourRange | None, phase_sum: HourRange | None, phases: list[Phase], logged: dict[int, float]
) -> None:
    if not phases:
        st.info("This project has no phases yet. Add the first one in the table below.")
        return
    rows = chart_rows(total, phase_sum, phases, logged)
    if not rows.empty:
        st.altair_chart(plan_chart(rows, title="Hours logged, against the range planned"), width="stretch")


def _row(name: str, hours: HourRange | None, cap_hours: float | None, logged_hours: float) -> dict[str, object]:
    return {
        "name": name,
        "low_hours": hours.low_hours if hours else None,
        "high_hours": hours.high_hours if hours else None,
        "cap_hours": cap_hours,
        "logged_hours": logged_hours,
        "label": _numbers(hours, logged_hours),
    }


def _numbers(hours: HourRange | None, logged_hours: float) -> str:
    if hours is None:
        return hours_words(logged_hours) if logged_hours else "no range yet"
    return f"{hours_words(logged_hours)} of {range_words(hours)}" if logged_hours else range_words(hours)


def _hours_against_plan(planned: HourRange | None, logged_hours: float) -> str:
    if planned is None:
        return f"{hours_words(logged_hours)} logged, no hours planned yet" if logged_hours else "No hours planned yet"
    about = f"about {hours_words(planned.planned_hours)}"
    if not logged_hours:
        return f"{about.capitalize()} planned, nothing logged yet"
    if logged_hours > planned.high_hours:
        return f"{hours_words(logged_hours)} logged, more than the {range_words(planned)} planned"
    return f"{hours_words(logged_hours)} logged of {about} planned"


def _time_left(deadline: datetime | None, now: datetime) -> str:
    if deadline is None:
        return ""
    days = days_until(deadline, now)
    if days == 0:
        return ", due today"
    return f", {days_words(days)} left" if days > 0 else f", deadline passed {until_words(deadline, now)}"


def _deadline_sentence(project: Project, now: datetime) -> str:
    if project.deadline is None:
        return "No deadline."
    return f"Deadline **{day_words(project.deadline, now)}** ({project.deadline_kind.value})."


def _pace_sentence(project: Project, planned: HourRange | None, logged_hours: float, now: datetime) -> str:
    """What the rest of the plan asks of each day left, today included; plain arithmetic, no forecast."""
    if planned is None or project.deadline is None or project.finished_at or project.deadline < now:
        return ""
    left_hours = planned.planned_hours - logged_hours
    if left_hours <= 0:
        return ""
    days = days_until(project.deadline, now) + 1
    if days == 1:
        return f"The {hours_words(left_hours)} left in the plan are all for today."
    return f"The {hours_words(left_hours)} left in the plan are **{hours_words(left_hours / days)} a day**."

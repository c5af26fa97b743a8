"""The plan as a picture: hours logged against the range planned, phase by phase."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from planner import timelog
from planner.charts.plan import TOTAL_ROWS, plan_chart
from planner.domain.hours import HourRange
from planner.domain.project import Phase, Project
from planner.domain.sums import sum_against_total
from planner.domain.wording.durations import hours_words, range_words
from planner.store import Store


def draw_logged_beside(store: Store, project: Project, phases: list[Phase], now: datetime) -> None:
    """Draw the picture under the phases of a project that is worked on; a finished one has it at the top."""
    hours = timelog.hours_by_phase(store, project.id, now=now)
    logged = {phase_id: of_phase.attended for phase_id, of_phase in hours.items() if of_phase.attended}
    if logged and not project.finished_at:
        draw_logged(project.total, sum_against_total(phases, project.total).sum, phases, logged)


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


def draw_logged(
    total: HourRange | None, phase_sum: HourRange | None, phases: list[Phase], logged: dict[int, float]
) -> None:
    """Draw the picture; what to do first where there are no phases, nothing where nothing is planned or logged."""
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

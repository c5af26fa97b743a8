"""All projects together: where the hours went, when, and how each project stands."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from planner.charts import palette
from planner.charts.across import hours_by_phase, hours_over_time, step_name
from planner.clock import now
from planner.domain.hours import LEAST_TOLD_HOURS
from planner.domain.project import Project
from planner.domain.wording.durations import hours_words, range_words
from planner.domain.wording.numbers import share_words
from planner.domain.wording.scores import score_number
from planner.pages.cards import draw_frame_cards, on_wide_screens
from planner.pages.colour_key import draw_key
from planner.pages.on_paper import draw_paper_frame
from planner.pages.press import button
from planner.pages.retrospective_page.period import draw_all_time_button
from planner.pages.words import day_words, own_zone, title_words, until_words
from planner.report import Key
from planner.retrospective.across import Across, ProjectLine, across
from planner.retrospective.named_period import ALL_TIME, NamedPeriod
from planner.store import Store

_MOST_PHASES = 12
_NAME_PX = 150  # a long name must not push the hours off a phone
_LEAST_STEPS = 2  # one bar is no course


def draw_across(store: Store, span: NamedPeriod = ALL_TIME) -> None:
    """Draw the answer, the hours by phase and over time, and a line a project; without hours, what to do."""
    overview = across(store, now(), own_zone(), span)
    if overview is None:
        _draw_nothing(span)
        return
    st.title(title_words(overview.answer), anchor=False)
    st.subheader(Key.HOURS, anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        _draw_phases(overview)
    with right:
        _draw_over_time(overview)
    _draw_key(overview)
    _draw_projects(overview)


def _draw_nothing(span: NamedPeriod) -> None:
    if span.words:
        st.title(f"No hours {span.words}", anchor=False)
        st.write("No project has a time entry in these days. Choose other days, or look at all of them.")
        draw_all_time_button()
        return
    st.title("No hours are logged yet", anchor=False)
    st.write("No project has a time entry. Start a timer, or log by hand what you have done.")
    if button("Start a timer", type="primary", icon=":material/timer:", key="across_to_work"):
        st.switch_page("planner/pages/work.py")


def _draw_phases(overview: Across) -> None:
    phases = overview.by_phase
    rest = phases.iloc[_MOST_PHASES:]
    shown = phases.head(_MOST_PHASES)
    if len(rest):
        others = rest[["attended_hours", "unattended_hours"]].sum().to_frame().T.assign(phase=f"{len(rest)} others")
        shown = pd.concat([shown, others], ignore_index=True)
    st.altair_chart(hours_by_phase(shown, title=_phases_title(phases)), key="across_phases")


def _phases_title(phases: pd.DataFrame) -> str:
    own, first = phases["attended_hours"].sum(), phases.iloc[0]
    if own < LEAST_TOLD_HOURS:
        return "Only machines worked"
    return f"{first['phase']} took {share_words(first['attended_hours'], own)} of your hours"


def _draw_over_time(overview: Across) -> None:
    steps = overview.over_time
    if len(steps) < _LEAST_STEPS:
        return
    column = "attended_hours" if steps["attended_hours"].sum() >= LEAST_TOLD_HOURS else "unattended_hours"
    most = steps.iloc[int(steps[column].argmax())]
    name = step_name(pd.Timestamp(most["begins"]), overview.step)
    title = f"The most {'on' if overview.step == 'day' else 'in'} {name}: {hours_words(most[column])}"
    st.altair_chart(hours_over_time(steps, step=overview.step, title=title), key="across_over_time")


def _draw_key(overview: Across) -> None:
    meanings = {
        "your hours": (palette.ATTENDED, "attended_hours"),
        "machine alone (thin)": (palette.UNATTENDED, "unattended_hours"),
    }
    draw_key({words: colour for words, (colour, name) in meanings.items() if overview.by_phase[name].sum() > 0})


def _draw_projects(overview: Across) -> None:
    st.subheader("How does each project stand?", anchor=False)
    table = projects_table(overview, now())
    with on_wide_screens("projects"):
        st.dataframe(
            table,
            hide_index=True,
            height="content",
            column_config={"Project": st.column_config.TextColumn(width=_NAME_PX)},
            alt="A line for each project with hours in these days.",
        )
    draw_frame_cards(table, title=["Project"], right=["Hours"])
    draw_paper_frame(table)
    st.caption(_table_words(overview.span))


def _table_words(span: NamedPeriod) -> str:
    if not span.words:
        return "Planned is the range said first for the whole project; a machine's hours do not count against it."
    return (
        f"Hours, machine hours and the best score are those {span.words}. Planned is the range said first for the "
        "whole project; against it stand your hours of all time, without a machine's."
    )


def projects_table(overview: Across, at: datetime) -> pd.DataFrame:
    """One row a project as a person reads it, the most hours first."""
    rows = [
        {
            "Project": line.project.name,
            "Hours": hours_words(line.hours.attended),
            "Planned in all": range_words(line.planned) if line.planned else "",
            "Against the plan": plan_words(line),
            "Machine": hours_words(line.hours.unattended) if line.hours.unattended else "",
            "Best score": f"{line.best[0]} {score_number(line.best[1])}" if line.best else "",
            "Deadline": deadline_words(line.project, at),
            "State": line.state,
        }
        for line in overview.lines
    ]
    return pd.DataFrame(rows)


def plan_words(line: ProjectLine) -> str:
    """Where all hours of a project ended against its first range; of one that goes on, where they are."""
    planned = line.planned
    if planned is None:
        return ""
    if line.all_hours > planned.high_hours:
        return f"over by {hours_words(line.all_hours - planned.high_hours)}"
    if line.project.finished_at is None:
        return f"{hours_words(line.all_hours)} so far"
    return "inside" if planned.holds(line.all_hours) else f"under by {hours_words(planned.low_hours - line.all_hours)}"


def deadline_words(project: Project, at: datetime) -> str:
    """Whether the deadline was met; of a project that goes on, when it is or was."""
    if project.deadline is None:
        return ""
    if project.finished_at is not None:
        return "met" if project.finished_at <= project.deadline else "missed"
    day = day_words(project.deadline, at)
    return f"passed {day}" if project.deadline < at else f"{day}, {until_words(project.deadline, at)}"

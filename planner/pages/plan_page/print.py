"""The plan on paper: what the screen shows in tables that are edited and boxes that unfold, as plain text."""

from __future__ import annotations

from datetime import datetime
from html import escape

import streamlit as st

from planner.domain.project import Phase, Project
from planner.domain.wording import hours_words, range_words
from planner.pages.plan_page.phase_table import Beside
from planner.pages.words import day_words, to_local

_HEADS = ("Phase", "Planned", "Honest", "Cap", "Logged", "")


def draw_print_heading(project: Project, now: datetime) -> None:
    """Draw the project's name and the day, on paper only."""
    day = f"{day_words(now, now)} {to_local(now).year}"
    st.html(f'<p class="on-paper"><strong>{escape(project.name)}</strong>: plan of {day}</p>')


def draw_print_table(phases: list[Phase], beside: Beside) -> None:
    """Draw the phases as a table, on paper only."""
    rows = [_cells(phase, beside) for phase in phases]
    head = "".join(f"<th>{name}</th>" for name in _HEADS)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    st.html(f'<table class="on-paper"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def _cells(phase: Phase, beside: Beside) -> tuple[str, ...]:
    return (
        phase.name,
        range_words(phase.range) if phase.range else "",
        range_words(beside.honest[phase.id]) if phase.id in beside.honest else "",
        hours_words(phase.cap_hours) if phase.cap_hours else "",
        hours_words(beside.logged[phase.id]) if phase.id in beside.logged else "",
        "done" if phase.finished_at else "",
    )

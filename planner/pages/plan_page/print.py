"""The plan on paper, and on a phone: what a wide screen shows in tables that are edited, as plain text."""

from __future__ import annotations

from datetime import datetime

from planner.domain.project import Phase, Project
from planner.domain.wording.durations import hours_words, range_words
from planner.pages.on_paper import draw_paper_heading, draw_paper_table
from planner.pages.plan_page.phase_table import Beside

_HEADS = ("Phase", "Planned", "Honest", "Cap", "Logged", "")


def draw_print_heading(project: Project, now: datetime) -> None:
    """Draw the project's name and the day, on paper only."""
    draw_paper_heading(project, "plan", now)


def draw_print_table(phases: list[Phase], beside: Beside) -> None:
    """Draw the phases as a table to read, with all columns: on paper, and on a phone, where the edited one is cut."""
    draw_paper_table(_HEADS, [_cells(phase, beside) for phase in phases], on_phones=True)


def _cells(phase: Phase, beside: Beside) -> tuple[str, ...]:
    return (
        phase.name,
        range_words(phase.range) if phase.range else "",
        range_words(beside.honest[phase.id]) if phase.id in beside.honest else "",
        hours_words(phase.cap_hours) if phase.cap_hours else "",
        hours_words(beside.logged[phase.id]) if phase.id in beside.logged else "",
        "done" if phase.finished_at else "",
    )

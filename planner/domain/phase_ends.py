"""When it is known what a phase took: only what is over teaches.

A phase is over once it is marked as done (to call it done at its cap is that), or once its project is finished or
called. One that was parked and never taken up again is not over: its hours are those until it was left. One that was
dropped, that is done without its range, did not take what was planned either.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from planner.domain.decisions import Answer, Decision
from planner.domain.project import Phase, Project


def over_since(project: Project, phase: Phase, decisions: Sequence[Decision], attended_hours: float) -> datetime | None:
    """Since when it is known what a phase took; None as long as it is not.

    decisions: of the project, the oldest first. attended_hours: of the phase, so far.
    """
    if phase.finished_at is not None:
        return phase.finished_at
    return None if _is_parked(phase, decisions, attended_hours) else project.finished_at


def was_dropped(phase: Phase) -> bool:
    """Whether a phase that had a range was ended without one: what it took says nothing about what was planned."""
    return phase.finished_at is not None and phase.range is None


def _is_parked(phase: Phase, decisions: Sequence[Decision], attended_hours: float) -> bool:
    """Whether the last decision about a phase was to park it, and it was hardly worked on since."""
    about_it = [made for made in decisions if made.phase_id == phase.id]
    if not about_it or about_it[-1].answer is not Answer.PARK:
        return False
    until_hours = about_it[-1].until_hours
    return until_hours is None or attended_hours < until_hours

"""What the cap of a phase is worth now: the cap itself, what was agreed on past it, and when it is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.decisions import Answer, Decision, Occasion, is_parked
from planner.domain.project import Phase, Project
from planner.store import Store


@dataclass(frozen=True, slots=True)
class CapState:
    """Attended hours of a phase, in all: its cap, the later one agreed on, and those at which it is asked about next.

    All None without a cap. agreed_hours: None unless going on past the cap was decided. ask_hours: None where nothing
    will be asked, as of a phase that is done.
    """

    cap_hours: float | None = None
    agreed_hours: float | None = None
    ask_hours: float | None = None


def cap_state(store: Store, project: Project, phase: Phase) -> CapState:
    """The state of a phase's cap by what was decided so far."""
    if phase.cap_hours is None:
        return CapState()
    made = store.decisions.of_project(project.id)
    last = last_about(phase.id, made)
    until_hours = last.until_hours if last and last.until_hours else 0.0
    is_asked = project.stop.at_cap and not (phase.finished_at or project.finished_at or is_parked(made))
    ask_hours = max(phase.cap_hours, until_hours) if is_asked else None
    return CapState(phase.cap_hours, agreed_hours(phase.cap_hours, last), ask_hours)


def agreed_hours(cap_hours: float, last: Decision | None) -> float | None:
    """The hours past a cap until which the last decision about it goes on; None where it does not."""
    if last is None or last.answer is not Answer.CONTINUE or last.until_hours is None:
        return None
    return last.until_hours if last.until_hours > cap_hours else None


def last_about(
    phase_id: int | None, decisions: Sequence[Decision], occasion: Occasion = Occasion.CAP
) -> Decision | None:
    """The newest decision on an occasion, at a cap by default, about a phase (None: the project)."""
    about = (occasion, phase_id)
    return next((made for made in reversed(decisions) if (made.occasion, made.phase_id) == about), None)

"""All that the sentences of a retrospective may draw on, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from planner.domain.estimates import first_ranges
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.domain.results import Result
from planner.domain.timelog import TimeEntry
from planner.domain.training import TrainingSession
from planner.retrospective.comparison import PhaseActual, phase_actuals
from planner.retrospective.span import ALL_TIME, Span
from planner.retrospective.within import entries_within
from planner.store import Store


@dataclass(frozen=True)
class Facts:
    """A project's plan, log, sessions and results."""

    project: Project
    first_total: HourRange | None
    actuals: list[PhaseActual]
    entries: list[TimeEntry]
    sessions: list[TrainingSession]
    results: list[Result]
    span: Span = ALL_TIME

    @cached_property
    def attended_hours(self) -> float:
        """Hours of the person."""
        return sum(actual.attended_hours for actual in self.actuals)

    @cached_property
    def unattended_hours(self) -> float:
        """Hours that a machine worked alone."""
        return sum(actual.unattended_hours for actual in self.actuals)

    @property
    def is_finished(self) -> bool:
        """Whether what a phase took is known, rather than what it took so far."""
        return self.project.finished_at is not None

    def entries_on(self, phase_id: int) -> list[TimeEntry]:
        """The entries of one phase, the oldest first."""
        return [entry for entry in self.entries if entry.phase_id == phase_id]


def gather_facts(store: Store, project_id: int, now: datetime, span: Span = ALL_TIME) -> Facts:
    """Read the facts of a project within a span; `NotFound` where there is none (any more)."""
    period = span.period
    return Facts(
        project=store.projects.needed(project_id),
        first_total=first_ranges(store.estimates.of_project(project_id)).get(None),
        actuals=phase_actuals(store, project_id, now, period=period),
        entries=entries_within(store, project_id, now, period),
        sessions=[one for one in store.sessions.sessions_of(project_id) if period.holds(one.started_at)],
        results=[one for one in store.results.of_project(project_id) if period.holds(one.logged_at)],
        span=span,
    )

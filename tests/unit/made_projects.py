"""Made projects for the tests of the forecast: finished ones with their hours, and ones that are running."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from planner import planning, timelog
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.store import Store

Said = Mapping[str, tuple[float, float] | None]


def planned_project(store: Store, name: str, said: Said, now: datetime) -> Project:
    """A project with phases, each with its range or none."""
    phases = [PhasePlan(phase, HourRange(*ends) if ends else None) for phase, ends in said.items()]
    return planning.create_project(store, name, phases=phases, now=now)


def log_hours(store: Store, project: Project, took: Mapping[str, float], now: datetime) -> None:
    """Log hours on phases, one after the other, until `now`."""
    for name, hours in took.items():
        phase = planning.phase_named(store, project.id, name)
        timelog.add_entry(store, phase.id, now - timedelta(hours=hours), now, now=now)


def finished_project(store: Store, name: str, said: Said, took: Mapping[str, float], now: datetime) -> Project:
    """A project that was planned, worked on and finished at `now`."""
    project = planned_project(store, name, said, now - timedelta(days=10))
    log_hours(store, project, took, now)
    return planning.finish_project(store, project.id, now=now)

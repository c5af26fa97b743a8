"""A person's record: the finished phases of their projects, planned against attended hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from planner.domain.estimates import first_ranges
from planner.domain.hours import HourRange
from planner.domain.phase_ends import over_since, was_dropped
from planner.domain.project import Project, kind_of
from planner.domain.timelog import PhaseHours
from planner.forecast.history import History
from planner.store import Store

WHOLE_PROJECT = ""  # the kind of a project that was planned as a whole, without ranges for its phases


@dataclass(frozen=True, slots=True)
class FinishedPiece:
    """A phase, or a project planned as a whole, whose hours are known: what was said first, and what it took."""

    project: Project
    name: str
    said: HourRange
    attended_hours: float
    finished_at: datetime


def finished_pieces(store: Store, now: datetime) -> list[FinishedPiece]:
    """Phases that are done, with a range and attended hours, the first finished first; all phases of finished projects.

    A phase that was dropped after some hours, or parked and left, is left out: they are not what it takes. Sample
    projects are nobody's record.
    """
    own = [project for project in store.projects.all() if not project.is_sample]
    pieces = [piece for project in reversed(own) for piece in _pieces(store, project, now)]
    return sorted(pieces, key=lambda piece: piece.finished_at)


def record_of(pieces: list[FinishedPiece]) -> tuple[History, dict[str, int]]:
    """The record as a history of one person, and the code of each kind (a phase's name, capitals aside)."""
    kinds: dict[str, int] = {}
    codes = [kinds.setdefault(kind_of(piece.name), len(kinds)) for piece in pieces]
    places = np.arange(len(pieces), dtype=np.int64)
    return History(
        np.zeros(len(pieces), dtype=np.int64),
        np.array(codes, dtype=np.int64),
        np.array([piece.said.planned_hours for piece in pieces], dtype=float),
        np.array([piece.attended_hours for piece in pieces], dtype=float),
        places,
    ), kinds


def _pieces(store: Store, project: Project, now: datetime) -> list[FinishedPiece]:
    ranges = first_ranges(store.estimates.of_project(project.id))
    hours = store.entries.hours_by_phase(project.id, now)
    phases = [phase for phase in store.phases.of_project(project.id) if phase.id in ranges and not was_dropped(phase)]
    decisions = store.decisions.of_project(project.id)
    ends = [(phase, over_since(project, phase, decisions, _attended(hours, phase.id))) for phase in phases]
    done = [
        FinishedPiece(project, phase.name, ranges[phase.id], hours[phase.id].attended, end)
        for phase, end in ends
        if end and _attended(hours, phase.id) > 0
    ]
    total, attended = ranges.get(None), sum(spent.attended for spent in hours.values())
    if done or total is None or attended <= 0 or project.finished_at is None:
        return done
    return [FinishedPiece(project, WHOLE_PROJECT, total, attended, project.finished_at)]


def _attended(hours: Mapping[int, PhaseHours], phase_id: int) -> float:
    return hours[phase_id].attended if phase_id in hours else 0.0

"""What was estimated, and when: the first word is kept for the retrospective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.domain.hours import HourRange


@dataclass(frozen=True, slots=True)
class Estimate:
    """A range and a cap as said at an instant; `phase_id` is None for the total of a project."""

    phase_id: int | None
    range: HourRange | None
    cap_hours: float | None
    estimated_at: datetime


def first_ranges(history: Sequence[Estimate]) -> dict[int | None, HourRange]:
    """The first range of each phase (and of the total, None), from a history with the oldest first."""
    first: dict[int | None, HourRange] = {}
    for estimate in history:
        if estimate.range is not None:
            first.setdefault(estimate.phase_id, estimate.range)
    return first


def first_caps(history: Sequence[Estimate]) -> dict[int, float]:
    """The first cap of each phase, in hours: a cap raised later does not unsay that it was passed."""
    first: dict[int, float] = {}
    for estimate in history:
        if estimate.phase_id is not None and estimate.cap_hours is not None:
            first.setdefault(estimate.phase_id, estimate.cap_hours)
    return first

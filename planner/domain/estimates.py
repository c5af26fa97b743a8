"""What was estimated, and when: the first word is kept for the retrospective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.domain.hours import HourRange


@dataclass(frozen=True, slots=True)
class Estimate:
    """A range and a cap as said at an instant; `phase_id` is None for the total of a project.

    taken: the range is the honest one of that time, taken with a button: not what the person thought of.
    """

    phase_id: int | None
    range: HourRange | None
    cap_hours: float | None
    estimated_at: datetime
    taken: bool = False


@dataclass(frozen=True, slots=True)
class SaidDeadline:
    """A deadline as said at an instant; None where there was to be none any more."""

    deadline: datetime | None
    said_at: datetime


def first_ranges(history: Sequence[Estimate]) -> dict[int | None, HourRange]:
    """The first range of each phase (and of the total, None), from a history with the oldest first."""
    first: dict[int | None, HourRange] = {}
    for estimate in history:
        if estimate.range is not None:
            first.setdefault(estimate.phase_id, estimate.range)
    return first


def own_ranges(history: Sequence[Estimate]) -> dict[int | None, HourRange]:
    """The last range of each phase that the person thought of, from a history with the oldest first.

    An honest range that was taken is left out, also where only its cap was changed later: it has the record in it
    already, and asking the record again would raise it once more each time.
    """
    own: dict[int | None, HourRange] = {}
    last: dict[int | None, Estimate] = {}
    for estimate in history:
        before = last.get(estimate.phase_id)
        same = before is not None and before.range == estimate.range
        if estimate.range is not None and not (before.taken if same and before else estimate.taken):
            own[estimate.phase_id] = estimate.range
        last[estimate.phase_id] = before if same and before else estimate
    return own


def first_caps(history: Sequence[Estimate]) -> dict[int, float]:
    """The first cap of each phase, in hours: a cap raised later does not unsay that it was passed."""
    first: dict[int, float] = {}
    for estimate in history:
        if estimate.phase_id is not None and estimate.cap_hours is not None:
            first.setdefault(estimate.phase_id, estimate.cap_hours)
    return first

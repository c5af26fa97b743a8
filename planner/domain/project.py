"""A project and its phases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from planner.domain.hours import HourRange
from planner.domain.stopping import StopRules

DEFAULT_PHASES = ("Clean", "Explore", "Learn", "Set up", "Debug", "Model", "Write up")
NEW = 0  # the id of what is about to be added: the store gives it one of its own


class DeadlineKind(StrEnum):
    """Who set the deadline: somebody else, or the person."""

    FIXED = "fixed"
    TARGET = "my own target"


@dataclass(frozen=True, slots=True)
class DoneItem:
    """One line of the checklist that says what done means."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class MetricTarget:
    """A metric and the value at which the project counts as done, such as roc_auc 0.884."""

    metric: str
    value: float


@dataclass(frozen=True, slots=True)
class Project:
    """One piece of work with an optional deadline (a UTC instant), an hour range and a "done means" rule.

    budget_hours: hours to spend at most, where no deadline says when to end. work_day_hours: hours of a work-day where
    the person plans in work-days; None where in hours. Whatever the unit, ranges are kept in hours.
    """

    id: int
    name: str
    created_at: datetime
    total: HourRange | None = None
    deadline: datetime | None = None
    deadline_kind: DeadlineKind = DeadlineKind.TARGET
    done_items: tuple[DoneItem, ...] = ()
    target: MetricTarget | None = None
    is_sample: bool = False
    finished_at: datetime | None = None
    budget_hours: float | None = None
    work_day_hours: float | None = None
    stop: StopRules = field(default_factory=StopRules)


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a project. `attended` is the default for its time entries; `finished_at` is None until it is done."""

    id: int
    project_id: int
    name: str
    position: int
    range: HourRange | None = None
    cap_hours: float | None = None
    attended: bool = True
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """One row of the phase table as a person edits it; `phase_id` is None for a row just added."""

    name: str
    range: HourRange | None = None
    cap_hours: float | None = None
    attended: bool = True
    phase_id: int | None = None
    done: bool = False


def kind_of(name: str) -> str:
    """What the names of phases of one kind have in common, in whatever project.

    >>> kind_of(" Write up") == kind_of("write up")
    True
    """
    return name.strip().casefold()

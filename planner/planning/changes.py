"""What a plan first said, and how it changed after that: ranges, caps, the deadline, and phases that were taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise

from planner.domain.estimates import Estimate, SaidDeadline, first_ranges
from planner.domain.hours import HourRange
from planner.domain.wording.days import day_words
from planner.domain.wording.durations import hours_words, range_words
from planner.store import Store


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What was said anew, in words, and when."""

    changed_at: datetime
    words: str


def first_estimates(store: Store, project_id: int) -> dict[int | None, HourRange]:
    """The first range of each phase, and of the total under None: what the retrospective compares with."""
    return first_ranges(store.estimates.of_project(project_id))


def plan_changes(store: Store, project_id: int, zone: tzinfo) -> list[PlanChange]:
    """Every change of a plan, the newest first; what was said the first time is no change."""
    names: dict[int | None, str] = {
        None: "Total",
        **{phase.id: phase.name for phase in store.phases.of_project(project_id)},
    }
    changes = [
        *_of_estimates(store.estimates.of_project(project_id), names),
        *_of_deadlines(store.estimates.deadlines_of_project(project_id), zone),
        *(PlanChange(removed_at, f"{name} taken out") for name, removed_at in store.phases.removed(project_id)),
    ]
    return sorted(changes, key=lambda change: change.changed_at, reverse=True)


def _of_estimates(history: Sequence[Estimate], names: dict[int | None, str]) -> Iterator[PlanChange]:
    words_by_phase: dict[int | None, str] = {}
    for estimate in history:
        words, before = _words(estimate), words_by_phase.get(estimate.phase_id)
        if before is not None and before != words and estimate.phase_id in names:
            honest = " (the honest range)" if estimate.taken else ""
            yield PlanChange(estimate.estimated_at, f"{names[estimate.phase_id]} {words}{honest}, before {before}")
        words_by_phase[estimate.phase_id] = words


def _of_deadlines(history: Sequence[SaidDeadline], zone: tzinfo) -> Iterator[PlanChange]:
    for before, after in pairwise(history):
        now, was = (_deadline_words(statement, zone) for statement in (after, before))
        yield PlanChange(after.said_at, f"Deadline {now}, before {was}")


def _deadline_words(statement: SaidDeadline, zone: tzinfo) -> str:
    return "none" if statement.deadline is None else day_words(statement.deadline, statement.said_at, zone)


def _words(estimate: Estimate) -> str:
    hours = range_words(estimate.range) if estimate.range else "without a range"
    return hours if estimate.cap_hours is None else f"{hours}, cap {hours_words(estimate.cap_hours)}"

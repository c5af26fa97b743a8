"""What to take along: per phase that missed its plan a range and a cap for the next one, each with its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.domain.hours import LEAST_FOUND_HOURS, HourRange, as_said
from planner.domain.project import DEFAULT_PHASES, PhasePlan
from planner.domain.wording.durations import hours_words, range_words
from planner.retrospective.comparison import PhaseActual, phase_actuals
from planner.store import Store

MOST = 5
_WIDTH = 1.35  # of what it took, to both sides: two thirds of tasks like it would lie inside
_KEY = "next plan"


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A phase as it should be planned next time, and why."""

    plan: PhasePlan
    sentence: str


def takeaways(store: Store, project_id: int, now: datetime) -> list[Takeaway]:
    """The phases that are over and took other hours than planned, those furthest off first; five at most."""
    actuals = phase_actuals(store, project_id, now)
    over = [actual for actual in actuals if actual.is_over and actual.attended_hours >= LEAST_FOUND_HOURS]
    missed = [actual for actual in over if actual.first_range is None or not _held(actual)]
    furthest = sorted(missed, key=lambda actual: -_missed_by(actual))
    return [_takeaway(actual) for actual in furthest[:MOST]]


def nothing_words(store: Store, project_id: int, now: datetime) -> str:
    """Why nothing is taken along: nothing is over yet, or all that is held its range."""
    actuals = phase_actuals(store, project_id, now)
    if not any(actual.is_over for actual in actuals):
        return "No phase is done yet: what one takes is known, and can be taken along, once it is."
    which = "planned phase that is done" if any(actual.is_open for actual in actuals) else "planned phase"
    return f"Every {which} stayed inside its range: nothing to correct."


def take_along(store: Store, chosen: list[Takeaway], now: datetime) -> None:
    """Make these the defaults of the next plan, beside those taken along before."""
    with store.writing():
        body = store.drafts.load(_KEY) or {}
        for takeaway in chosen:
            hours = takeaway.plan.range
            assert hours is not None
            body[takeaway.plan.name] = [hours.low_hours, hours.high_hours, takeaway.plan.cap_hours]
        store.drafts.save(_KEY, body, now)


def next_phases(store: Store) -> list[PhasePlan]:
    """The phases of a next plan with what was taken along; empty where nothing was."""
    body = store.drafts.load(_KEY) or {}
    if not body:
        return []
    plans = {name.casefold(): PhasePlan(name, HourRange(low, high), cap) for name, (low, high, cap) in body.items()}
    usual = [plans.pop(name.casefold(), PhasePlan(name)) for name in DEFAULT_PHASES]
    return [*usual, *plans.values()]


def leave_behind(store: Store) -> None:
    """Forget what was taken along."""
    store.drafts.discard(_KEY)


def _held(actual: PhaseActual) -> bool:
    return actual.first_range is not None and actual.first_range.holds(actual.attended_hours)


def _missed_by(actual: PhaseActual) -> float:
    planned = actual.first_range.planned_hours if actual.first_range else 0.0
    return abs(actual.attended_hours - planned)


def _takeaway(actual: PhaseActual) -> Takeaway:
    took = actual.attended_hours
    hours = HourRange(as_said(took / _WIDTH), as_said(took * _WIDTH))
    cap = as_said(took) if actual.past_cap_hours else None
    planned_words = f"not {range_words(actual.first_range)}" if actual.first_range else "which nobody had planned"
    words = f"{actual.phase.name}: plan {range_words(hours)}" + (f", cap {hours_words(cap)}" if cap else "")
    plan = PhasePlan(actual.phase.name, hours, cap, actual.phase.attended)
    return Takeaway(plan, f"{words}: it took {hours_words(took)}, {planned_words}.")

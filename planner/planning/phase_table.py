"""Phases as one table: added, renamed, moved and removed together."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from datetime import datetime

from planner.domain.errors import InvalidPlan, NotFound
from planner.domain.estimates import Estimate
from planner.domain.hours import MOST_HOURS, HourRange
from planner.domain.project import Phase, PhasePlan
from planner.domain.wording.lists import list_words
from planner.planning.names import checked_name
from planner.store import Store


def phases(store: Store, project_id: int) -> list[Phase]:
    """A project's phases in order."""
    return store.phases.of_project(project_id)


def phase(store: Store, phase_id: int) -> Phase:
    """A phase by its id; `NotFound` where there is none (any more)."""
    return store.phases.require(phase_id)


def find_phase(store: Store, phase_id: int) -> Phase | None:
    """A phase by its id; None where it is gone from the plan, or its project is deleted."""
    return store.phases.get(phase_id)


def phase_name(store: Store, phase_id: int) -> str:
    """The name of a phase, in words also where it is gone."""
    phase = find_phase(store, phase_id)
    return phase.name if phase else "a phase that is gone"


def phases_with_hours(store: Store, project_id: int) -> set[int]:
    """Ids of the phases on which time is logged or a session is running: these stay in the plan."""
    return store.phases.with_entries(project_id)


def phase_named(store: Store, project_id: int, name: str) -> Phase:
    """A phase by its name, capitals aside, or by the only name that begins so; `NotFound` names those there are."""
    candidates = phases(store, project_id)
    folded_name = name.strip().casefold()
    exact = [p for p in candidates if p.name.casefold() == folded_name]
    begun = [p for p in candidates if folded_name and p.name.casefold().startswith(folded_name)]
    match exact or begun:
        case [only]:
            return only
    names = list_words([f"'{p.name}'" for p in candidates], "or")
    raise NotFound(f"There is no phase '{name}'. " + (f"Choose {names}." if names else "Add phases to the plan first."))


def save_phases(
    store: Store, project_id: int, rows: Sequence[PhasePlan], now: datetime, *, taken: bool = False
) -> list[Phase]:
    """Make a project's phases those of a table, in its order: added, renamed, moved, changed, removed.

    A phase that is missing from the table but has time logged on it stays, at the end; `kept_sentence` says so.
    Every changed range or cap is kept as a dated estimate, and the first one stays the first; `taken` says that the
    changed ranges are honest ones.

    Raises
    ------
    InvalidPlan
        For an empty name, two phases of one name, or a cap that cannot be right.
    NotFound
        For a row whose phase is not there any more.
    """
    plans = [_checked_plan(row) for row in rows]
    with store.writing():
        store.projects.require(project_id)
        before = {p.id: p for p in phases(store, project_id)}
        _refuse_strangers(plans, before)
        plans += _kept_plans(store, project_id, plans, before, now)
        _refuse_equal_names(plans)
        for position, plan in enumerate(plans):
            former = before.get(plan.phase_id) if plan.phase_id else None
            phase_id = _save_phase(store, position, plan, former, project_id=project_id)
            if plan.done != (former is not None and former.finished_at is not None):
                store.phases.mark_finished(phase_id, now if plan.done else None)
            if _is_new_estimate(plan, former):
                store.estimates.add(project_id, Estimate(phase_id, plan.range, plan.cap_hours, now, taken))
    return phases(store, project_id)


def as_plan(phase: Phase) -> PhasePlan:
    """A phase as the row of the table that would leave it as it is."""
    return PhasePlan(phase.name, phase.range, phase.cap_hours, phase.attended, phase.id, phase.finished_at is not None)


def kept_sentence(rows: Sequence[PhasePlan], saved: Sequence[Phase]) -> str | None:
    """Which phases stayed although they were taken out of the table, and why; None where none did."""
    listed_ids = {row.phase_id for row in rows}
    names = {row.name.strip() for row in rows}
    kept_names = [p.name for p in saved if p.id not in listed_ids and p.name not in names]
    if not kept_names:
        return None
    stay = "stays" if len(kept_names) == 1 else "stay"
    return f"{list_words(kept_names)} {stay} in the plan: time is logged there. Move or delete those entries first."


def phase_plan(
    name: str,
    low: float | None,
    high: float | None,
    cap: float | None = None,
    *,
    attended: bool = True,
    phase_id: int | None = None,
    done: bool = False,
) -> PhasePlan:
    """A phase from numbers as typed into a table, where None and NaN are empty cells.

    Raises
    ------
    InvalidPlan
        With the name of the phase in the sentence.
    """
    try:
        plan = PhasePlan(name, range_from(low, high), _typed(cap), attended, phase_id, done)
    except InvalidPlan as error:
        raise InvalidPlan(f"{name.strip() or 'A phase without a name'}: {error}") from None
    return _checked_plan(plan)


def range_from(low: float | None, high: float | None) -> HourRange | None:
    """A range from two typed numbers, None for two empty cells; `InvalidPlan` for one alone or impossible ones."""
    low, high = _typed(low), _typed(high)
    if low is None and high is None:
        return None
    if low is None or high is None:
        given = low if high is None else high
        raise InvalidPlan(f"Only one end of the range is given ({given:g} h). Give both, low and high, or none.")
    return HourRange(low, high)


def _typed(number: float | None) -> float | None:
    return None if number is None or math.isnan(number) else float(number)


def _checked_plan(row: PhasePlan) -> PhasePlan:
    name = checked_name(row.name, "phase")
    cap = row.cap_hours
    if cap is not None and not 0 < cap <= MOST_HOURS:
        raise InvalidPlan(f"The cap of {name} is {cap:g} h. Give more than zero and at most {MOST_HOURS:,.0f} hours.")
    if cap is not None and row.range is not None and cap < row.range.low_hours:
        raise InvalidPlan(
            f"The cap of {name} ({cap:g} h) is below the low end of its range ({row.range.low_hours:g} h). "
            "Raise the cap, or lower the range."
        )
    return dataclasses.replace(row, name=name)


def _refuse_strangers(plans: Sequence[PhasePlan], before: dict[int, Phase]) -> None:
    for plan in plans:
        if plan.phase_id is not None and plan.phase_id not in before:
            raise NotFound(f"The phase {plan.name} is not there any more. Reload the page to see the plan as it is.")


def _refuse_equal_names(plans: Sequence[PhasePlan]) -> None:
    seen: set[str] = set()
    for plan in plans:
        if plan.name.casefold() in seen:
            raise InvalidPlan(f"Two phases are called '{plan.name}'. Rename one of them.")
        seen.add(plan.name.casefold())


def _kept_plans(
    store: Store, project_id: int, plans: Sequence[PhasePlan], before: dict[int, Phase], now: datetime
) -> list[PhasePlan]:
    """Remove what is missing from the table; what cannot go comes back as a row of the plan."""
    with_entries = store.phases.with_entries(project_id)
    missing = [p for p in before.values() if p.id not in {plan.phase_id for plan in plans}]
    for gone in missing:
        if gone.id not in with_entries:
            store.phases.remove(gone.id, now)
    return [as_plan(p) for p in missing if p.id in with_entries]


def _save_phase(store: Store, position: int, plan: PhasePlan, before: Phase | None, *, project_id: int) -> int:
    if before is None:
        return store.phases.add(project_id, position, plan)
    store.phases.save(before.id, position, plan)
    return before.id


def _is_new_estimate(plan: PhasePlan, before: Phase | None) -> bool:
    former = (before.range, before.cap_hours) if before else (None, None)
    return (plan.range, plan.cap_hours) != former

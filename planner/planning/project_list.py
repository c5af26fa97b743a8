"""Projects: made, changed, finished and found."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from planner.domain.errors import InvalidPlan, NotFound
from planner.domain.estimates import Estimate
from planner.domain.hours import MOST_HOURS, HourRange
from planner.domain.project import DEFAULT_PHASES, NEW, DeadlineKind, DoneItem, MetricTarget, PhasePlan, Project
from planner.domain.wording.lists import list_words
from planner.planning.names import checked_name
from planner.planning.phase_table import save_phases
from planner.store import Store

_LONGEST_DAY_HOURS = 24.0


def create_project(
    store: Store,
    name: str,
    *,
    total: HourRange | None = None,
    deadline: datetime | None = None,
    deadline_kind: DeadlineKind = DeadlineKind.TARGET,
    done_items: Sequence[str | DoneItem] = (),
    target: MetricTarget | None = None,
    phases: Sequence[str | PhasePlan] = DEFAULT_PHASES,
    budget_hours: float | None = None,
    work_day_hours: float | None = None,
    is_sample: bool = False,
    now: datetime,
) -> Project:
    """Add a project with its phases; ranges and caps given here are the first estimates, and kept as such.

    Raises
    ------
    InvalidPlan
        For an empty name, one that another project has, or phases that cannot be right.
    """
    draft = Project(
        id=NEW,
        name=name,
        created_at=now,
        total=total,
        deadline=deadline,
        deadline_kind=deadline_kind,
        done_items=_done_items(done_items),
        target=target,
        is_sample=is_sample,
        budget_hours=budget_hours,
        work_day_hours=work_day_hours,
    )
    project = _checked(draft)
    plans = [PhasePlan(phase) if isinstance(phase, str) else phase for phase in phases]
    with store.writing():
        _refuse_taken_name(store, project)
        project_id = store.projects.add(project)
        if total is not None:
            store.estimates.add(project_id, Estimate(None, total, None, now))
        if deadline is not None:
            store.estimates.add_deadline(project_id, deadline, now)
        save_phases(store, project_id, plans, now)
    return store.projects.require(project_id)


def update_project(store: Store, project: Project, *, now: datetime, taken: bool = False) -> Project:
    """Write a changed project (`dataclasses.replace` one); a new total is a new estimate, the first one stays.

    A new deadline is kept with its date, too. `taken` says that the new total is the honest one.

    Raises
    ------
    InvalidPlan
        For an empty name, or one that another project has.
    NotFound
        When the project is not there any more.
    """
    changed = _checked(project)
    with store.writing():
        before = store.projects.require(project.id)
        _refuse_taken_name(store, changed)
        store.projects.save(changed)
        if changed.total != before.total:
            store.estimates.add(project.id, Estimate(None, changed.total, None, now, taken))
        if changed.deadline != before.deadline:
            store.estimates.add_deadline(project.id, changed.deadline, now)
    return store.projects.require(project.id)


def finish_project(store: Store, project_id: int, *, now: datetime) -> Project:
    """Mark a project as finished."""
    return update_project(store, dataclasses.replace(project(store, project_id), finished_at=now), now=now)


def reopen_project(store: Store, project_id: int, *, now: datetime) -> Project:
    """Take back that a project is finished."""
    return update_project(store, dataclasses.replace(project(store, project_id), finished_at=None), now=now)


def projects(store: Store) -> list[Project]:
    """All projects, the newest first."""
    return store.projects.all()


def project(store: Store, project_id: int) -> Project:
    """A project by its id; `NotFound` where there is none (any more)."""
    return store.projects.require(project_id)


def project_of_phase(store: Store, phase_id: int) -> Project | None:
    """The project of a phase; None where one of the two is gone."""
    phase = store.phases.get(phase_id)
    return store.projects.get(phase.project_id) if phase else None


def project_named(store: Store, name: str) -> Project:
    """A project by its name, capitals aside; `NotFound` names those there are."""
    candidates = projects(store)
    for candidate in candidates:
        if candidate.name.casefold() == name.strip().casefold():
            return candidate
    names = list_words([f"'{candidate.name}'" for candidate in candidates], "or")
    raise NotFound(f"There is no project '{name}'. " + (f"Choose {names}." if names else "Plan one in the app first."))


def check_budget(budget_hours: float | None) -> None:
    """Refuse a budget of hours that cannot be right (`InvalidPlan`)."""
    if budget_hours is not None and not 0 < budget_hours <= MOST_HOURS:
        raise InvalidPlan(f"The budget is {budget_hours:g} h. Give more than zero and at most {MOST_HOURS:,.0f} hours.")


def _checked(project: Project) -> Project:
    """A project with a tidy name and checklist; `InvalidPlan` for what cannot be right."""
    check_budget(project.budget_hours)
    day = project.work_day_hours
    if day is not None and not 0 < day <= _LONGEST_DAY_HOURS:
        raise InvalidPlan(f"A work-day of {day:g} hours cannot be. Give more than zero and at most 24, such as 6.")
    return dataclasses.replace(
        project, name=checked_name(project.name, "project"), done_items=_done_items(project.done_items)
    )


def _done_items(items: Sequence[str | DoneItem]) -> tuple[DoneItem, ...]:
    whole = [DoneItem(item) if isinstance(item, str) else item for item in items]
    return tuple(dataclasses.replace(item, text=item.text.strip()) for item in whole if item.text.strip())


def _refuse_taken_name(store: Store, project: Project) -> None:
    for other in store.projects.all():
        if other.id != project.id and other.name.casefold() == project.name.casefold():
            raise InvalidPlan(f"There is a project '{other.name}' already. Choose another name, or rename that one.")

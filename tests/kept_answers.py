"""What a person sees of a whole database, as plain data: kept beside a database of each version, and compared with.

Facts and no sentences: how something is worded may change from version to version.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from math import isnan
from typing import Any

from planner import planning, results, retrospective, timelog
from planner.availability.keeping import load_availability
from planner.domain.decisions import Decision
from planner.domain.hours import HourRange
from planner.domain.project import Phase, Project
from planner.domain.timelog import TimeEntry
from planner.store import Store

_DIGITS = 4


def answers(store: Store, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """What Plan, Work, Train and Retrospective say of every project, and what stands outside of projects."""
    timer, availability, holdings = timelog.running(store), load_availability(store), store.holdings.of_all()
    return {
        "projects": {one.name: _project(store, one, now, zone) for one in planning.projects(store)},
        "deleted": [deleted.project.name for deleted in planning.deleted_projects(store, now=now)],
        "current": getattr(planning.current_project(store), "name", None),
        "running": None if timer is None else [timer.project.name, timer.phase.name, timer.entry.note],
        "taken along": [[plan.name, _range(plan.range)] for plan in retrospective.next_phases(store)],
        "week": None if availability is None else str(availability.week),
        "commitments": [] if availability is None else [str(one) for one in availability.commitments],
        "holdings": [holdings.projects, holdings.entries, holdings.sessions],
    }


def _project(store: Store, project: Project, now: datetime, zone: tzinfo) -> dict[str, Any]:
    phases = planning.phases(store, project.id)
    return {
        "plan": _plan(store, project, phases),
        "work": _work(store, project, phases, now),
        "train": [_session(row) for row in retrospective.sessions_frame(store, project.id).to_dict("records")],
        "retrospective": {
            "phases": _compared(store, project, now),
            "days": retrospective.day_timeline(store, project.id, now, zone=zone)["day"].nunique(),
            "decisions": [_decision(one) for one in store.decisions.of_project(project.id)],
        },
    }


def _plan(store: Store, project: Project, phases: list[Phase]) -> dict[str, Any]:
    names: dict[int | None, str] = {None: "total", **{phase.id: phase.name for phase in phases}}
    first = planning.first_estimates(store, project.id)
    return {
        "total": _range(project.total),
        "deadline": _instant(project.deadline),
        "finished": _instant(project.finished_at),
        "is sample": project.is_sample,
        "done means": [[item.text, item.done] for item in project.done_items],
        "target": None if project.target is None else [project.target.metric, project.target.value],
        "phases": [_phase(phase) for phase in phases],
        "first": {names[phase_id]: _range(said) for phase_id, said in first.items() if phase_id in names},
        "estimates": [
            [names.get(one.phase_id), _range(one.range), one.cap_hours, _instant(one.estimated_at)]
            for one in store.estimates.of_project(project.id)
        ],
        "deadlines": [_instant(said.deadline) for said in store.estimates.deadlines_of_project(project.id)],
    }


def _work(store: Store, project: Project, phases: list[Phase], now: datetime) -> dict[str, Any]:
    names = {phase.id: phase.name for phase in phases}
    hours = timelog.hours_by_phase(store, project.id, now)
    claimed = [conflict.overlap for conflict in timelog.conflicts(store, project.id)]
    return {
        "entries": [_entry(one, names) for one in timelog.entries(store, project.id)],
        "hours": {names[phase_id]: [round(part, _DIGITS) for part in both] for phase_id, both in hours.items()},
        "claimed twice": [
            [_instant(one.first.started_at), _instant(one.second.started_at), round(one.hours, _DIGITS)]
            for one in claimed
        ],
        "last change": timelog.last_change(store, project_id=project.id),
        "stuck": [[spell.question, str(spell.outcome), spell.note] for spell in timelog.spells(store, project.id)],
        "scores": [
            [one.metric, round(one.value, _DIGITS), _instant(one.logged_at), one.note]
            for one in results.results(store, project.id)
        ],
    }


def _compared(store: Store, project: Project, now: datetime) -> list[list[Any]]:
    """Each phase with hours of a person, hours of the machine, and hours past its cap."""
    columns = ["phase", "attended_hours", "unattended_hours", "past_cap_hours"]
    frame = retrospective.phase_comparison(store, project.id, now)[columns]
    return [[row[0], *(round(float(hours), _DIGITS) for hours in row[1:])] for row in frame.values.tolist()]


def _decision(made: Decision) -> list[Any]:
    said = [str(made.occasion), str(made.answer), made.because, made.until_hours]
    return [_instant(made.decided_at), *said, _instant(made.new_deadline)]


def _phase(phase: Phase) -> list[Any]:
    return [phase.name, _range(phase.range), phase.cap_hours, phase.attended, _instant(phase.finished_at)]


def _entry(entry: TimeEntry, names: dict[int, str]) -> list[Any]:
    times = [_instant(entry.started_at), _instant(entry.stopped_at)]
    return [*times, names[entry.phase_id], entry.attended, entry.note, list(entry.tags)]


def _session(row: dict[Any, Any]) -> list[Any]:
    score = None if isnan(row["delivered"]) else round(row["delivered"], _DIGITS)
    return [str(row["state"]), round(row["timebox_min"], _DIGITS), score]


def _range(said: HourRange | None) -> list[float] | None:
    return None if said is None else [said.low_hours, said.high_hours]


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="milliseconds")

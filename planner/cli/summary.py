"""`callit summary`: hours per day and per phase, a person's and a machine's apart."""

from __future__ import annotations

from typing import Any

import typer

from planner import planning, timeboxed_command, timelog
from planner.cli.words import DaysOption, JsonOption, ProjectOption, chosen_project, own_zone, say_json
from planner.clock import now
from planner.domain.project import Project
from planner.domain.timelog import PhaseHours
from planner.domain.wording.days import short_day
from planner.domain.wording.durations import hours_words
from planner.home import home
from planner.store import open_store
from planner.timelog import Summary


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("summary", epilog="Example: callit summary --days 30 --project 'Toxic comments'")(summary)


def summary(
    project: ProjectOption = None,
    days: DaysOption = 7,
    as_json: JsonOption = False,
) -> None:
    """Add up a project's hours per day and per phase.

    Days are those of this machine's clock, and begin when `callit settings` says. Hours that a machine worked alone
    stand apart.
    """
    with open_store() as store:
        timeboxed_command.close_ended(store, home())
        chosen = chosen_project(store, project)
        summary = timelog.summary(store, chosen.id, days=days, now=now(), zone=own_zone())
        names = {phase.id: phase.name for phase in planning.phases(store, chosen.id) if phase.id in summary.by_phase}
    if as_json:
        say_json(_record(chosen, summary, names))
        return
    for line in _lines(chosen, summary, names):
        typer.echo(line.rstrip())


def _lines(project: Project, summary: Summary, names: dict[int, str]) -> list[str]:
    first, last = summary.days[0].day, summary.days[-1].day
    period = short_day(first) if first == last else f"{short_day(first)} to {short_day(last)}"
    width = max(12, *(len(name) for name in names.values()), 12) if names else 12
    worked = [day for day in summary.days if day.by_phase]
    if not worked:
        return [f"{project.name}, {period}: nothing is logged."]
    head = f"{'':{width}}  {'yours':>8}  {'machine':>8}"
    by_day = [_line(short_day(day.day), day.total, width) for day in worked]
    by_phase = [_line(name, summary.by_phase[phase_id], width) for phase_id, name in names.items()]
    return [f"{project.name}, {period}", head, *by_day, "", *by_phase, "", _line("Together", summary.total, width)]


def _line(name: str, hours: PhaseHours, width: int) -> str:
    alone = hours_words(hours.unattended) if hours.unattended else ""
    return f"{name:{width}}  {hours_words(hours.attended):>8}  {alone:>8}"


def _record(project: Project, summary: Summary, names: dict[int, str]) -> dict[str, Any]:
    return {
        "project": project.name,
        "days": [
            {"day": day.day.isoformat(), **_both(day.total), "phases": _named(day.by_phase, names)}
            for day in summary.days
        ],
        "phases": _named(summary.by_phase, names),
        "total": _both(summary.total),
    }


def _named(hours: dict[int, PhaseHours], names: dict[int, str]) -> dict[str, dict[str, float]]:
    return {name: _both(hours[phase_id]) for phase_id, name in names.items() if phase_id in hours}


def _both(hours: PhaseHours) -> dict[str, float]:
    return {"attended_hours": round(hours.attended, 6), "unattended_hours": round(hours.unattended, 6)}

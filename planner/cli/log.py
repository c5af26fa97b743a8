"""`callit log`: what was logged, and all that happened to one entry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from planner import boxed, planning, timelog
from planner.cli.entry_line import entry_line
from planner.cli.words import JsonOption, ProjectOption, chosen_project, when
from planner.clock import now
from planner.domain.errors import NotFound
from planner.domain.project import Project
from planner.domain.timelog import EntryChange, TimeEntry
from planner.domain.wording import count_words, hours_words
from planner.home import home
from planner.store import Store, open_store


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("log", epilog="Example: callit log --days 3 --project 'Toxic comments'")(log)


def log(
    project: ProjectOption = None,
    days: Annotated[int, typer.Option("--days", min=1, max=36_500, help="How many days back.")] = 7,
    history: Annotated[
        int | None, typer.Option("--history", metavar="ID", help="All that happened to one entry instead.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List a project's entries, the oldest first, each with the number that `callit edit` takes."""
    with open_store() as store:
        boxed.close_ended(store, home())
        if history is not None:
            _tell_history(store, history, as_json=as_json)
            return
        chosen, this_moment = chosen_project(store, project), now()
        entries = timelog.entries(store, chosen.id, since=this_moment - timedelta(days=days))
        names = {phase.id: phase.name for phase in planning.phases(store, chosen.id)}
    if as_json:
        _print_json([entry_record(entry, names[entry.phase_id], chosen, this_moment) for entry in entries])
        return
    for entry in entries:
        typer.echo(entry_line(entry, names[entry.phase_id], this_moment))
    typer.echo(_total_line(entries, chosen, days, this_moment))


def entry_record(entry: TimeEntry, phase: str, project: Project | None, this_moment: datetime) -> dict[str, Any]:
    """An entry for scripts: instants in ISO 8601 with their offset, hours as a number."""
    return {
        "entry_id": entry.id,
        "project": project.name if project else None,
        "phase": phase,
        "started_at": entry.started_at.isoformat(),
        "stopped_at": entry.stopped_at.isoformat() if entry.stopped_at else None,
        "hours": round(entry.hours(this_moment), 4),
        "attended": entry.attended,
        "note": entry.note,
        "tags": list(entry.tags),
        "session_id": entry.session_id,
    }


def _total_line(entries: Sequence[TimeEntry], project: Project, days: int, this_moment: datetime) -> str:
    attended = sum(entry.hours(this_moment) for entry in entries if entry.attended)
    alone = sum(entry.hours(this_moment) for entry in entries if not entry.attended)
    machine = f" and {hours_words(alone)} of machine time" if alone else ""
    since = f"in the last {count_words(days, 'day')}"
    return f"{project.name}: {hours_words(attended)} of your own{machine} {since}."


def _tell_history(store: Store, entry_id: int, *, as_json: bool) -> None:
    changes = timelog.entry_history(store, entry_id)
    if not changes:
        raise NotFound(f"There is no entry {entry_id}, and there never was. 'callit log' shows the numbers.")
    this_moment, is_there = now(), store.entries.get(entry_id)
    if as_json:
        _print_json([_change_record(store, change, this_moment) for change in changes])
        return
    for change in changes:
        before = f"; before: {_line(store, change.former, this_moment)}" if change.former else ""
        undone = " (undone)" if change.undone else ""
        typer.echo(f"{when(change.happened_at)}  {change.summary}{undone}{before}")
    typer.echo(f"Now: {_line(store, is_there, this_moment)}" if is_there else "Now: not in the log.")


def _line(store: Store, entry: TimeEntry, this_moment: datetime) -> str:
    return entry_line(entry, _phase_name(store, entry), this_moment, aligned=False)


def _phase_name(store: Store, entry: TimeEntry) -> str:
    phase = store.phases.get(entry.phase_id)
    return phase.name if phase else "a phase that is gone"


def _change_record(store: Store, change: EntryChange, this_moment: datetime) -> dict[str, Any]:
    former = None
    if change.former:
        phase = store.phases.get(change.former.phase_id)
        project = store.projects.get(phase.project_id) if phase else None
        former = entry_record(change.former, _phase_name(store, change.former), project, this_moment)
    return {
        "happened_at": change.happened_at.isoformat(),
        "summary": change.summary,
        "undone": change.undone,
        "former": former,
    }


def _print_json(record: object) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False, indent=1))

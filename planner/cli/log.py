"""`callit log`: what was logged, and all that happened to one entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from planner import planning, timeboxed_command, timelog
from planner.cli.entry_line import entry_line
from planner.cli.overlap_lines import mark, overlapping_ids, way_out_lines
from planner.cli.words import DaysOption, JsonOption, ProjectOption, chosen_project, own_zone, say_json, when
from planner.clock import now
from planner.domain.errors import NotFound
from planner.domain.project import Project
from planner.domain.timelog import EntryRevision, TimeEntry
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.home import home
from planner.store import Store, open_store
from planner.timelog import Days


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("log", epilog="Example: callit log --days 3 --project 'Toxic comments'")(log)


def log(
    project: ProjectOption = None,
    days: DaysOption = 7,
    history: Annotated[
        int | None, typer.Option("--history", metavar="ID", help="All that happened to one entry instead.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List a project's entries, the oldest first, each with the number that `callit edit` takes.

    Entries of your own that claim the same time are marked, with the commands that repair it.
    """
    with open_store() as store:
        timeboxed_command.close_ended(store, home())
        if history is not None:
            _tell_history(store, history, as_json=as_json)
            return
        chosen, this_moment = chosen_project(store, project), now()
        period = _last_days(store, days, this_moment)
        entries = timelog.entries_of_days(store, chosen.id, period)
        names = {phase.id: phase.name for phase in planning.phases(store, chosen.id)}
        listed = {entry.id for entry in entries}
        claimed_twice = timelog.conflicts(store, chosen.id, zone=own_zone())
        overlaps = [overlap for overlap in claimed_twice if listed & {*overlap.entry_ids}]
    beside = overlapping_ids(overlaps)
    if as_json:
        records = (
            entry_record(entry, names[entry.phase_id], chosen, this_moment, beside.get(entry.id, []))
            for entry in entries
        )
        say_json(list(records))
        return
    for entry in entries:
        typer.echo(entry_line(entry, names[entry.phase_id], this_moment) + mark(beside.get(entry.id, [])))
    for line in (*way_out_lines(overlaps), _total_line(period, entries, chosen, this_moment)):
        typer.echo(line)


def entry_record(
    entry: TimeEntry, phase: str, project: Project | None, this_moment: datetime, overlaps: Sequence[int] = ()
) -> dict[str, Any]:
    """An entry for scripts: instants in ISO 8601 with their offset, hours as a number, ids of what it overlaps."""
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
        "overlaps": list(overlaps),
    }


def _last_days(store: Store, days: int, this_moment: datetime) -> Days:
    last = timelog.today(store, this_moment, own_zone())
    return timelog.days_between(store, last - timedelta(days=days - 1), last, own_zone())


def _total_line(period: Days, entries: Sequence[TimeEntry], project: Project, this_moment: datetime) -> str:
    """What of the entries lies within the days, as `callit summary` adds it up."""
    parts = period.parts(entries, this_moment)
    attended = sum(part.hours for entry, part in parts if entry.attended)
    alone = sum(part.hours for entry, part in parts if not entry.attended)
    machine = f" and {hours_words(alone)} of machine time" if alone else ""
    since = f"in the last {count_words((period.last - period.first).days + 1, 'day')}"
    return f"{project.name}: {hours_words(attended)} of your own{machine} {since}."


def _tell_history(store: Store, entry_id: int, *, as_json: bool) -> None:
    changes = timelog.entry_history(store, entry_id)
    if not changes:
        raise NotFound(f"There is no entry {entry_id}, and there never was. 'callit log' shows the numbers.")
    this_moment, is_there = now(), timelog.find_entry(store, entry_id)
    if as_json:
        say_json([_change_record(store, change, this_moment) for change in changes])
        return
    for change in changes:
        before = f"; before: {_line(store, change.former, this_moment)}" if change.former else ""
        undone = " (undone)" if change.undone else ""
        typer.echo(f"{when(change.happened_at)}  {change.summary}{undone}{before}")
    typer.echo(f"Now: {_line(store, is_there, this_moment)}" if is_there else "Now: not in the log.")


def _line(store: Store, entry: TimeEntry, this_moment: datetime) -> str:
    return entry_line(entry, planning.phase_name(store, entry.phase_id), this_moment, aligned=False)


def _change_record(store: Store, change: EntryRevision, this_moment: datetime) -> dict[str, Any]:
    former = None
    if change.former:
        phase_id = change.former.phase_id
        name, project = planning.phase_name(store, phase_id), planning.project_of_phase(store, phase_id)
        former = entry_record(change.former, name, project, this_moment)
    return {
        "happened_at": change.happened_at.isoformat(),
        "summary": change.summary,
        "undone": change.undone,
        "former": former,
    }

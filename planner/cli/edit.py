"""`callit edit`: an entry corrected, moved to another phase, or deleted; each can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from planner import planning, timelog
from planner.cli.entry_line import entry_line
from planner.cli.words import TagsOption, own_zone, say_twice, typed_text
from planner.clock import now
from planner.domain.errors import NotFound
from planner.domain.timelog import TimeEntry
from planner.parsing.moments import moment_near
from planner.store import Store, open_store

_TIMES = "A clock time alone is the one nearest to what it was."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("edit", epilog="Example: callit edit 12 --end 17:30 --note 'labels' --tag gpu")(edit)


def edit(
    entry_id: Annotated[
        int | None, typer.Argument(metavar="ID", help="The entry's number, as `callit log` shows it; else the last.")
    ] = None,
    *,
    phase: Annotated[
        str | None, typer.Option("--phase", callback=typed_text, help="Move it to this phase of its project.")
    ] = None,
    start: Annotated[str | None, typer.Option("--start", help=f"When it started. {_TIMES}")] = None,
    end: Annotated[str | None, typer.Option("--end", help=f"When it ended. {_TIMES}")] = None,
    note: Annotated[str | None, typer.Option("--note", "-n", callback=typed_text, help="In place of its note.")] = None,
    tag: TagsOption = None,
    attended: Annotated[
        bool | None, typer.Option("--attended/--unattended", help="Your own time, or a machine's alone.")
    ] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Take it out of the log.")] = False,
) -> None:
    """Change an entry of the log, or delete it.

    What is not given stays as it was. `--tag` takes the place of all its tags; `--tag ''` leaves it without. `callit
    undo` takes the change back, and `callit log --history ID` shows what it was.
    """
    changes = (phase, start, end, note, tag, attended)
    if delete == any(change is not None for change in changes):
        raise typer.BadParameter("Give what to change, such as --end 17:30, or --delete alone.")
    with open_store() as store:
        before, this_moment = _entry(store, entry_id), now()
        if delete:
            gone = timelog.delete_entry(store, before.id, now=this_moment)
            typer.echo(f"Deleted: {_line(store, gone, this_moment)}")
            return
        after = timelog.edit_entry(
            store,
            before.id,
            now=this_moment,
            phase_id=_phase_id(store, before, phase),
            started_at=_near(start, before.started_at, this_moment),
            stopped_at=_near(end, before.stopped_at or this_moment, this_moment),
            attended=attended,
            note=note,
            tags=tag,
        )
        typer.echo(f"Was: {_line(store, before, this_moment)}\nNow: {_line(store, after, this_moment)}")


def _entry(store: Store, entry_id: int | None) -> TimeEntry:
    if entry_id is None:
        last = timelog.last_entry(store)
        if last is None:
            raise NotFound("There is no entry to change yet. Start a phase first.")
        return last
    try:
        return timelog.entry(store, entry_id)
    except NotFound:
        raise NotFound(f"There is no entry {entry_id}. 'callit log --days 30' shows the numbers.") from None


def _phase_id(store: Store, entry: TimeEntry, name: str | None) -> int | None:
    if name is None:
        return None
    project_id = planning.phase(store, entry.phase_id).project_id
    return planning.phase_named(store, project_id, name).id


def _near(text: str | None, former: datetime, this_moment: datetime) -> datetime | None:
    return None if text is None else moment_near(text, near=former, now=this_moment, zone=own_zone(), tell=say_twice)


def _line(store: Store, entry: TimeEntry, this_moment: datetime) -> str:
    return entry_line(entry, planning.phase(store, entry.phase_id).name, this_moment, aligned=False)

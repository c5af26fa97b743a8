"""`callit start`, `stop`, `cancel`, `continue`, `add` and `undo`: the time log from the terminal."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Annotated

import typer

from planner import planning, timelog
from planner.cli.words import (
    AtOption,
    NoteOption,
    PhaseArgument,
    ProjectOption,
    TagsOption,
    chosen_project,
    own_zone,
    say_twice,
    typed_duration_s,
    typed_moment,
    typed_text,
    when,
)
from planner.clock import now
from planner.domain.project import Project
from planner.domain.wording.durations import hours_words, so_far_words
from planner.parsing.moments import moment
from planner.store import Store, open_store
from planner.timelog import ClockChange

_STOPPED = {False: "Stopped", True: "Interrupted"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("start", epilog="Example: callit start Explore --at '10 min ago'")(start)
    app.command("stop", epilog="Example: callit stop --at 14:05")(stop)
    app.command("cancel", epilog="Example: callit cancel")(cancel)
    app.command("continue", epilog="Example: callit continue --at '10 min ago'")(continue_)
    app.command("add", epilog="Example: callit add Explore 09:00 10:30 --note 'looked at lengths'")(add)
    app.command("undo", epilog="Example: callit undo")(undo)


def start(
    phase: PhaseArgument,
    *,
    project: ProjectOption = None,
    at: AtOption = None,
    note: NoteOption = "",
    tag: TagsOption = None,
    is_new: Annotated[bool, typer.Option("--new", help="Make the project of --project, should there be none.")] = False,
) -> None:
    """Start the timer on a phase.

    The timer that runs is stopped at the same moment.
    """
    with open_store() as store:
        this_moment, before = now(), timelog.running(store)
        seen = timelog.sighting(this_moment)
        change = timelog.clock_change(store, seen, zone=own_zone())
        with store.writing():  # a start that is refused makes no project either
            chosen = _made_if_new(store, project) if is_new and project else chosen_project(store, project)
            target = planning.phase_named(store, chosen.id, phase)
            entry = timelog.start(
                store,
                target.id,
                now=this_moment,
                at=typed_moment(at, this_moment),
                note=note,
                tags=tag or (),
                ran=timelog.true_length(store, seen),
                zone=own_zone(),
            )
            timelog.note_sign_of_life(store, seen)
            planning.make_current(store, chosen.id, now=this_moment)
        if before is not None:
            typer.echo(f"Stopped {before.phase.name}.{_clock_words(change)}")
        typer.echo(f"{target.name} runs since {when(entry.started_at)} ({chosen.name}).")


def _made_if_new(store: Store, name: str) -> Project:
    matches = (project for project in planning.projects(store) if project.name.casefold() == name.strip().casefold())
    return next(matches, None) or planning.create_project(store, name, now=now())


def _clock_words(change: ClockChange | None) -> str:
    """What a person should know who stops a timer about whose length the clock is wrong."""
    if change is None:
        return ""
    if change.is_ahead:
        return f" {change.sentences} Correct it with 'callit edit', should that be wrong."
    return f" {change.sentences} If that is right, correct the entry with 'callit edit'."


def _length(text: str) -> timedelta:
    try:
        return timedelta(seconds=typed_duration_s(text))
    except OverflowError as error:
        raise typer.BadParameter(str(error)) from error


def stop(
    at: AtOption = None,
    after: Annotated[
        str | None, typer.Option("--after", metavar="LENGTH", help="How long it really ran: 1h30m, 25m.")
    ] = None,
    interrupted: Annotated[
        str | None,
        typer.Option(
            "--interrupted",
            metavar="REASON",
            callback=typed_text,
            help="Something else took you away; `continue` ends it.",
        ),
    ] = None,
) -> None:
    """Stop the timer.

    An interruption is kept apart from work, with its reason, until the timer is started or continued.
    """
    if at is not None and after is not None:
        raise typer.BadParameter("Give --at or --after, not both.")
    with open_store() as store:
        this_moment, timer = now(), timelog.running(store)
        seen = timelog.sighting(this_moment)
        change = None if after else timelog.clock_change(store, seen, zone=own_zone())
        ran = _length(after) if after else timelog.true_length(store, seen)
        is_ahead = timer is not None and timer.entry.started_at > this_moment
        stopped_at = typed_moment(at, this_moment, after=timer.entry.started_at if timer and not is_ahead else None)
        if timer is not None and ran is not None and not is_ahead:
            stopped_at = timer.entry.started_at + ran
        if interrupted is None:
            entry = timelog.stop(store, now=this_moment, at=stopped_at, ran=ran, zone=own_zone())
        else:
            entry, _ = timelog.interrupt(store, interrupted, now=this_moment, at=stopped_at, ran=ran, zone=own_zone())
        phase = planning.phase(store, entry.phase_id)
        words = f"{_STOPPED[interrupted is not None]} {phase.name} after {so_far_words(entry.hours(this_moment))}."
        typer.echo(words + _clock_words(change))
        _keep_forecast(store, phase.project_id)


def _keep_forecast(store: Store, project_id: int) -> None:
    """For the retrospective's burn-up; after the answer, for it takes longer than stopping does."""
    from planner.outlook import keep_outlook

    sys.stdout.flush()
    keep_outlook(store, project_id, now(), own_zone())


def cancel() -> None:
    """Drop the running timer, logging nothing.

    `callit undo` brings it back.
    """
    with open_store() as store:
        entry = timelog.cancel(store, now=now(), zone=own_zone())
        typer.echo(f"Cancelled the timer on {planning.phase(store, entry.phase_id).name}; nothing is logged.")


def continue_(project: ProjectOption = None, at: AtOption = None) -> None:
    """Start the timer on the phase that was worked on last."""
    with open_store() as store:
        this_moment = now()
        project_id = chosen_project(store, project).id if project else None
        seen = timelog.sighting(this_moment)
        entry = timelog.continue_last(
            store,
            now=this_moment,
            at=typed_moment(at, this_moment),
            project_id=project_id,
            ran=timelog.true_length(store, seen),
            zone=own_zone(),
        )
        timelog.note_sign_of_life(store, seen)
        typer.echo(f"{planning.phase(store, entry.phase_id).name} runs since {when(entry.started_at)}.")


def add(
    phase: PhaseArgument,
    start: Annotated[str, typer.Argument(help="When it started: 09:00, 'yesterday 22:40', '2026-05-08 14:05'.")],
    end: Annotated[str, typer.Argument(help="When it ended, in the same words.")],
    *,
    project: ProjectOption = None,
    note: NoteOption = "",
    tag: TagsOption = None,
    unattended: Annotated[bool, typer.Option("--unattended", help="A machine worked alone.")] = False,
) -> None:
    """Log time that has passed."""
    with open_store() as store:
        target = planning.phase_named(store, chosen_project(store, project).id, phase)
        this_moment, zone = now(), own_zone()
        started_at = moment(start, now=this_moment, zone=zone, tell=say_twice)
        entry = timelog.add_entry(
            store,
            target.id,
            started_at,
            moment(end, now=this_moment, zone=zone, after=started_at, tell=say_twice),
            now=this_moment,
            attended=False if unattended else None,
            note=note,
            tags=tag or (),
        )
        typer.echo(f"Added {hours_words(entry.hours(this_moment))} on {target.name}, from {when(entry.started_at)}.")


def undo() -> None:
    """Take back the newest change to the time log."""
    with open_store() as store:
        typer.echo(timelog.undo_last(store, now=now()))

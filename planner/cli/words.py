"""What the commands share: options, the project meant, and how a moment is said."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Any

import typer

from model.protocol.any_text import is_text, shown
from planner import planning
from planner.clock import local_zone, now
from planner.domain.errors import NotFound
from planner.domain.local_time import Twice
from planner.domain.project import Project
from planner.domain.wording.days import clock_words, moment_words, when_words
from planner.parsing.lengths import parse_duration_s
from planner.parsing.moments import moment
from planner.store import Store


def typed_text(value: Any) -> Any:
    """What was typed, refused where it holds bytes that are no UTF-8: no name or note could be read again."""
    for word in [value] if isinstance(value, str) else value or ():
        if not is_text(word):
            raise typer.BadParameter(f"'{shown(word)}' holds bytes that are no UTF-8. Type it as UTF-8 text.")
    return value


ProjectOption = Annotated[
    str | None,
    typer.Option("--project", "-p", callback=typed_text, help="The project's name; the current project by default."),
]
AtOption = Annotated[str | None, typer.Option("--at", help="When: 14:05, '10 min ago', 'yesterday 22:40'.")]


NoteOption = Annotated[str, typer.Option("--note", "-n", callback=typed_text, help="A note on the entry.")]
TagsOption = Annotated[
    list[str] | None, typer.Option("--tag", "-t", callback=typed_text, help="A tag; give the option again for more.")
]
DaysOption = Annotated[int, typer.Option("--days", min=1, max=36_500, help="How many days, today included.")]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON, for scripts.")]
PhaseArgument = Annotated[str, typer.Argument(callback=typed_text, help="The phase's name, or how it begins.")]


def say_twice(twice: Twice) -> None:
    """Say on the error stream which instant was taken of a time that the clocks showed twice, and how to say the other.

    Before what the command answers: that may be JSON.
    """
    typer.echo(f"{twice.sentence} For the other say '{moment_words(twice.wall)}{twice.other_offset}'.", err=True)


def own_zone() -> tzinfo:
    """The zone of the clocks of this machine: asked here for all commands, which hand it down."""
    return local_zone()


def typed_moment(text: str | None, this_moment: datetime, *, after: datetime | None = None) -> datetime | None:
    """The instant of an option, on the clocks of this machine; None where it was not given; errors as `moment`."""
    if text is None:
        return None
    return moment(text, now=this_moment, zone=own_zone(), after=after, tell=say_twice)


def typed_duration_s(text: str) -> float:
    """The seconds of an option that is a length of time, as `parse_duration_s` reads it; else that is wrong usage."""
    try:
        return parse_duration_s(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def say_json(record: object, *, indent: int | None = 1) -> None:
    """Print a record for scripts, in letters that the stream has: escapes stand for the others."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(record, indent=indent)
    typer.echo(text)


def chosen_project(store: Store, name: str | None) -> Project:
    """The project of a name, or without one the current project; `NotFound` says what to do."""
    if name is not None:
        return planning.project_named(store, name)
    current = planning.current_project(store)
    if current is None:
        raise NotFound("There is no project yet. Plan one with 'callit app', or look at a made one with 'callit demo'.")
    return current


def when(instant: datetime) -> str:
    """A moment on the clocks of this machine, with its day where that is not today."""
    return when_words(instant, now(), own_zone())


def clock(instant: datetime) -> str:
    """Hour and minute on the clocks of this machine."""
    return clock_words(instant, own_zone())


def clock_at(unix_s: float) -> str:
    """The same of a wall-clock second."""
    return clock(datetime.fromtimestamp(unix_s, UTC))

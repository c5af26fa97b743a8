"""`callit settings`: what a person sets once, for all projects."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from planner import preferences
from planner.cli.words import JsonOption
from planner.store import open_store


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("settings", epilog="Example: callit settings --day-starts 4")(settings)


def settings(
    day_starts: Annotated[
        int | None, typer.Option("--day-starts", metavar="HOUR", help="The hour at which your day begins: 0 to 23.")
    ] = None,
    ask_after: Annotated[
        float | None,
        typer.Option("--ask-after", metavar="HOURS", help="Ask about a timer that has run for so long: 1 to 24."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what holds for all projects, or set it.

    Who works past midnight has the day begin at 4: then the night counts on the evening's day, here and on each page.
    """
    with open_store() as store, store.writing():
        if day_starts is not None:
            preferences.set_day_starts_hour(store, day_starts)
        if ask_after is not None:
            preferences.set_ask_after_hours(store, ask_after)
        starts, hours = preferences.day_starts_hour(store), preferences.ask_after_hours(store)
    if as_json:
        typer.echo(json.dumps({"day_starts_hour": starts, "ask_after_hours": hours}, indent=1))
        return
    typer.echo(f"Days start at {starts}:00. A timer is asked about after {hours:g} h.")

"""`callit backup` and `callit restore`: everything in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.words import own_zone
from planner.clock import now
from planner.home import home
from planner.store import open_store


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup", epilog="Example: callit backup callit.zip")(backup)
    app.command("restore", epilog="Example: callit restore callit.zip")(restore)


def backup(
    file: Annotated[Path | None, typer.Argument(help="The file to write; callit-DATE.zip here by default.")] = None,
    without_models: Annotated[
        bool, typer.Option("--without-models", help="Leave run folders and uploads out.")
    ] = False,
) -> None:
    """Write projects, time, sessions, models and calendars into one file, and check it."""
    from planner.backup import backup_name, checked_backup, write_backup

    this_moment = now()
    out = file or Path(backup_name(this_moment, own_zone()))
    with open_store() as store:
        write_backup(store, out.absolute(), this_moment, with_models=not without_models)
    typer.echo(f"Written and checked: {out} ({checked_backup(out).words})")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that 'callit backup' wrote.")],
    check: Annotated[bool, typer.Option("--check", help="Only say what it holds and whether it is whole.")] = False,
) -> None:
    """Put a backup in place of what is there, which is moved aside and not deleted."""
    from planner.backup import checked_backup, restore_backup

    if check:
        typer.echo(f"{file} is whole ({checked_backup(file).words}).")
        return
    contents, aside = restore_backup(home(), file, now())
    typer.echo(f"Restored: {contents.words}.")
    if aside is not None:
        typer.echo(f"What was there before lies in {aside}; the app can go back to it. Delete it when you are sure.")

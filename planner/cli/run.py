"""`callit run`: any command under a box, logged as hours of the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner import planning, timeboxed_command
from planner.cli.box_length import BoxedCommand
from planner.cli.words import ProjectOption, chosen_project, typed_duration_s
from planner.clock import now
from planner.domain.timelog import LONGEST_ENTRY_HOURS
from planner.home import home
from planner.store import open_store

_EXAMPLE = "Example: callit run --phase Model --timebox 2h --expect model.pt -- python train.py"


def register(app: typer.Typer) -> None:
    """Add the command."""
    # What follows the first word of the command is the command's own, options too, with or without `--` before it.
    own = {"ignore_unknown_options": True, "allow_interspersed_args": False}
    app.command("run", cls=BoxedCommand, epilog=_EXAMPLE, context_settings=own)(run)


def run(
    command: Annotated[
        list[str], typer.Argument(metavar="COMMAND", help="The command with its own options, after --.")
    ],
    phase: Annotated[str, typer.Option("--phase", help="The phase to log on, or how its name begins.")],
    timebox: Annotated[str, typer.Option("--timebox", help="2h, 90m, 1h30m; a plain number is minutes.")],
    *,
    expect: Annotated[
        list[Path] | None, typer.Option("--expect", help="A file that it has to write; give it again for more.")
    ] = None,
    project: ProjectOption = None,
    grace: Annotated[str, typer.Option("--grace", help="Time to end after the box, before it is killed.")] = "30s",
) -> None:
    """Run a command under a box: warned, stopped, and logged.

    It is warned of on stderr at 90 % of the box and asked to end (SIGTERM) when the box is over; after the grace it is
    killed, with its children. Its time is logged as unattended, also when it fails or is stopped with Ctrl-C. It counts
    as finished, and the exit code is 0, only if it ended by itself without an error and wrote what `--expect` names.

    A program of your own that you can change is better off with `import callit` and `callit.Timebox`: it ends in time
    by itself, with the best saved whole.
    """
    timebox_s, grace_s = typed_duration_s(timebox), typed_duration_s(grace)
    if timebox_s > LONGEST_ENTRY_HOURS * 3600:
        raise typer.BadParameter(f"A box of {timebox} is longer than two weeks. Give a shorter --timebox.")
    with open_store() as store:
        timeboxed_command.close_ended(store, home())
        target = planning.phase_named(store, chosen_project(store, project).id, phase)
    order = timeboxed_command.BoxOrder(tuple(command), target.id, timebox_s, grace_s, tuple(expect or ()))
    report = timeboxed_command.run_boxed(order, home(), started_at=now(), tell=_tell)
    typer.echo(f"callit: {report.sentence(target.name)}", err=True)
    if not report.is_done:
        raise typer.Exit(1)


def _tell(sentence: str) -> None:
    typer.echo(f"callit: {sentence}", err=True)

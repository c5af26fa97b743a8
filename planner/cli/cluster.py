"""`callit cluster`: a look at a Ray cluster, and what one of its nodes has kept of a session."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.words import JsonOption, say_json
from planner.clock import now
from planner.home import home

_CHECK_EXAMPLE = "Example: callit cluster check ray://head:10001"
_FETCH_EXAMPLE = "Example: callit cluster fetch callit-tweets-20250612-1432"

commands = typer.Typer(
    help="A Ray cluster that sessions can be sent to: callit train --on ray://HEAD:10001.",
    epilog=_CHECK_EXAMPLE,
    no_args_is_help=True,
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(commands, name="cluster")


@commands.command("check", epilog=_CHECK_EXAMPLE)
def check(
    address: Annotated[
        str, typer.Argument(help="ray://HEAD:10001; auto for the cluster that this machine is a node of.")
    ] = "auto",
    *,
    as_json: JsonOption = False,
) -> None:
    """Look at a cluster: nodes, free cores, memory, GPUs, versions, speed, and the box worth sending.

    It takes ten seconds at most, whatever does not answer. The exit code is 1 where no session would be sent there.
    """
    from planner.cluster.addresses import check_ray, checked_address
    from planner.cluster.check import look_at, look_lines
    from planner.cluster.line import Line
    from planner.sessions.machine import measured_figures

    checked = checked_address(address)
    check_ray()
    line, figures = Line(), measured_figures(home())
    try:
        look = look_at(line, checked, proof_s=None if figures is None else figures.reload_s)
    finally:
        line.close()
    if as_json:
        say_json(look.as_dict())
    else:
        typer.echo("\n".join(look_lines(look)))
    if look.refused:
        raise typer.Exit(1)


@commands.command("fetch", epilog=_FETCH_EXAMPLE)
def fetch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a session that was sent.")],
) -> None:
    """Bring what a node has kept of a session whose link was broken when its box ended, and prove it here."""
    from model.protocol.config import SessionConfig
    from planner.cluster import fetching
    from planner.cluster.addresses import check_ray
    from planner.cluster.errors import ClusterRefused
    from planner.cluster.line import Line

    check_ray()
    try:
        metric = SessionConfig.load(folder.absolute()).order.choices.metric
    except (OSError, ValueError) as error:
        raise ClusterRefused(f"{folder} holds no session. Name the folder that 'callit train' left.") from error
    found = fetching.fetch(folder.absolute(), Line(), now_unix=now().timestamp())
    typer.echo(fetching.fetched_words(found, metric))

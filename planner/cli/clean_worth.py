"""`callit clean-worth`: which cleaning rule of a session was worth it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.words import JsonOption, say_json
from planner.relabelling.asked import Tell
from planner.relabelling.rules_worth import how_measured, progress_words, rules_worth, worth_words

_EXAMPLE = "Example: callit clean-worth callit-tweets-20250612-1432"
_NOTHING = "No rule touched a row: there is nothing to leave out."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("clean-worth", epilog=_EXAMPLE)(clean_worth)


def clean_worth(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of an ended session, or its model.")],
    as_json: JsonOption = False,
) -> None:
    """Say which cleaning rule was worth it, by leaving each one out.

    The n-gram model is fitted on the table cleaned with all rules, and without one after the other, and judged on the
    same validation texts: some seconds a rule, two minutes at most. "Cannot tell" is said where the 95 % interval spans
    nothing. The answer is kept beside the run, and the table is only read.
    """
    with _waiting() as tell:
        worth = rules_worth(folder.absolute(), tell)
    if as_json:
        rules = [{**asdict(one), "standing": one.standing.value} for one in worth.rules]
        say_json({**asdict(worth), "rules": rules})
        return
    for one in worth.rules:
        typer.echo(f"{one.rows:>8,}  {one.title}: {worth_words(one, worth.metric)}")
    typer.echo(how_measured(worth) if worth.rules else _NOTHING)


@contextmanager
def _waiting() -> Iterator[Tell]:
    """A line on standard error that says which rule is out; nothing where that is no terminal."""
    from rich.console import Console  # loading it takes time that no other command need pay

    with Console(stderr=True, highlight=False).status("Reading the table again…") as line:
        yield lambda told: line.update(progress_words(told))

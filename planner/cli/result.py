"""`callit result`: a score from work done elsewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from planner import results
from planner.cli.words import AtOption, ProjectOption, chosen_project, typed_moment, typed_text
from planner.clock import now
from planner.domain.gains import best_in, metric_key, metric_name
from planner.store import open_store


def register(app: typer.Typer) -> None:
    """Add the command."""
    # A score may be below zero: `-0.5` is no option.
    settings = {"ignore_unknown_options": True}
    app.command("result", epilog="Example: callit result 0.884 --metric roc_auc", context_settings=settings)(result)


def result(
    value: Annotated[str, typer.Argument(help="The score: 0.884.")],
    metric: Annotated[
        str, typer.Option("--metric", callback=typed_text, help="roc_auc, macro_f1, accuracy, or a name of your own.")
    ],
    *,
    note: Annotated[
        str, typer.Option("--note", "-n", callback=typed_text, help="How it was reached, or where it stands.")
    ] = "",
    project: ProjectOption = None,
    at: AtOption = None,
) -> None:
    """Log a score of a project, reached elsewhere.

    It counts like one of a training session: for the target, for the gain per hour, and in the retrospective.
    """
    from planner.stop_rules import score_words  # a quarter of a second that `callit stop` need not pay

    with open_store() as store:
        chosen, this_moment = chosen_project(store, project), now()
        reached_at = typed_moment(at, this_moment)
        score = results.typed_score(value)
        before = results.results(store, chosen.id)
        added = results.add_result(store, chosen.id, metric, score, now=this_moment, at=reached_at, note=note)
        key, name = metric_key(added.metric), metric_name(added.metric)
        former, best = (best_in(key, of) for of in (before, [*before, added]))
    sentence = f"Logged {name} {score_words(score)} on {chosen.name}"
    if former is None or best is None:
        typer.echo(f"{sentence}, the first one.")
    elif best != former:
        typer.echo(f"{sentence}, the best so far ({score_words(former)} before).")
    else:
        typer.echo(f"{sentence}; best so far {score_words(best)}.")

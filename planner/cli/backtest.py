"""`callit backtest`: how good the honest range would have been on a history of planned and actual hours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.words import JsonOption
from planner.domain.wording.numbers import percent_words

if TYPE_CHECKING:
    from planner.forecast.backtest import Backtest, Score
    from planner.forecast.history import History

_COLUMNS = f"{'':<30}{'number':>8}{'inside':>9}{'high/low':>10}{'score':>8}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backtest", epilog="Example: callit backtest tasks.csv --alone")(backtest)


def backtest(
    file: Annotated[
        Path, typer.Argument(help="Columns: [planned,] finished, [person,] [kind,] planned_hours, actual_hours.")
    ],
    alone: Annotated[bool, typer.Option("--alone", help="Use only the person's own past.")] = False,
    sums: Annotated[
        int | None, typer.Option("--sums", min=2, max=100, help="Forecast totals of this many consecutive tasks.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run the forecast forward over finished tasks, with nothing from the future.

    Each task is forecast as an 80 % range from what had finished before it was planned; from the eleventh task of each
    person on, the ranges are scored. Without a column 'planned' the order of finishing decides, which looks ahead.
    """
    from planner.forecast.history_file import read_history

    read = read_history(file)
    result = _run(read.history, sums, alone)
    if as_json:
        typer.echo(json.dumps(result.record(), indent=1))
        return
    for line in (*_table(result), *read.notes, *_remarks(result, sums)):
        typer.echo(line)


def _run(history: History, sums: int | None, alone: bool) -> Backtest:
    from planner.forecast.backtest import backtest as of_tasks
    from planner.forecast.backtest_totals import backtest_totals

    return of_tasks(history, alone=alone) if sums is None else backtest_totals(history, sums, alone=alone)


def _table(result: Backtest) -> list[str]:
    return [
        _COLUMNS,
        _line("Honest range, all", result.forecaster.all),
        _line("  planned at 7 hours or more", result.forecaster.seven_hours_or_more),
        _line("Plain rule, all", result.plain_rule.all),
        _line("  planned at 7 hours or more", result.plain_rule.seven_hours_or_more),
    ]


def _line(name: str, score: Score) -> str:
    if score.coverage is None:
        return f"{name:<30}{score.n:>8}{'-':>9}{'-':>10}{'-':>8}"
    inside = percent_words(score.coverage)
    return f"{name:<30}{score.n:>8,}{inside:>9}{score.high_over_low:>10.1f}{score.interval_score:>8.2f}"


def _remarks(result: Backtest, sums: int | None) -> list[str]:
    remarks = ["Inside: 80 % is right. Score: mean interval score of log hours; lower is better."]
    if result.looks_ahead:
        remarks.append(
            "This looks ahead: without a column 'planned', each task is forecast from all that finished before it, "
            "though some had not finished when it was planned."
        )
    if result.forecaster.all.n == 0:
        what = "task" if sums is None else "total"
        remarks.append(f"No {what} was scored: that takes a person with more than ten finished tasks.")
    return remarks

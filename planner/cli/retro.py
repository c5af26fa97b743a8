"""`callit retro`: a project looked back on, in the terminal or as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner import preferences
from planner.cli.words import ProjectOption, chosen_project, own_zone
from planner.clock import now
from planner.domain.errors import InvalidAvailability, InvalidPlan
from planner.domain.wording.durations import hours_words, range_words
from planner.domain.wording.scores import score_number
from planner.parsing.dates import parse_date
from planner.retrospective.named_period import NamedPeriod, span_of_days
from planner.store import Store, open_store

_SUFFIXES = (".html", ".htm", ".md")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("retro", epilog="Example: callit retro --out report.html")(retro)


def retro(
    project: ProjectOption = None,
    since: Annotated[str | None, typer.Option("--from", help="The first day looked at: 2026-05-01.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="The last day looked at: 2026-05-31.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All projects together, a line for each.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="A file ending in .html or .md, in place of words.")] = None,
) -> None:
    """Say where the hours went and what they were worth, or write it to a file.

    An .html file holds its pictures and needs no network.
    """
    from planner.report import as_html, as_markdown, report_of

    if out is not None and out.suffix.lower() not in _SUFFIXES:
        raise InvalidPlan(f"{out} is neither .html nor .md. Name a file such as report.html.")
    if everything and (out is not None or project is not None):
        raise typer.BadParameter("--all says all projects in words: leave out --out and --project.")
    with open_store() as store:
        span = _span(store, since, until)
        if everything:
            _say_all(store, span)
            return
        report = report_of(store, chosen_project(store, project).id, now(), own_zone(), span)
    if out is None:
        for line in (report.answer, *report.sentences, *(f"{s.question} {s.answer}" for s in report.sections)):
            typer.echo(line)
        return
    text = as_markdown(report) if out.suffix.lower() == ".md" else as_html(report)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidPlan(f"{out} could not be written ({error.strerror}). Choose another place.") from error
    typer.echo(f"Written: {out}")


def _say_all(store: Store, span: NamedPeriod) -> None:
    from planner.retrospective.across import across

    projects = across(store, now(), own_zone(), span)
    if projects is None:
        typer.echo(f"No hours are logged {span.words or 'yet'}.")
        return
    typer.echo(projects.answer)
    for line in projects.lines:
        planned = f", planned {range_words(line.planned)} in all" if line.planned else ""
        best = f", best {line.best[0]} {score_number(line.best[1])}" if line.best else ""
        typer.echo(f"  {line.project.name}: {hours_words(line.hours.attended)}{planned}{best}; {line.state}")


def _span(store: Store, since: str | None, until: str | None) -> NamedPeriod:
    """The days from one to the other, both within; all time without them."""
    zone = own_zone()
    first, last = (None if day is None else _day(day) for day in (since, until))
    return span_of_days(first, last, zone, preferences.day_starts_hour(store))


def _day(typed: str) -> date:
    try:
        return parse_date(typed, today=now().astimezone(own_zone()).date())
    except InvalidAvailability as error:
        raise typer.BadParameter(str(error)) from error

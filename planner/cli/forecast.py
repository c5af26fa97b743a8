"""`callit forecast`: will it be finished, by when, and what would help."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from planner.cli.words import JsonOption, ProjectOption, chosen_project, own_zone, say_json
from planner.clock import now
from planner.domain.errors import InvalidPlan
from planner.domain.hours import HourRange
from planner.store import open_store

_RANGE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:-|–|to)\s*(\d+(?:[.,]\d+)?)\s*h?\s*")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("forecast", epilog="Example: callit forecast --free-hours 20-30")(forecast)


def forecast(
    project: ProjectOption = None,
    free_hours: Annotated[
        str | None,
        typer.Option("--free-hours", help="Hours that you will have for it, such as 20-30, in place of your calendar."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether a project will be finished: what is still needed against the hours you have.

    The hours come from 'callit availability … --save' or the Plan page, or from --free-hours. What to cap or drop to
    reach 80 % is said, too, and what your record makes of each range.
    """
    from planner.cli.forecast_words import forecast_lines, forecast_record
    from planner.forecast import keep_forecast, scores_of
    from planner.outlook import outlook_of

    hours = _free_hours(free_hours)
    with open_store() as store:
        this_moment = now()
        chosen = chosen_project(store, project)
        planned = outlook_of(store, chosen.id, this_moment, own_zone())
        if planned is None:
            raise InvalidPlan(f"{chosen.name} has no range yet. Give its phases low and high hours on the Plan page.")
        outlook = planned if hours is None else planned.with_hours(hours)
        if not chosen.finished_at:
            keep_forecast(store, outlook.forecast, this_moment, chance=outlook.chance)
    own = scores_of(outlook.forecast.record).all
    if as_json:
        say_json(forecast_record(outlook, own))
        return
    for line in forecast_lines(outlook, hours, own, this_moment):
        typer.echo(line)


def _free_hours(text: str | None) -> HourRange | None:
    if text is None:
        return None
    match = _RANGE.fullmatch(text)
    if match is None:
        raise InvalidPlan(f"'{text}' is not a range of hours. Write low and high, such as 20-30.")
    return HourRange(*(float(end.replace(",", ".")) for end in match.groups()))

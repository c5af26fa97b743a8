"""`callit forecast`: the honest range of a project, what is left, and the chance to finish."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.words import JsonOption, ProjectOption, chosen_project
from planner.clock import now
from planner.domain.errors import InvalidPlan
from planner.domain.hours import HourRange
from planner.domain.wording import hours_words, list_words, range_words
from planner.store import open_store

if TYPE_CHECKING:
    from planner.forecast.finishing import Remedy
    from planner.forecast.own_score import RangeScore
    from planner.forecast.project_forecast import PieceForecast, ProjectForecast
    from planner.forecast.spread import Spread

_RANGE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:-|–|to)\s*(\d+(?:[.,]\d+)?)\s*h?\s*")
_WANTED = "80 %"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("forecast", epilog="Example: callit forecast --free-hours 20-30")(forecast)


def forecast(
    project: ProjectOption = None,
    free_hours: Annotated[
        str | None, typer.Option("--free-hours", help="Hours that you will have for it, such as 20-30.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what your record makes of a plan: honest ranges, and what is left.

    With --free-hours also the chance to finish in them, and what to cap or drop to reach 80 %.
    """
    from planner.forecast.finishing import chance_to_finish, remedies
    from planner.forecast.kept import keep_forecast
    from planner.forecast.own_score import own_scores
    from planner.forecast.project_forecast import project_forecast

    supply = _free_hours(free_hours)
    with open_store() as store:
        this_moment = now()
        chosen = chosen_project(store, project)
        found = project_forecast(store, chosen.id, this_moment)
        if found is None:
            raise InvalidPlan(f"{chosen.name} has no range yet. Give its phases low and high hours on the Plan page.")
        chance = None if supply is None else chance_to_finish(found.need_draws, supply)
        keep_forecast(store, found, this_moment, chance=chance)
        own = own_scores(store, this_moment).all
    helps = [] if supply is None else remedies(found, supply)
    if as_json:
        typer.echo(json.dumps(_record(found, chance, helps, own), ensure_ascii=False, indent=1))
        return
    for line in (*_plan_lines(found), *_chance_lines(supply, chance, helps), f"Your ranges so far: {own.words}."):
        typer.echo(line)


def _free_hours(text: str | None) -> HourRange | None:
    if text is None:
        return None
    match = _RANGE.fullmatch(text)
    if match is None:
        raise InvalidPlan(f"'{text}' is not a range of hours. Write low and high, such as 20-30.")
    return HourRange(*(float(end.replace(",", ".")) for end in match.groups()))


def _plan_lines(found: ProjectForecast) -> list[str]:
    lines = [_piece_line(piece) for piece in found.pieces]
    lines.append(f"{found.project.name}: {_spread_words(found.honest)} in all, {found.basis}.")
    if found.project.finished_at is None:
        lines.append(f"{hours_words(found.logged_hours)} logged; still needed: {_spread_words(found.left)}.")
    if found.unplanned:
        has = "has" if len(found.unplanned) == 1 else "have"
        lines.append(f"{list_words(list(found.unplanned))} {has} no range and {has} no part in this.")
    return lines


def _piece_line(piece: PieceForecast) -> str:
    said = f"you said {range_words(piece.said)}; honest is {_spread_words(piece.honest)}"
    return f"{piece.name or 'As a whole'}: {said} ({100 * piece.risk_share:.0f} % of the risk)"


def _spread_words(spread: Spread) -> str:
    low, high = hours_words(spread.low), hours_words(spread.high)
    return low if low == high else f"{low} to {high}"


def _chance_lines(supply: HourRange | None, chance: float | None, helps: list[Remedy]) -> list[str]:
    if supply is None or chance is None:
        return []
    lines = [f"Chance to finish in {range_words(supply)}: {100 * chance:.0f} %."]
    if helps:
        lines.append(f"To reach {_WANTED}:")
    return [*lines, *(f"  {_remedy_words(remedy)}" for remedy in helps)]


def _remedy_words(remedy: Remedy) -> str:
    if remedy.cap_hours is not None:
        return f"cap {remedy.phase} at {hours_words(remedy.cap_hours)}"
    return f"drop {remedy.phase} ({100 * remedy.chance:.0f} %)"


def _record(found: ProjectForecast, chance: float | None, helps: list[Remedy], own: RangeScore) -> dict[str, Any]:
    return {
        "project": found.project.name,
        "basis": found.basis,
        "honest": _rounded(found.honest),
        "logged_hours": round(found.logged_hours, 4),
        "left": _rounded(found.left),
        "phases": [_piece_record(piece) for piece in found.pieces],
        "without_range": list(found.unplanned),
        "chance": None if chance is None else round(chance, 4),
        "remedies": [
            {"phase": r.phase, "cap_hours": None if r.cap_hours is None else round(r.cap_hours, 2), "chance": r.chance}
            for r in helps
        ],
        "own_ranges": {"count": own.count, "held": own.held, "interval_score": own.interval_score},
    }


def _piece_record(piece: PieceForecast) -> dict[str, Any]:
    return {
        "phase": piece.name or None,
        "said": {"low": piece.said.low_hours, "high": piece.said.high_hours},
        "honest": _rounded(piece.honest),
        "logged_hours": round(piece.logged_hours, 4),
        "left": _rounded(piece.left),
        "risk_share": round(piece.risk_share, 4),
    }


def _rounded(spread: Spread) -> dict[str, float]:
    return {name: round(value, 2) for name, value in spread._asdict().items()}

"""Need against supply: the chance to finish, the dates by which it is done, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.forecasts import WANTED_CHANCE
from planner.domain.hours import NORMAL_80, HourRange
from planner.domain.project import Phase
from planner.forecast.history import Floats
from planner.forecast.project_forecast import ProjectForecast

SURE = (0.5, 0.8, 0.95)
_CAP_STEP = 0.5  # hours; a cap is a number that can be remembered


@dataclass(frozen=True, slots=True)
class Remedy:
    """A phase dropped (cap_hours None) or capped at hours in all, and the chance to finish with that.

    saves_hours: what the remedy takes from the middle of the hours still needed.
    """

    phase: str
    phase_id: int
    cap_hours: float | None
    chance: float
    saves_hours: float


def supply_draws(supply: HourRange, draws: int, *, seed: int = 1) -> Floats:
    """Free hours that become work, drawn from a range that holds them 8 of 10 times; log-normal."""
    scores = np.random.default_rng(seed).standard_normal(draws)
    deviation = np.log(supply.high_hours / supply.low_hours) / 2 / NORMAL_80
    drawn: Floats = supply.planned_hours * np.exp(deviation * scores)
    return drawn


def chance_to_finish(need: Floats, supply: Floats | HourRange, *, seed: int = 1) -> float:
    """The share of simulated needs that the simulated supply covers; supply as draws (of any number) or as a range."""
    if isinstance(supply, HourRange):
        supply = supply_draws(supply, len(need), seed=seed)
    ascending = np.sort(supply)
    return float(1 - np.searchsorted(ascending, need, side="left").mean() / len(ascending))


def dates_done(
    need: Floats, free_hours: Sequence[tuple[date, float]], *, share: Floats | float = 1.0
) -> dict[float, date | None]:
    """The first days by which 50, 80 and 95 % of the simulated needs are met; None where the days do not suffice.

    `free_hours` are the hours of each day ahead, by date. `share` is the part of them that becomes work: one number, or
    one for each draw of the need.
    """
    if not free_hours:
        return dict.fromkeys(SURE)
    days, hours = zip(*free_hours, strict=True)
    free_hours_needed = np.sort(need / np.maximum(share, 1e-9))
    place = np.searchsorted(np.cumsum(hours), free_hours_needed * (1 - 1e-12), side="left")
    return {sure: _day(days, int(place[int(np.ceil(sure * len(place))) - 1])) for sure in SURE}


def _day(days: Sequence[date], place: int) -> date | None:
    return days[place] if place < len(days) else None


def remedies(
    forecast: ProjectForecast, supply: Floats | HourRange, *, wanted_chance: float = WANTED_CHANCE
) -> list[Remedy]:
    """What to cap or drop, one phase at a time, to reach the wanted chance; the riskiest phase first.

    For each phase the mildest cap (hours in all, at least those logged) that is enough, else the phase dropped as far
    as it is not done. A cap below the low end that was said is no cap but a drop; where no single phase is enough, the
    chance says how far dropping it leads.
    """
    if isinstance(supply, HourRange):
        supply = supply_draws(supply, forecast.left_draws.shape[1])
    if chance_to_finish(forecast.need_draws, supply) >= wanted_chance:
        return []
    order = sorted(range(len(forecast.pieces)), key=lambda place: -forecast.pieces[place].risk_share)
    open_phases = [(place, forecast.pieces[place].phase) for place in order if forecast.pieces[place].left.high > 0]
    return [_remedy(forecast, place, phase, supply, wanted_chance) for place, phase in open_phases if phase is not None]


def _remedy(forecast: ProjectForecast, place: int, phase: Phase, supply: Floats, wanted_chance: float) -> Remedy:
    piece = forecast.pieces[place]
    drop = Remedy(piece.name, phase.id, None, _chance_capped(forecast, place, 0.0, supply), piece.left.middle)
    if drop.chance < wanted_chance:
        return drop
    cap_hours = _mildest_cap(forecast, place, supply, wanted_chance)
    if cap_hours is None or cap_hours < piece.said.low_hours:
        return drop
    most_left = cap_hours - piece.logged_hours
    saved = max(piece.left.middle - most_left, 0.0)
    return Remedy(piece.name, phase.id, cap_hours, _chance_capped(forecast, place, most_left, supply), saved)


def _mildest_cap(forecast: ProjectForecast, place: int, supply: Floats, wanted_chance: float) -> float | None:
    """The largest cap, in steps, that is enough; None where only caps below the hours logged would be."""
    logged_hours = forecast.pieces[place].logged_hours
    enough = int(logged_hours / _CAP_STEP)  # steps; the cap searched for lies between the two
    too_many = int((logged_hours + forecast.left_draws[place].max()) / _CAP_STEP) + 1
    lowest = enough
    while too_many - enough > 1:
        steps = (enough + too_many) // 2
        if _chance_capped(forecast, place, steps * _CAP_STEP - logged_hours, supply) >= wanted_chance:
            enough = steps
        else:
            too_many = steps
    return None if enough == lowest else enough * _CAP_STEP


def _chance_capped(forecast: ProjectForecast, place: int, most_left: float, supply: Floats) -> float:
    left = forecast.left_draws
    need = forecast.need_draws - left[place] + np.minimum(left[place], most_left)
    return chance_to_finish(need, supply)

"""Need against supply: the chance to finish, the dates by which it is done, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.hours import HourRange
from planner.forecast.history import Floats
from planner.forecast.project_forecast import ProjectForecast

WANTED_CHANCE = 0.8
SURE = (0.5, 0.8, 0.95)
_NORMAL_80 = 1.2815515655446004  # deviations from the middle to the ends of an 80 % range
_MOST_STEPS = 40
_CAP_STEP = 0.5  # hours; a cap is a number that can be remembered


@dataclass(frozen=True, slots=True)
class Remedy:
    """A phase dropped (cap_hours None) or capped at hours in all, and the chance to finish with that."""

    phase: str
    cap_hours: float | None
    chance: float


def supply_draws(supply: HourRange, draws: int, *, seed: int = 1) -> Floats:
    """Free hours that become work, drawn from a range that holds them 8 of 10 times; log-normal."""
    scores = np.random.default_rng(seed).standard_normal(draws)
    deviation = np.log(supply.high_hours / supply.low_hours) / 2 / _NORMAL_80
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
    wanted = np.sort(need / np.maximum(share, 1e-9))
    place = np.searchsorted(np.cumsum(hours), wanted * (1 - 1e-12), side="left")
    return {sure: _day(days, int(place[int(np.ceil(sure * len(place))) - 1])) for sure in SURE}


def _day(days: Sequence[date], place: int) -> date | None:
    return days[place] if place < len(days) else None


def remedies(forecast: ProjectForecast, supply: Floats | HourRange, *, wanted: float = WANTED_CHANCE) -> list[Remedy]:
    """What to cap or drop, one phase at a time, to reach the wanted chance; the riskiest phase first.

    For each phase the mildest cap (hours in all, at least those logged) that is enough, else the phase dropped as far
    as it is not done; where no single phase is enough, the chance says how far dropping it leads.
    """
    if isinstance(supply, HourRange):
        supply = supply_draws(supply, forecast.left_draws.shape[1])
    if chance_to_finish(forecast.need_draws, supply) >= wanted:
        return []
    order = sorted(range(len(forecast.pieces)), key=lambda place: -forecast.pieces[place].risk_share)
    return [_remedy(forecast, place, supply, wanted) for place in order if forecast.pieces[place].phase is not None]


def _remedy(forecast: ProjectForecast, place: int, supply: Floats, wanted: float) -> Remedy:
    piece = forecast.pieces[place]
    dropped = _chance_capped(forecast, place, 0.0, supply)
    if dropped < wanted:
        return Remedy(piece.name, None, dropped)
    low, high = 0.0, float(forecast.left_draws[place].max())
    for _ in range(_MOST_STEPS):
        middle = (low + high) / 2
        if _chance_capped(forecast, place, middle, supply) >= wanted:
            low = middle
        else:
            high = middle
    cap_hours = np.floor((piece.logged_hours + low) / _CAP_STEP) * _CAP_STEP
    if cap_hours <= piece.logged_hours:
        return Remedy(piece.name, None, dropped)
    chance = _chance_capped(forecast, place, cap_hours - piece.logged_hours, supply)
    return Remedy(piece.name, float(cap_hours), chance)


def _chance_capped(forecast: ProjectForecast, place: int, most_left: float, supply: Floats) -> float:
    left = forecast.left_draws
    need = forecast.need_draws - left[place] + np.minimum(left[place], most_left)
    return chance_to_finish(need, supply)

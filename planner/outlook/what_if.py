"""A forecast with phases dropped or capped: as the plan has its caps, or only to see what would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from planner.forecast.history import Floats
from planner.forecast.project_forecast import PieceForecast, ProjectForecast, risk_shares
from planner.forecast.spread import spread_of


@dataclass(frozen=True)
class WhatIf:
    """Changes to a plan that are tried, not saved.

    deadline: the instant to finish by. dropped: phases, by id. caps: hours in all at which phases end, by id.
    """

    deadline: datetime | None = None
    dropped: frozenset[int] = frozenset()
    caps: Mapping[int, float] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is changed."""
        return self.deadline is None and not self.dropped and not self.caps


def caps_of(forecast: ProjectForecast) -> dict[int, float]:
    """The caps of a plan by phase, as far as they still hold."""
    caps = {piece.phase.id: piece.phase.cap_hours for piece in forecast.pieces if piece.phase and piece.phase.cap_hours}
    return that_hold(caps, forecast)


def that_hold(caps: Mapping[int, float], forecast: ProjectForecast) -> dict[int, float]:
    """Caps above the hours logged: one that was passed says nothing about what is left."""
    logged = {_id(piece): piece.logged_hours for piece in forecast.pieces}
    return {phase_id: cap for phase_id, cap in caps.items() if logged.get(phase_id, 0.0) < cap}


def forecast_if(forecast: ProjectForecast, dropped: frozenset[int], caps: Mapping[int, float]) -> ProjectForecast:
    """The forecast where phases are left out, as far as they are not done, or end at hours in all."""
    left = np.array([_left(forecast, place, dropped, caps) for place in range(len(forecast.pieces))])
    pieces = tuple(
        replace(piece, left=spread_of(of_piece), risk_share=share)
        for piece, of_piece, share in zip(forecast.pieces, left, risk_shares(left), strict=True)
    )
    return replace(forecast, pieces=pieces, left=spread_of(left.sum(axis=0)), left_draws=left)


def _left(forecast: ProjectForecast, place: int, dropped: frozenset[int], caps: Mapping[int, float]) -> Floats:
    piece = forecast.pieces[place]
    left: Floats = forecast.left_draws[place]
    phase_id = _id(piece)
    if phase_id in dropped:
        return np.zeros_like(left)
    if phase_id in caps:
        return np.minimum(left, max(caps[phase_id] - piece.logged_hours, 0.0))
    return left


def _id(piece: PieceForecast) -> int:
    return piece.phase.id if piece.phase else -1

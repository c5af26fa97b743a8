"""The forecast of a project: each phase, all of them together, and what is left after the hours logged so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from planner.domain.hours import HourRange
from planner.domain.project import Phase, Project
from planner.domain.timelog import PhaseHours
from planner.forecast.history import Floats
from planner.forecast.honest_range import Honesty
from planner.forecast.own_record import WHOLE_PROJECT, finished_pieces
from planner.forecast.spread import HoursAhead, Spread, spread_of
from planner.store import Store

DRAWS = 10_000


@dataclass(frozen=True)
class PieceForecast:
    """A phase (None: the project planned as a whole), what was said, and what the record makes of it.

    honest: hours in all, as forecast before any were logged. left: hours still to come after those logged.
    risk_share: share of the uncertainty of what is left, of all pieces; they add up to 1.
    """

    phase: Phase | None
    name: str
    said: HourRange
    honest: Spread
    logged_hours: float
    left: Spread
    risk_share: float


@dataclass(frozen=True)
class ProjectForecast:
    """The forecast of a project; `left_draws` has the simulated hours left, shape (pieces, draws)."""

    project: Project
    pieces: tuple[PieceForecast, ...]
    honest: Spread
    logged_hours: float
    left: Spread
    basis: str
    unplanned: tuple[str, ...]
    left_draws: Floats

    @property
    def need_draws(self) -> Floats:
        """Simulated hours left of the whole project; shape (draws,)."""
        need: Floats = self.left_draws.sum(axis=0)
        return need


def project_forecast(store: Store, project_id: int, now: datetime, *, seed: int = 0) -> ProjectForecast | None:
    """Forecast a project from its ranges as they stand, its attended hours, and the person's other projects.

    Phases without a range are named in `unplanned` and are not part of the need; a project that only has a range for
    its total is forecast as one piece. None where no range is given at all. Nothing is left of a finished project.

    Raises
    ------
    NotFound
        When the project is not there any more.
    """
    project = store.projects.needed(project_id)
    phases, hours = store.phases.of_project(project_id), store.entries.hours_by_phase(project_id, now)
    planned = _planned(project, phases, hours)
    if not planned:
        return None
    honesty = Honesty(finished_pieces(store, now, but=project_id))
    ahead = [honesty.hours_ahead(name, said.planned_hours) for _, name, said, _ in planned]
    logged = [spent for *_, spent in planned]
    scores = _scores(len(planned), honesty.common_share, np.random.default_rng(seed))
    left = _left(ahead, logged, scores, is_finished=project.finished_at is not None)
    return ProjectForecast(
        project,
        tuple(_pieces(planned, ahead, left)),
        spread_of(_left(ahead, [0.0] * len(planned), scores, is_finished=False).sum(axis=0)),
        sum(spent.attended for spent in hours.values()),
        spread_of(left.sum(axis=0)),
        honesty.basis(),
        tuple(phase.name for phase in phases if phase.range is None and planned[0][0] is not None),
        left,
    )


_Planned = tuple[Phase | None, str, HourRange, float]  # the phase, its name, its range, its attended hours so far


def _planned(project: Project, phases: list[Phase], hours: dict[int, PhaseHours]) -> list[_Planned]:
    nothing = PhaseHours(0.0, 0.0)
    found: list[_Planned] = [
        (phase, phase.name, phase.range, hours.get(phase.id, nothing).attended) for phase in phases if phase.range
    ]
    if found or project.total is None:
        return found
    return [(None, WHOLE_PROJECT, project.total, sum(spent.attended for spent in hours.values()))]


def _scores(pieces: int, common_share: float, random: np.random.Generator) -> Floats:
    """Normal scores of pieces that have a share in common; (pieces, draws). Each piece has its own stream."""
    common = random.standard_normal(DRAWS)
    own = random.standard_normal((pieces, DRAWS))
    scores: Floats = np.sqrt(common_share) * common + np.sqrt(1 - common_share) * own
    return scores


def _left(ahead: list[HoursAhead], logged: list[float], scores: Floats, *, is_finished: bool) -> Floats:
    if is_finished:
        return np.zeros_like(scores)
    drawn = [hours.drawn(row, beyond=spent) - spent for hours, spent, row in zip(ahead, logged, scores, strict=True)]
    return np.array(drawn)


def _pieces(planned: list[_Planned], ahead: list[HoursAhead], left: Floats) -> list[PieceForecast]:
    return [
        PieceForecast(phase, name, said, hours.spread(), spent, spread_of(of_piece), share)
        for (phase, name, said, spent), hours, of_piece, share in zip(
            planned, ahead, left, risk_shares(left), strict=True
        )
    ]


def risk_shares(left: Floats) -> list[float]:
    """How much of the variance of the total each piece brings: its covariance with the total over their sum."""
    total = left.sum(axis=0)
    together = ((left - left.mean(axis=1, keepdims=True)) * (total - total.mean())).mean(axis=1)
    whole = float(together.sum())
    return [float(part) / whole if whole > 0 else 1 / len(left) for part in together]

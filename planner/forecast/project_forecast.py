"""The forecast of a project: each phase, all of them together, and what is left after the hours logged so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from planner.domain.estimates import own_ranges
from planner.domain.hours import HourRange
from planner.domain.phase_ends import was_dropped
from planner.domain.project import Phase, Project
from planner.domain.timelog import PhaseHours
from planner.forecast.history import Floats
from planner.forecast.honest_range import Honesty
from planner.forecast.own_record import WHOLE_PROJECT, FinishedPiece, finished_pieces
from planner.forecast.spread import HoursAhead, Spread, spread_of
from planner.store import Store

DRAWS = 10_000
_RECORDS_KEPT = 4  # learned from: those of the projects a person looks at by turns
THE_REST = "Phases without a range"
_LEAST_REST = 0.01  # of the total
_FURTHEST_SCORE = 2.5  # one phase done in no time, or in ten times its plan, is not to say all about the rest


@dataclass(frozen=True)
class PieceForecast:
    """A phase (None: the project planned as a whole), what was said, and what the record makes of it.

    honest: hours in all, as forecast before any were logged. left: hours still to come after those logged; none of a
    phase that is done. risk_share: share of the uncertainty of what is left, of all pieces; they add up to 1.
    """

    phase: Phase | None
    name: str
    said: HourRange
    honest: Spread
    logged_hours: float
    left: Spread
    risk_share: float
    is_done: bool = False


@dataclass(frozen=True)
class ProjectForecast:
    """The forecast of a project; `left_draws` has the simulated hours left, shape (pieces, draws).

    record: all finished pieces of the person, from which the others of this project were forecast.
    """

    project: Project
    pieces: tuple[PieceForecast, ...]
    honest: Spread
    logged_hours: float
    left: Spread
    basis: str
    unplanned: tuple[str, ...]
    left_draws: Floats
    record: list[FinishedPiece]

    @property
    def need_draws(self) -> Floats:
        """Simulated hours left of the whole project; shape (draws,)."""
        need: Floats = self.left_draws.sum(axis=0)
        return need


def project_forecast(store: Store, project_id: int, now: datetime, *, seed: int = 0) -> ProjectForecast | None:
    """Forecast a project from its ranges as they stand, its attended hours, and the person's other projects.

    Phases without a range are named in `unplanned`; together they are one piece, `THE_REST`, with what the others leave
    of the total, and without a total no part of the need. A project that only has a total is forecast as one piece.
    None where no range is given at all. Nothing is left of a finished project, nor of a phase that is done; how those
    went tells the luck that the others share. A phase that was dropped tells nothing.

    Raises
    ------
    NotFound
        When the project is not there any more.
    """
    project = store.projects.require(project_id)
    phases, hours = store.phases.of_project(project_id), store.entries.hours_by_phase(project_id, now)
    own = own_ranges(store.estimates.of_project(project_id))
    phases = [phase for phase in phases if not (phase.id in own and was_dropped(phase))]
    planned = _planned(project, phases, hours, own)
    if not planned:
        return None
    record = finished_pieces(store, now)
    honesty = _honesty_of(tuple(piece for piece in record if piece.project.id != project_id))
    ahead = [honesty.hours_of(piece.name, piece.own) for piece in planned]
    luck = _CopulaDraws.drawn(len(planned), honesty.common_share, seed)
    left = _left(planned, ahead, luck.scores(after=_scores_of_done(planned, ahead)))
    return ProjectForecast(
        project,
        tuple(_pieces(planned, ahead, left)),
        spread_of(_whole(ahead, luck.scores()).sum(axis=0)),
        sum(spent.attended for spent in hours.values()),
        spread_of(left.sum(axis=0)),
        honesty.basis(),
        tuple(phase.name for phase in _unplanned(phases) if not phase.finished_at and planned[0].phase is not None),
        left,
        record,
    )


@lru_cache(maxsize=_RECORDS_KEPT)
def _honesty_of(record: tuple[FinishedPiece, ...]) -> Honesty:
    """What a record makes of ranges, learned once: a page is drawn often, and a piece is finished now and then."""
    return Honesty(list(record))


@dataclass(frozen=True, slots=True)
class _Planned:
    """A piece of the plan as it stands: attended hours so far, and whether it is done.

    own: the range that the person thought of; `said` is another where the honest range was taken in its place.
    """

    phase: Phase | None
    name: str
    said: HourRange
    own: HourRange
    logged_hours: float
    is_done: bool


def _planned(
    project: Project, phases: list[Phase], hours: dict[int, PhaseHours], own: dict[int | None, HourRange]
) -> list[_Planned]:
    nothing, ended = PhaseHours(0.0, 0.0), project.finished_at is not None
    pieces = [
        _Planned(
            phase,
            phase.name,
            phase.range,
            own.get(phase.id, phase.range),
            hours.get(phase.id, nothing).attended,
            ended or bool(phase.finished_at),
        )
        for phase in phases
        if phase.range
    ]
    others = _unplanned(phases)
    if project.total is None or (pieces and not others):
        return pieces
    rest = _rest(project.total, [piece.said for piece in pieces])
    own_rest = _rest(own.get(None, project.total), [piece.own for piece in pieces])
    if rest is None:
        return pieces
    spent = sum(hours.get(phase.id, nothing).attended for phase in others)
    is_done = ended or (bool(others) and all(phase.finished_at for phase in others))
    return [*pieces, _Planned(None, THE_REST if pieces else WHOLE_PROJECT, rest, own_rest or rest, spent, is_done)]


def _unplanned(phases: list[Phase]) -> list[Phase]:
    return [phase for phase in phases if phase.range is None]


def _rest(total: HourRange, ranges: list[HourRange]) -> HourRange | None:
    """What the phases with a range leave of the total, as wide in proportion as that; None where they leave nothing."""
    planned_hours = total.planned_hours - sum(hours.planned_hours for hours in ranges)
    part = planned_hours / total.planned_hours
    return HourRange(part * total.low_hours, part * total.high_hours) if part > _LEAST_REST else None


@dataclass(frozen=True, slots=True)
class _CopulaDraws:
    """Normal scores before they are joined: what the pieces have in common (draws,), and their own (pieces, draws)."""

    common: Floats
    own: Floats
    common_share: float

    @staticmethod
    def drawn(pieces: int, common_share: float, seed: int) -> _CopulaDraws:
        random = np.random.default_rng(seed)
        return _CopulaDraws(random.standard_normal(DRAWS), random.standard_normal((pieces, DRAWS)), common_share)

    def scores(self, after: Sequence[float] = ()) -> Floats:
        """Scores of the pieces, given those of pieces that are done: the common part is normal after them, too."""
        share, own_share = self.common_share, 1 - self.common_share
        known = own_share + len(after) * share
        common = np.sqrt(share) * sum(after) / known + np.sqrt(own_share / known) * self.common
        scores: Floats = np.sqrt(share) * common + np.sqrt(own_share) * self.own
        return scores


def _scores_of_done(planned: list[_Planned], ahead: list[HoursAhead]) -> list[float]:
    done = [(hours, piece) for hours, piece in zip(ahead, planned, strict=True) if piece.is_done]
    return [
        float(np.clip(hours.score_of(piece.logged_hours), -_FURTHEST_SCORE, _FURTHEST_SCORE))
        for hours, piece in done
        if piece.logged_hours > 0
    ]


def _whole(ahead: list[HoursAhead], scores: Floats) -> Floats:
    return np.array([hours.drawn(row) for hours, row in zip(ahead, scores, strict=True)])


def _left(planned: list[_Planned], ahead: list[HoursAhead], scores: Floats) -> Floats:
    left = np.zeros_like(scores)
    for place, (piece, hours) in enumerate(zip(planned, ahead, strict=True)):
        if not piece.is_done:
            left[place] = hours.drawn(scores[place], beyond=piece.logged_hours) - piece.logged_hours
    return left


def _pieces(planned: list[_Planned], ahead: list[HoursAhead], left: Floats) -> list[PieceForecast]:
    return [
        PieceForecast(
            piece.phase,
            piece.name,
            piece.said,
            hours.spread(),
            piece.logged_hours,
            spread_of(of_piece),
            share,
            piece.is_done,
        )
        for piece, hours, of_piece, share in zip(planned, ahead, left, risk_shares(left), strict=True)
    ]


def risk_shares(left: Floats) -> list[float]:
    """How much of the variance of the total each piece brings: its covariance with the total over their sum."""
    total = left.sum(axis=0)
    together = ((left - left.mean(axis=1, keepdims=True)) * (total - total.mean())).mean(axis=1)
    whole = float(together.sum())
    return [float(part) / whole if whole > 0 else 1 / len(left) for part in together]

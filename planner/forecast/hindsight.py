"""What the forecast made of a plan when it was made: from what the person had finished by then, and no later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from planner.domain.estimates import Estimate
from planner.domain.wording.numbers import count_words
from planner.forecast.honest_range import Honesty
from planner.forecast.own_record import FinishedPiece
from planner.forecast.spread import Spread
from planner.store import Store

_HONEST = ("honest_low_hours", "honest_high_hours")


def honest_ranges_then(store: Store, project_id: int, record: Sequence[FinishedPiece]) -> dict[str, Spread]:
    """The honest range of each phase that has ever had a range, by its name, as of the day on which it had its first.

    Of other projects in the record, only what was finished before that day is asked; of this one, only what was said.
    """
    names = {phase.id: phase.name for phase in store.phases.of_project(project_id)}
    first = _first_said(store.estimates.of_project(project_id))
    pieces = [piece for piece in record if piece.project.id != project_id]
    honesty: dict[int, Honesty] = {}
    honest: dict[str, Spread] = {}
    for phase_id, estimate in first.items():
        if phase_id in names and estimate.range is not None:
            record_then = [piece for piece in pieces if piece.finished_at <= estimate.estimated_at]
            then = honesty.setdefault(len(record_then), Honesty(record_then))
            honest[names[phase_id]] = then.hours_of(names[phase_id], estimate.range).spread()
    return honest


def with_honest_ranges(phases: pd.DataFrame, honest: Mapping[str, Spread]) -> pd.DataFrame:
    """`retrospective.phase_comparison` with the columns honest_low_hours and honest_high_hours; NaN for none."""
    ends = [honest[name][::2] if name in honest else (float("nan"), float("nan")) for name in phases["phase"]]
    return phases.assign(**dict(zip(_HONEST, zip(*ends, strict=True) if ends else ((), ()), strict=True)))


def honest_words(phases: pd.DataFrame) -> str:
    """How many of both kinds of range held what the phase took; empty before three phases with hours are over."""
    ranged = phases[phases["is_over"]].dropna(subset=["low_hours", _HONEST[0]])
    took = ranged[ranged["attended_hours"] > 0]
    if len(took) < 3:
        return ""
    hours = took["attended_hours"]
    own = hours.between(took["low_hours"], took["high_hours"])
    honest = hours.between(took[_HONEST[0]], took[_HONEST[1]])
    return (
        f"Of {count_words(len(took), 'range')}, yours held {int(own.sum())}; the honest ones of that time, which the "
        f"forecast made of them, held {int(honest.sum())}."
    )


def _first_said(history: list[Estimate]) -> dict[int, Estimate]:
    first: dict[int, Estimate] = {}
    for estimate in history:
        if estimate.phase_id is not None and estimate.range is not None:
            first.setdefault(estimate.phase_id, estimate)
    return first

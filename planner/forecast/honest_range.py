"""What a record makes of a range: hours in all, as a distribution that grows with the range."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.domain.hours import HourRange
from planner.domain.project import kind_of
from planner.forecast.candidates import Targets
from planner.forecast.forecaster import Forecaster
from planner.forecast.history import Floats, History
from planner.forecast.own_record import FinishedPiece, record_of
from planner.forecast.spread import HoursAhead
from planner.forecast.totals import USUAL_SHARE, common_shares, normal_scores

_STEPS_OF_TWO = 4  # sizes between a size and its double at which the record is asked
_DOUBLINGS = 14  # up and down from the usual size of the record
_FEW_PIECES = 5


@dataclass(frozen=True)
class Honesty:
    """Honest ranges from a person's finished pieces; without any, from published ratios."""

    pieces: list[FinishedPiece]

    def hours_of(self, name: str, said_range: HourRange) -> HoursAhead:
        """Hours in all of a phase with a range.

        Whoever says a wide range knows why: without a record it is believed, and the less the more phases are finished.
        """
        weight = (_FEW_PIECES / (_FEW_PIECES + len(self.pieces))) ** 2
        return self.hours_ahead(name, said_range.planned_hours).as_wide_as(said_range, weight)

    def hours_ahead(self, name: str, planned_hours: float) -> HoursAhead:
        """Hours in all of a phase that is planned at so many hours (the geometric mean of its range).

        A larger plan is never forecast to take less: the record is asked at sizes a fixed step apart, each answer is at
        least that of the size below, and between two sizes the answer is read off a straight line in logarithms.
        """
        sizes, log_hours = self._curve(kind_of(name))
        size = float(np.clip(np.log(planned_hours), sizes[0], sizes[-1]))
        place = min(int(np.searchsorted(sizes, size, side="right")), len(sizes) - 1)
        share = (size - sizes[place - 1]) / (sizes[place] - sizes[place - 1])
        between = log_hours[place - 1] + share * (log_hours[place] - log_hours[place - 1])
        return HoursAhead(between + np.log(planned_hours) - size)

    def basis(self) -> str:
        """Where the ranges come from, in words.

        >>> Honesty([]).basis()
        'from published projects, none of yours yet'
        """
        count = len(self.pieces)
        if count == 0:
            return "from published projects, none of yours yet"
        phases = "finished phase" if count == 1 else f"{count} finished phases"
        if count < _FEW_PIECES:
            return f"from published projects and your {phases}"
        return f"from your {phases}"

    @cached_property
    def common_share(self) -> float:
        """The share of the variance that phases of a project have in common."""
        if not self.pieces:
            return USUAL_SHARE
        scores = normal_scores(self._forecaster.walk_forward(), self._history.log_ratio)
        return float(common_shares(self._history, scores)[-1])

    @cached_property
    def _record(self) -> tuple[History, dict[str, int]]:
        return record_of(self.pieces)

    @property
    def _history(self) -> History:
        return self._record[0]

    @cached_property
    def _forecaster(self) -> Forecaster:
        return Forecaster(self._history)

    @cached_property
    def _curves(self) -> dict[int, tuple[Floats, Floats]]:
        return {}

    def _curve(self, kind: str) -> tuple[Floats, Floats]:
        """Log sizes, and quantiles of the log hours at each: (sizes,) and (sizes, levels)."""
        code = self._record[1].get(kind, -1)  # kinds that the record does not know have one curve
        if code not in self._curves:
            steps = np.arange(-_DOUBLINGS * _STEPS_OF_TWO, _DOUBLINGS * _STEPS_OF_TWO + 1)
            usual = float(self._history.log_planned.mean()) if self.pieces else 0.0
            sizes = usual + steps * np.log(2) / _STEPS_OF_TWO
            log_hours = self._forecaster.quantiles(self._targets(code, sizes)) + sizes[:, None]
            self._curves[code] = sizes, np.maximum.accumulate(log_hours, axis=0)
        return self._curves[code]

    def _targets(self, code: int, sizes: Floats) -> Targets:
        everywhere = np.ones(len(sizes), dtype=np.int64)
        return Targets(0 * everywhere, code * everywhere, sizes, len(self.pieces) * everywhere)

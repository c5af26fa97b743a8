"""Whether a person's estimates get better: the later half of what was finished against the earlier half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.domain.project import kind_of
from planner.domain.wording.numbers import count_words
from planner.forecast.own_record import FinishedPiece
from planner.forecast.own_score import LEAST_TO_JUDGE

_RESAMPLES = 2_000
_SEED = 20
_MOST_NAMES = 12  # rows of a picture


@dataclass(frozen=True, slots=True)
class EstimateTrend:
    """By what factor estimates were off, up or down: the geometric mean of each half, and their ratio's interval.

    change: later factor against earlier one, with a bootstrapped 95 % interval; below 1 is better.
    """

    earlier_count: int
    later_count: int
    earlier_factor: float
    later_factor: float
    change_low: float
    change_high: float

    @property
    def sentence(self) -> str:
        """Both factors, and whether their difference is more than chance."""
        later = f"Your last {self.later_count} estimates were off by a factor of {self.later_factor:.1f}"
        return f"{later}, the {self.earlier_count} before them by {self.earlier_factor:.1f}: {self._verdict}."

    @property
    def _verdict(self) -> str:
        if self.change_high < 1:
            return "getting better"
        return "getting worse" if self.change_low > 1 else "whether they get better cannot be told from that"


def course_of(pieces: Sequence[FinishedPiece]) -> EstimateTrend | None:
    """The course of a record in order of finishing; None below twenty pieces, ten a half."""
    if len(pieces) < 2 * LEAST_TO_JUDGE:
        return None
    off = np.abs(np.log([piece.attended_hours / piece.said.planned_hours for piece in pieces]))
    earlier, later = off[: len(off) // 2], off[len(off) // 2 :]
    low, high = np.exp(np.quantile(_resampled(later) - _resampled(earlier), [0.025, 0.975]))
    factor_before, factor_after = (float(np.exp(half.mean())) for half in (earlier, later))
    return EstimateTrend(len(earlier), len(later), factor_before, factor_after, float(low), float(high))


def too_few_words(pieces: Sequence[FinishedPiece]) -> str:
    """What is missing before the course can be told."""
    count = count_words(len(pieces), "estimate")
    return f"Getting better or not? {count} finished; it takes {2 * LEAST_TO_JUDGE} to tell."


def ratios_frame(pieces: Sequence[FinishedPiece]) -> pd.DataFrame:
    """One row a piece: phase (capitals aside; the commonest names), project, ratio of actual to planned hours."""
    rows = [
        (kind_of(piece.name).capitalize(), piece.project.name, piece.attended_hours / piece.said.planned_hours)
        for piece in pieces
        if kind_of(piece.name)
    ]
    frame = pd.DataFrame(rows, columns=["phase", "project", "ratio"])
    most = frame["phase"].value_counts().index[:_MOST_NAMES]
    commonest: pd.DataFrame = frame[frame["phase"].isin(most)]
    return commonest


def _resampled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of drawings with replacement."""
    drawn = np.random.default_rng(_SEED + len(values)).integers(len(values), size=(_RESAMPLES, len(values)))
    means: NDArray[np.float64] = values[drawn].mean(axis=1)
    return means

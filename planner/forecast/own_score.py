"""How good a person's ranges were: how many held, and their interval score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from planner.domain.project import kind_of
from planner.forecast.interval_score import interval_score
from planner.forecast.own_record import FinishedPiece, finished_pieces
from planner.store import Store

LEAST_TO_JUDGE = 10
_RIGHT_SHARE = 0.8
_DEVIATIONS = 1.96
_EXACTLY = 0.01
_LEAST_EXACT = 3

EIGHT_OF_TEN = "Eight of ten first ranges should hold what it took."
INTERVAL_SCORE_WORDS = "Interval score: width of the ranges and what was missed by, in logarithms; lower is better."


@dataclass(frozen=True, slots=True)
class RangeScore:
    """Of `count` ranges `held` held; the interval score is the mean of log hours, None without ranges."""

    count: int
    held: int
    interval_score: float | None

    @property
    def words(self) -> str:
        """The hit rate, honest about small numbers.

        >>> RangeScore(5, 3, 1.0).words, RangeScore(20, 7, 1.0).words
        ('3 of 5 held: too few to judge', '7 of 20 held, where 16 would be right: too narrow')
        """
        if self.count == 0:
            return "no finished range yet"
        held = f"{self.held} of {self.count} held"
        if self.count < LEAST_TO_JUDGE:
            return f"{held}: too few to judge"
        return f"{held}, where {self.count * _RIGHT_SHARE:.0f} would be right: {self._verdict()}"

    def _verdict(self) -> str:
        chance = np.sqrt(_RIGHT_SHARE * (1 - _RIGHT_SHARE) / self.count) * _DEVIATIONS
        off = self.held / self.count - _RIGHT_SHARE
        if abs(off) <= chance:
            return "about right"
        return "too narrow" if off < 0 else "wider than needed"


@dataclass(frozen=True, slots=True)
class OwnScores:
    """Scores of all finished ranges, by project (in order of finishing) and by the name of the phase.

    exact: pieces that took what was planned, to a hundredth. Records have many; a clock has few.
    """

    all: RangeScore
    by_project: dict[str, RangeScore]
    by_phase: dict[str, RangeScore]
    exact: int = 0

    @property
    def exact_words(self) -> str:
        """What is asked where many pieces took exactly what was planned; empty where few did."""
        if self.exact < _LEAST_EXACT:
            return ""
        exact = f"{self.exact} of your {self.all.count} phases took exactly what you planned"
        return f"{exact}: is that the clock or the plan?"


def own_scores(store: Store, now: datetime) -> OwnScores:
    """Score the first ranges of all that a person has finished against the attended hours."""
    return scores_of(finished_pieces(store, now))


def scores_of(pieces: Sequence[FinishedPiece]) -> OwnScores:
    """Score a record that is known already."""
    return OwnScores(
        score_of(pieces),
        {name: score_of(some) for name, some in _grouped(pieces, [p.project.name for p in pieces]).items()},
        {name: score_of(some) for name, some in _grouped(pieces, [kind_of(p.name) for p in pieces]).items() if name},
        sum(abs(np.log(piece.attended_hours / piece.said.planned_hours)) < _EXACTLY for piece in pieces),
    )


def score_of(pieces: Sequence[FinishedPiece]) -> RangeScore:
    """The score of some finished pieces."""
    if not pieces:
        return RangeScore(0, 0, None)
    low, high, actual = np.log([(p.said.low_hours, p.said.high_hours, p.attended_hours) for p in pieces]).T
    held = sum(piece.said.holds(piece.attended_hours) for piece in pieces)
    return RangeScore(len(pieces), held, float(interval_score(low, high, actual).mean()))


def _grouped(pieces: Sequence[FinishedPiece], names: Sequence[str]) -> dict[str, list[FinishedPiece]]:
    groups: dict[str, list[FinishedPiece]] = {}
    for piece, name in zip(pieces, names, strict=True):
        groups.setdefault(name, []).append(piece)
    return groups

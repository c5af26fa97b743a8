"""Points of the learning curve to be trained: each once, by a hand that is free or here, whoever comes to it first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from model.judging.learning_curve import Rung
from model.protocol.side_orders import PointOrder
from model.training.plan import TrainingPlan


@dataclass(frozen=True, slots=True)
class WantedPoint:
    """A point: its `place` among them, the shortest first; the seconds of its training here, and of all of it."""

    place: int
    seed: int
    plan: TrainingPlan
    budget_s: float
    cost_s: float

    @property
    def change(self) -> str:
        """What it is, behind "a training"."""
        return f"for the learning curve ({self.plan.rows:,} texts)"


@dataclass(slots=True)
class PointDesk:
    """`left` are those that nobody has begun, `lost` those that a hand has begun in vain, `came` what hands brought."""

    left: list[WantedPoint] = field(default_factory=list)
    lost: list[WantedPoint] = field(default_factory=list)
    under_way: list[tuple[PointOrder, WantedPoint]] = field(default_factory=list)
    came: dict[int, Rung] = field(default_factory=dict)
    is_begun_here: bool = False

    def want(self, points: Sequence[WantedPoint]) -> None:
        """These are to be trained."""
        self.left, self.is_begun_here = list(points), False

    def for_here(self, *, is_helped: bool) -> WantedPoint | None:
        """The next one to train here: the longest where hands are at the others, so that nobody waits."""
        self.is_begun_here = True
        if self.lost:
            return self.lost.pop()
        return self.left.pop(-1 if is_helped else 0) if self.left else None

    def for_hand(self) -> WantedPoint | None:
        """The next one for a hand: the longest but one, as the longest is begun here."""
        if len(self.left) > 1 or (self.left and self.is_begun_here):
            return self.left.pop(max(0, len(self.left) - 2))
        return None

    def was_begun(self, order: PointOrder, point: WantedPoint) -> None:
        """A hand is at it."""
        self.under_way.append((order, point))

    def has_come(self, order: PointOrder) -> WantedPoint:
        """An answer is there: to which point."""
        point = next(point for given, point in self.under_way if given is order)
        self.under_way = [(given, point) for given, point in self.under_way if given is not order]
        return point

    def was_lost(self, order: PointOrder) -> None:
        """It is trained here, should there be time for it."""
        self.lost.append(self.has_come(order))

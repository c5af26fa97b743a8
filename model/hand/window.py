"""The time of one order, by a machine's own ticks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Ticks = Callable[[], float]  # seconds since some instant


@dataclass(slots=True)
class Window:
    """The time of one training by a machine's own ticks; over at once where that is asked for."""

    ticks: Ticks
    from_s: float
    to_s: float
    should_end: Callable[[], bool]
    was_ended: bool = False

    def share_elapsed(self) -> float:
        """How much of it is over, 0 to 1."""
        self.was_ended = self.was_ended or self.should_end()
        if self.was_ended or self.to_s <= self.from_s:
            return 1.0
        return min(1.0, (self.ticks() - self.from_s) / (self.to_s - self.from_s))

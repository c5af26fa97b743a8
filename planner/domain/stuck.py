"""Being stuck: a question, what would settle it, a box of minutes, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

STUCK_BOX_S = 25 * 60.0


class Outcome(StrEnum):
    """What a person decided at the end of the box."""

    SETTLED = "settled"
    ASK = "ask someone"
    PARK = "park"
    CALL_IT = "call it"


@dataclass(frozen=True, slots=True)
class StuckSpell:
    """A time at which a person was stuck; `outcome` and `ended_at` are None while it lasts. Instants are in UTC."""

    id: int
    phase_id: int
    said_at: datetime
    question: str
    settled_by: str = ""
    box_s: float = STUCK_BOX_S
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    note: str = ""

    @property
    def ends_at(self) -> datetime:
        """When the box is over."""
        return self.said_at + timedelta(seconds=self.box_s)

    def left_s(self, now: datetime) -> float:
        """Seconds of the box that are left: all of them where the clock was set back before it began."""
        return min(self.box_s, (self.ends_at - now).total_seconds())

    def took_s(self, now: datetime) -> float:
        """Seconds since it was said; none where the clock was set back before that."""
        return max(0.0, (now - self.said_at).total_seconds())

    def is_over(self, now: datetime) -> bool:
        """Whether the box is over and the question is still open."""
        return self.outcome is None and now >= self.ends_at

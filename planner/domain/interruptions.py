"""Interruptions: stretches in which something else took the person away. They are not work, and no hours of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.domain.project import Phase, Project


@dataclass(frozen=True, slots=True)
class Interruption:
    """What was interrupted, since when, and why; `stopped_at` is None while it lasts. Instants are in UTC."""

    id: int
    phase_id: int
    started_at: datetime
    stopped_at: datetime | None
    reason: str = ""

    def hours(self, now: datetime) -> float:
        """How long it took, or has lasted until `now`: nothing where the clock was set back before its start."""
        return max(0.0, ((self.stopped_at or now) - self.started_at).total_seconds() / 3600)


@dataclass(frozen=True, slots=True)
class OpenInterruption:
    """The one interruption that lasts, and what it took the person away from."""

    interruption: Interruption
    phase: Phase
    project: Project

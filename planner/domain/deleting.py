"""Deleted projects: kept hidden for thirty days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.project import Project

KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class DeletedProject:
    """A project that was deleted, and when."""

    project: Project
    deleted_at: datetime

    @property
    def until(self) -> datetime:
        """An instant on the last day on which it can be brought back."""
        return self.deleted_at + timedelta(days=KEPT_DAYS)

    def is_gone(self, now: datetime) -> bool:
        """Whether the time to bring it back is over. The last day counts as a whole."""
        return now >= self.until + timedelta(days=1)

"""How much there is: what belongs to a project, and what a whole database holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words


@dataclass(frozen=True, slots=True)
class Holdings:
    """Numbers of projects (without deleted ones), of their time entries and training sessions; the last work."""

    projects: int
    entries: int
    sessions: int
    last_work_at: datetime | None = None

    @property
    def words(self) -> str:
        """Such as `3 projects, 812 entries and 1 training session`."""
        return list_words(
            [
                count_words(self.projects, "project"),
                count_words(self.entries, "entry", "entries"),
                count_words(self.sessions, "training session"),
            ]
        )


@dataclass(frozen=True, slots=True)
class Belongings:
    """What belongs to a project: numbers of rows, hours, and the end of the last entry."""

    entries: int = 0
    attended_hours: float = 0.0
    unattended_hours: float = 0.0
    sessions: int = 0
    results: int = 0
    last_work_at: datetime | None = None

"""The entries of a project within a period."""

from __future__ import annotations

from datetime import datetime

from planner.domain.period import Period
from planner.domain.timelog import TimeEntry
from planner.store import Store


def entries_within(store: Store, project_id: int, now: datetime, period: Period) -> list[TimeEntry]:
    """A project's entries, the oldest first, cut to a period; of all time as they are, which is quicker."""
    entries = store.entries.of_project(project_id)
    return entries if period.is_all_time else list(period.of_entries(entries, now))

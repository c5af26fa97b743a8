"""What was estimated first."""

from __future__ import annotations

from planner.domain.estimates import first_ranges
from planner.domain.hours import HourRange
from planner.store import Store


def first_estimates(store: Store, project_id: int) -> dict[int | None, HourRange]:
    """The first range of each phase, and of the total under None: what the retrospective compares with."""
    return first_ranges(store.estimates.of_project(project_id))

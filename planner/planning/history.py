"""What was estimated first, and how it changed since."""

from __future__ import annotations

from planner.domain.estimates import Estimate, first_ranges
from planner.domain.estimates import first_caps as first_caps_of
from planner.domain.hours import HourRange
from planner.store import Store


def first_estimates(store: Store, project_id: int) -> dict[int | None, HourRange]:
    """The first range of each phase, and of the total under None: what the retrospective compares with."""
    return first_ranges(store.estimates.of_project(project_id))


def first_caps(store: Store, project_id: int) -> dict[int, float]:
    """The first cap of each phase that has had one, in hours."""
    return first_caps_of(store.estimates.of_project(project_id))


def estimate_history(store: Store, project_id: int) -> list[Estimate]:
    """Every range and cap as it was said, the oldest first."""
    return store.estimates.of_project(project_id)

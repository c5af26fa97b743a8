"""Results: what a project has reached, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from model.protocol.metrics import lower_is_better


@dataclass(frozen=True, slots=True)
class Result:
    """A metric, a value, an instant and a note; `session_id` is None for work done elsewhere."""

    id: int
    project_id: int
    metric: str
    value: float
    logged_at: datetime
    note: str = ""
    session_id: str | None = None


def reaches(metric: str, value: float, target: float) -> bool:
    """Whether a value of a metric is as good as its target.

    >>> reaches("roc_auc", 0.884, 0.884), reaches("log_loss", 0.31, 0.3)
    (True, False)
    """
    return value <= target if lower_is_better(metric) else value >= target


def gained(metric: str, before: float, after: float) -> float:
    """By how much a value is better than one before it; below zero where it is worse.

    >>> gained("roc_auc", 0.75, 1.0), gained("log_loss", 0.5, 0.25), gained("log_loss", 0.25, 0.5)
    (0.25, 0.25, -0.25)
    """
    return before - after if lower_is_better(metric) else after - before


def best_of(metric: str, values: list[float]) -> float:
    """The best of some values of a metric."""
    return min(values) if lower_is_better(metric) else max(values)

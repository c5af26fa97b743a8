"""Results: what a project has reached, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

_LOWER_IS_BETTER = frozenset({"log_loss", "loss", "error", "mae", "mse", "rmse", "perplexity"})


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


def lower_is_better(metric: str) -> bool:
    """Whether a smaller value of a metric is the better one."""
    return metric in _LOWER_IS_BETTER


def best_of(metric: str, values: list[float]) -> float:
    """The best of some values of a metric."""
    return min(values) if lower_is_better(metric) else max(values)

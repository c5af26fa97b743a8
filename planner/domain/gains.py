"""What the last hours of work brought: the rise of the best score per attended hour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from planner.domain.project import MetricTarget
from planner.domain.results import Result, best_of, lower_is_better
from planner.domain.timelog import TimeEntry
from planner.domain.wording import metric_words

GAIN_WINDOW_HOURS = 2.0  # of a person's work: long enough for a change to be made, trained and scored
_ROUNDING_HOURS = 1e-6  # sums of the same intervals, taken in two ways, differ by less


@dataclass(frozen=True, slots=True)
class Gain:
    """The gain over the last hours of work.

    metric: as it was logged last. per_hour: rise of the best score per attended hour, never below zero, also where
    lower is better; None where nothing was scored in the last `GAIN_WINDOW_HOURS`. unscored_hours: attended hours since
    the last score.
    """

    metric: str
    best: float
    per_hour: float | None
    unscored_hours: float


def metric_key(metric: str) -> str:
    """What two spellings of a metric have in common.

    >>> metric_key("ROC AUC"), metric_key("macro-F1")
    ('roc_auc', 'macro_f1')
    """
    return re.sub(r"[^a-z0-9]+", "_", metric.casefold()).strip("_")


def metric_name(metric: str) -> str:
    """A metric's name on screens, however it was typed; one that is not known stays as it is.

    >>> metric_name("ROC-AUC"), metric_name("My Score")
    ('ROC AUC', 'My Score')
    """
    key = metric_key(metric)
    known = metric_words(key)
    return metric if known == key else known


def metric_of(target: MetricTarget | None, results: Sequence[Result]) -> str | None:
    """The metric that counts, as `metric_key` has it: the target's, else that of most results; None without either."""
    if target:
        return metric_key(target.metric)
    counted = Counter(metric_key(result.metric) for result in results)
    return counted.most_common(1)[0][0] if counted else None


def results_in(metric: str, results: Iterable[Result]) -> list[Result]:
    """The results in a metric, however it is spelled."""
    return [result for result in results if metric_key(result.metric) == metric]


def best_in(metric: str, results: Iterable[Result]) -> float | None:
    """The best value of a metric; None where nothing was scored."""
    values = [result.value for result in results_in(metric, results)]
    return best_of(metric, values) if values else None


def gain_of(metric: str | None, results: Sequence[Result], entries: Sequence[TimeEntry], now: datetime) -> Gain | None:
    """The gain of late; None before so much was worked since the first result in the metric."""
    scored = results_in(metric, results) if metric else []
    if not metric or not scored:
        return None
    worked = worked_hours(entries, now)
    at = [worked_hours(entries, result.logged_at) for result in scored]
    begins = worked - GAIN_WINDOW_HOURS + _ROUNDING_HOURS
    before = [result.value for result, hours in zip(scored, at, strict=True) if hours <= begins]
    if not before:
        return None
    best = best_of(metric, [result.value for result in scored])
    rise = best - best_of(metric, before)
    per_hour = abs(rise) / GAIN_WINDOW_HOURS if len(before) < len(scored) else None
    return Gain(scored[-1].metric, best, per_hour, worked - max(at))


def worked_hours(entries: Iterable[TimeEntry], until: datetime) -> float:
    """Attended hours before an instant."""
    return hours_before((entry for entry in entries if entry.attended), until)


def hours_before(entries: Iterable[TimeEntry], until: datetime) -> float:
    """Hours of entries before an instant, a person's and a machine's alike."""
    return sum(
        (min(entry.stopped_at or until, until) - entry.started_at).total_seconds() / 3600
        for entry in entries
        if entry.started_at < until
    )


def moved_words(metric: str) -> str:
    """How a metric moves when it gets better."""
    return "fell" if lower_is_better(metric_key(metric)) else "rose"


def gain_words(gain: float, *, digits: int = 2) -> str:
    """A gain with two digits that count, and no zero before the point.

    >>> gain_words(0.002), gain_words(0.00052), gain_words(1.5)
    ('.002', '.00052', '1.5')
    """
    plain = f"{Decimal(f'{gain:.{digits}g}'):f}"
    return plain.removeprefix("0") if plain.startswith("0.") else plain

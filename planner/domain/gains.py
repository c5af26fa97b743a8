"""Results as gains are counted: the metric that counts, and its best value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from model.protocol.metrics import METRIC_NAMES, lower_is_better
from planner.domain.project import MetricTarget
from planner.domain.results import Result, best_of
from planner.domain.wording.durations import hours_words


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
    return METRIC_NAMES.get(metric_key(metric), metric)


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


def moved_words(metric: str) -> str:
    """How a metric moves when it gets better."""
    return "fell" if lower_is_better(metric) else "rose"


def unscored_words(hours: float) -> str:
    """That nothing was scored in the last hours of work, as part of a sentence.

    >>> unscored_words(2.4)
    'Nothing was scored in the last 2.4 h of work'
    """
    return f"Nothing was scored in the last {hours_words(hours)} of work"

"""What a score may be: a finite number, in a metric with a name, within the bounds of the metrics that have some."""

from __future__ import annotations

import math

from model.protocol.metrics import BETWEEN_0_AND_1, METRIC_NAMES, NEVER_BELOW_0
from planner.domain.errors import InvalidResult
from planner.domain.gains import metric_key, metric_name

_LONGEST_NAME = 60  # letters


def typed_score(text: str) -> float:
    """The number in a score as typed: `.731`, `0.731`, or with a decimal comma.

    >>> typed_score(".731"), typed_score("0,5"), typed_score("-1.5")
    (0.731, 0.5, -1.5)

    Raises
    ------
    InvalidResult
        Where there is none.
    """
    try:
        return float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        raise InvalidResult(f"'{text}' is not a score. Give a number, such as 0.884.") from None


def checked_metric(metric: str) -> str:
    """A metric's name, tidy; of a metric that is known here, as training sessions write it.

    >>> checked_metric("ROC AUC"), checked_metric("  My  score ")
    ('roc_auc', 'My score')

    Raises
    ------
    InvalidResult
        For a name that says nothing, or is longer than a name.
    """
    tidy = " ".join(metric.split())
    key = metric_key(tidy)
    if not any(letter.isalpha() for letter in key):
        raise InvalidResult(f"'{metric}' does not name a metric. Name it, such as roc_auc or accuracy.")
    if len(tidy) > _LONGEST_NAME:
        raise InvalidResult(f"The metric's name has {len(tidy)} letters, more than {_LONGEST_NAME}. Use a shorter one.")
    return key if key in METRIC_NAMES else tidy


def check_value(metric: str, value: float) -> None:
    """Refuse a value that no metric, or not this one, can have (`InvalidResult`)."""
    key, name = metric_key(metric), metric_name(metric)
    if not math.isfinite(value):
        raise InvalidResult(f"A {name} of {value} is no score. Give a number, such as 0.884.")
    if key in BETWEEN_0_AND_1 and not 0 <= value <= 1:
        percent = f" For {value:g} % write {value / 100:g}." if 1 < value <= 100 else ""
        raise InvalidResult(f"{name} is {value:g}, but it lies between 0 and 1.{percent}")
    if key in NEVER_BELOW_0 and value < 0:
        raise InvalidResult(f"{name} is {value:g}, but it is never below 0. Check its sign.")

"""What people type to the command: times of day, amounts of memory, scores. Lengths: `planner.parsing.lengths`."""

from __future__ import annotations

import math
import re
from datetime import datetime

from model.protocol.metrics import BETWEEN_0_AND_1
from planner.domain.local_time import Tell
from planner.parsing.times_of_day import next_time_of_day

_MOST_BYTES = 1e15


def duration_typed(seconds: float) -> str:
    """A duration in whole minutes, at least one, as one would type it.

    >>> duration_typed(5400), duration_typed(12), duration_typed(7200)
    ('90m', '1m', '120m')
    """
    return f"{max(1, round(seconds / 60))}m"


def seconds_until(text: str, *, now: datetime, tell: Tell | None = None) -> float:
    """Seconds from `now` (with its zone) to the `next_time_of_day` of a text, such as 07:30.

    >>> from datetime import UTC
    >>> seconds_until("07:30", now=datetime(2026, 5, 8, 22, 0, tzinfo=UTC)) / 3600
    9.5
    """
    return (next_time_of_day(text, now=now, tell=tell) - now).total_seconds()


def parse_bytes(text: str) -> int:
    """Bytes in an amount of memory; GB and MB are thousands of thousands, as on the box of a computer.

    >>> parse_bytes("4GB"), parse_bytes("1.5 g"), parse_bytes("800M")
    (4000000000, 1500000000, 800000000)
    """
    match = re.fullmatch(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[gm])(?:i?b)?", text.strip().lower())
    if match is None:
        raise ValueError(f"'{text}' is not an amount of memory. Write it like 4GB or 800MB.")
    amount = float(match["number"]) * {"g": 1e9, "m": 1e6}[match["unit"]]
    if amount > _MOST_BYTES:
        raise ValueError(f"'{text[:40]}' is more memory than any machine has. Write it like 4GB or 800MB.")
    return int(amount)


def parse_score(text: str, metrics: tuple[str, ...]) -> tuple[str, float]:
    """Metric and value of a score from elsewhere.

    >>> parse_score("roc_auc=0.884", ("macro_f1", "roc_auc"))
    ('roc_auc', 0.884)
    """
    metric, _, value = text.partition("=")
    metric = metric.strip().lower()
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if metric not in metrics or not math.isfinite(number):
        raise ValueError(
            f"'{text}' is not a score. Write METRIC=VALUE, such as macro_f1=0.82, with one of: {', '.join(metrics)}."
        )
    if number < 0 or (number > 1 and metric in BETWEEN_0_AND_1):
        raise ValueError(
            f"'{text}' is no {metric}: it lies between 0 and 1 (log_loss: 0 or more). Write 88.4 % as 0.884."
        )
    return metric, number

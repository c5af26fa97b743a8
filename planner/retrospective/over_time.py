"""Hours over time, in steps that fit beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from planner.domain.days import day_of, day_start

if TYPE_CHECKING:
    import pandas as pd

HOUR_MS = 3_600_000
_MOST_DAYS, _MOST_WEEKS, _MOST_MONTHS = 14, 60, 60  # bars that fit beside each other on a phone


def over_time(log: pd.DataFrame, zone: tzinfo, starts_hour: int) -> tuple[pd.DataFrame, str]:
    """One row a day, week, month or year, as there is room for, and which of these it is.

    log: one row an entry: start_ms, stop_ms (Unix time), attended. The rows returned have begins and ends (dates, the
    end without), attended_hours and unattended_hours; an entry over an edge counts on both sides of it once.
    """
    import pandas as pd

    first, last = (_day(ms, zone, starts_hour) for ms in (log["start_ms"].min(), log["stop_ms"].max() - 1))
    step = _step(first, last)
    days = list(_begins(first, last, step))
    edges = [to_ms(day_start(day, zone, starts_hour)) for day in days]
    frame = pd.DataFrame({"begins": days[:-1], "ends": days[1:]})
    is_own = log["attended"].astype(bool)
    return frame.assign(
        attended_hours=_between(log[is_own], edges), unattended_hours=_between(log[~is_own], edges)
    ), step


def _between(log: pd.DataFrame, edges: list[int]) -> list[float]:
    """Hours between each edge (ms) and the next: the difference of all that lies before them."""
    start, stop = log["start_ms"].to_numpy(), log["stop_ms"].to_numpy()
    before = [int(np.clip(np.minimum(stop, edge) - start, 0, None).sum()) for edge in edges]
    return [(after - so_far) / HOUR_MS for so_far, after in pairwise(before)]


def _step(first: date, last: date) -> str:
    days = (last - first).days + 1
    if days <= _MOST_DAYS:
        return "day"
    if days <= 7 * _MOST_WEEKS:
        return "week"
    return "month" if days <= 30 * _MOST_MONTHS else "year"


def _begins(first: date, last: date, step: str) -> Iterator[date]:
    """The first day of each step, from that which holds `first` to that after `last`."""
    day = {
        "day": first,
        "week": first - timedelta(days=first.weekday()),
        "month": first.replace(day=1),
        "year": first.replace(month=1, day=1),
    }[step]
    while day <= last:
        yield day
        day = _next(day, step)
    yield day


def _next(day: date, step: str) -> date:
    if step == "year":
        return day.replace(year=day.year + 1)
    if step == "month":
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=1 if step == "day" else 7)


def _day(ms: int, zone: tzinfo, starts_hour: int) -> date:
    return day_of(datetime.fromtimestamp(ms / 1000, UTC), zone, starts_hour)


def to_ms(instant: datetime) -> int:
    """Unix time in whole milliseconds, as the store counts."""
    return round(instant.timestamp() * 1000)

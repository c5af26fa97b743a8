"""A log as columns, made from entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from planner.domain.log_columns import LogColumns, as_ms
from planner.domain.timelog import TimeEntry


def columns_of(entries: Sequence[TimeEntry], now: datetime) -> LogColumns:
    """The oldest first, whatever their order; one that still runs reaches to `now`."""
    columns = (
        np.array([one.id for one in entries], dtype=np.int64),
        np.array([one.phase_id for one in entries], dtype=np.int64),
        np.array([as_ms(one.started_at) for one in entries], dtype=np.int64),
        np.array([as_ms(one.stopped_at or now) for one in entries], dtype=np.int64),
        np.array([one.attended for one in entries], dtype=bool),
        np.array([one.stopped_at is None for one in entries], dtype=bool),
    )
    return LogColumns(*columns).by_start()

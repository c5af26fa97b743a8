"""The days and the training sessions of a project, as tables for charts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from planner import preferences
from planner.domain.days import DayStarts
from planner.domain.log_columns import MS_OF_AN_HOUR, Flags, LogColumns, Whole, as_ms, at_ms
from planner.domain.period import ALWAYS, Period
from planner.domain.training import TrainingSession
from planner.retrospective.named_period import log_within
from planner.store import Store

if TYPE_CHECKING:
    import pandas as pd

_DAY_COLUMNS = ("day", "phase", "start_hour", "end_hour", "attended", "started_at", "stopped_at", "hours", "entry_id")
_SESSION_COLUMNS = (
    "session_id",
    "source",
    "data",
    "table",
    "started_at",
    "timebox_min",
    "used_min",
    "state",
    "metric",
    "benchmark",
    "delivered",
    "low",
    "high",
    "difference",
    "message",
)
_SESSION_NUMBERS = ("timebox_min", "used_min", "benchmark", "delivered", "low", "high", "difference")


def day_timeline(
    store: Store,
    project_id: int,
    now: datetime,
    *,
    zone: tzinfo,
    day_starts_hour: int | None = None,
    period: Period = ALWAYS,
) -> pd.DataFrame:
    """Entries cut at the starts of days, by time: one over midnight has a row on both days.

    Days begin at the hour of the settings unless told.

    Columns: day (a date in `zone`), phase, start_hour and end_hour (hours on the clock as the
    day goes on, so 26 is two in the night of a day that began at 4; counted from its beginning, so that lengths hold on
    days of 23 and 25 hours), attended, started_at, stopped_at (UTC, of this part), hours, entry_id. A running entry
    reaches to `now`.
    """
    import pandas as pd

    starts = preferences.day_starts_hour(store) if day_starts_hour is None else day_starts_hour
    names = {phase.id: phase.name for phase in store.phases.of_project(project_id)}
    cut = DayStarts(zone, starts)
    log = log_within(store, project_id, now, period)
    rows = [
        (
            part.day,
            names[phase_id],
            part.start_hour + starts,
            part.end_hour + starts,
            attended,
            part.started_at,
            part.stopped_at,
            part.hours,
            entry_id,
        )
        for entry_id, phase_id, start, stop, attended, _ in log.rows()
        for part in cut.parts(at_ms(start), at_ms(stop))
    ]
    frame = pd.DataFrame.from_records(rows, columns=list(_DAY_COLUMNS))
    for column in ("started_at", "stopped_at"):
        frame[column] = pd.to_datetime(frame[column], utc=True)
    return frame.astype({"phase": "str", "attended": bool, "start_hour": float, "end_hour": float, "hours": float})


def own_hours_by_day(
    store: Store, project_id: int, now: datetime, *, zone: tzinfo, period: Period = ALWAYS
) -> dict[date, float]:
    """A person's hours on each day with work, by day; 0 where only the machine worked. As `day_timeline` cuts them."""
    import numpy as np

    log = log_within(store, project_id, now, period)
    log = log.where(log.starts_ms < log.stops_ms)
    if not len(log):
        return {}
    starts = DayStarts(zone, preferences.day_starts_hour(store))
    days, begins = starts.between(at_ms(log.starts_ms.min()), at_ms(log.stops_ms.max()))
    own, anyone = np.zeros((2, len(days)), dtype=np.int64)
    for place, length, attended in _cut_at(np.array([*map(as_ms, begins)]), log):
        np.add.at(anyone, place, length)
        np.add.at(own, place, length * attended)
    return {days[place]: int(own[place]) / MS_OF_AN_HOUR for place in np.flatnonzero(anyone)}


def _cut_at(begins_ms: Whole, log: LogColumns) -> Iterator[tuple[Whole, Whole, Flags]]:
    """The parts of entries on their first day, then on their second, and so on: day, length, and whether attended."""
    import numpy as np

    ends_ms = np.append(begins_ms[1:], np.iinfo(np.int64).max)
    starts, stops, attended = log.starts_ms, log.stops_ms, log.attended
    while len(starts):
        place = np.searchsorted(begins_ms, starts, side="right") - 1
        ends = np.minimum(stops, ends_ms[place])
        yield place, ends - starts, attended
        goes_on = ends < stops
        starts, stops, attended = ends[goes_on], stops[goes_on], attended[goes_on]


def sessions_frame(store: Store, project_id: int, *, period: Period = ALWAYS) -> pd.DataFrame:
    """A project's training sessions by start, those that started in a period.

    Columns: session_id, source, data (source and label column), table (what tells its data from other data), started_at
    (UTC), timebox_min, used_min (NaN while it runs), state, metric, benchmark and delivered (scores on that metric; NaN
    where there is none), low and high (95 % interval of delivered), difference (delivered - benchmark), message.
    """
    import pandas as pd

    sessions = store.sessions.sessions_of(project_id)
    rows = [_session_row(session) for session in sessions if period.holds(session.started_at)]
    frame = pd.DataFrame.from_records(rows, columns=list(_SESSION_COLUMNS))
    frame["started_at"] = pd.to_datetime(frame["started_at"], utc=True)
    return frame.astype(dict.fromkeys(_SESSION_NUMBERS, float))


def _session_row(session: TrainingSession) -> tuple[Any, ...]:
    benchmark, delivered = session.score_of("benchmark"), session.score_of("delivered")
    return (
        session.id,
        session.source_name,
        session.data_words,
        session.table,
        session.started_at,
        session.timebox_s / 60,
        None if session.used_s is None else session.used_s / 60,
        str(session.state),
        session.metric,
        benchmark.value if benchmark else None,
        delivered.value if delivered else None,
        delivered.low if delivered else None,
        delivered.high if delivered else None,
        delivered.value - benchmark.value if benchmark and delivered else None,
        session.message,
    )

"""When? Hours so far against the plan, and when the forecast first passed the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from planner import preferences
from planner.domain.days import DayStarts
from planner.domain.estimates import SaidDeadline, first_ranges
from planner.domain.forecasts import KeptForecast
from planner.domain.hours import HourRange
from planner.domain.log_columns import MS_OF_AN_HOUR, LogColumns, as_ms, at_ms
from planner.domain.period import ALWAYS, Period
from planner.domain.project import Project
from planner.domain.wording.days import date_of, days_until
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words, share_words
from planner.retrospective.named_period import log_within
from planner.store import Store

if TYPE_CHECKING:
    import pandas as pd

_LIKELY = 0.5  # below, the deadline lies before the middle of what was forecast
_LEAST_DAYS = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """What the forecasts are held against, in words; `hours` is None for the deadline."""

    words: str
    hours: float | None = None

    def is_passed_by(self, forecast: KeptForecast) -> bool:
        """Whether a forecast lay behind the deadline, more likely than not, or above the hours."""
        if self.hours is None:
            return forecast.chance is not None and forecast.chance < _LIKELY
        return forecast.logged_hours + forecast.left_middle_hours > self.hours


@dataclass(frozen=True)
class BurnUp:
    """Attended hours day by day against what was planned, and what was forecast on the way.

    days: the last stop of each day with work (UTC) and the attended hours until then, the first start before them.
    said: the first range of the whole. deadlines: the one said last, before it the one said first where that is
    another. limit: the deadline, else the budget, else the hours planned. passing: the first
    forecast that passed it.
    """

    project: Project
    days: list[tuple[datetime, float]]
    said: HourRange | None
    deadlines: list[datetime]
    forecasts: list[KeptForecast]
    limit: Limit | None
    passing: KeptForecast | None
    zone: tzinfo
    deadline_then: datetime | None = None  # as it stood when the forecast first passed: it may have been moved since

    @property
    def sentence(self) -> str:
        """When the forecast first passed the deadline; where no forecast was kept, that."""
        if not self.forecasts:
            return f"On none of these {count_words(len(self.days) - 1, 'day')} was a forecast kept, so none is drawn."
        count = count_words(len(self.forecasts), "forecast")
        if self.limit is None:
            return f"There is no deadline, budget or total to hold the {count} against."
        if self.passing is None:
            none = f"None of {count} passed" if len(self.forecasts) > 1 else "The only forecast kept did not pass"
            return f"{none} {self.limit.words}{self._yet}."
        day = date_of(self.passing.forecast_at, self.days[-1][0], self.zone)
        return f"On {day} the forecast first passed {self.limit.words}{self._by}."

    @property
    def _by(self) -> str:
        """By how much it was passed, and how long before the deadline that was known."""
        assert self.passing is not None
        if self.limit and self.limit.hours is not None:
            return f": {hours_words(self.passing.logged_hours + self.passing.left_middle_hours)} in all"
        deadline = self.deadline_then
        early = days_until(deadline, self.passing.forecast_at, self.zone) if deadline else 0
        ahead = f", {count_words(early, 'day')} ahead" if early > 0 else ""
        return f"{ahead}: the chance to make it had fallen to {share_words(self.passing.chance or 0.0, 1)}"

    @property
    def _yet(self) -> str:
        finished, deadline = self.project.finished_at, self.project.deadline
        late = -days_until(deadline, finished, self.zone) if finished and deadline else 0
        return f", and yet the work ended {count_words(late, 'day')} after it" if late > 0 else ""


def burn_up(store: Store, project_id: int, now: datetime, *, zone: tzinfo, period: Period = ALWAYS) -> BurnUp | None:
    """The hours of a project over its days; None before two days had work."""
    project = store.projects.require(project_id)
    log = log_within(store, project_id, now, Period(end=period.end))
    days = _since(period.start, _days(log, DayStarts(zone, preferences.day_starts_hour(store))))
    if len(days) <= _LEAST_DAYS:
        return None
    first_range = first_ranges(store.estimates.of_project(project_id)).get(None)
    said = store.estimates.deadlines_of_project(project_id)
    forecasts = [forecast for forecast in store.forecasts.of_project(project_id) if period.holds(forecast.forecast_at)]
    limit = _limit(project, first_range, forecasts)
    passing = next((forecast for forecast in forecasts if limit and limit.is_passed_by(forecast)), None)
    then = _in_force(project, said, passing.forecast_at) if passing else None
    return BurnUp(project, days, first_range, _deadlines(project, said), forecasts, limit, passing, zone, then)


def _in_force(project: Project, said: Sequence[SaidDeadline], at: datetime) -> datetime | None:
    """The deadline that stood at an instant; today's, where none was said before it."""
    before = [each.deadline for each in said if each.said_at <= at]
    return before[-1] if before else project.deadline


def burn_up_frame(progress: BurnUp) -> pd.DataFrame:
    """Attended hours over the days: day (a moment of the zone's clock, without a zone) and hours."""
    import pandas as pd

    rows = [(on_the_clock(at, progress.zone), hours) for at, hours in progress.days]
    return pd.DataFrame(rows, columns=["day", "hours"])


def forecast_frame(progress: BurnUp) -> pd.DataFrame:
    """Forecasts of the hours in all: day (as in `burn_up_frame`), low_hours, middle_hours, high_hours, passed.

    passed: whether it is the first that passed the deadline, the budget, or the hours planned.
    """
    import pandas as pd

    columns = ["day", "low_hours", "middle_hours", "high_hours", "passed"]
    rows = [
        (
            on_the_clock(forecast.forecast_at, progress.zone),
            *(
                forecast.logged_hours + left
                for left in (forecast.left_low_hours, forecast.left_middle_hours, forecast.left_high_hours)
            ),
            forecast is progress.passing,
        )
        for forecast in progress.forecasts
    ]
    return pd.DataFrame(rows, columns=columns)


def on_the_clock(instant: datetime, zone: tzinfo) -> datetime:
    """An instant as the zone's clock shows it, without the zone: what a picture draws."""
    return instant.astimezone(zone).replace(tzinfo=None)


def _days(log: LogColumns, starts: DayStarts) -> list[tuple[datetime, float]]:
    """The last stop of each day, with the attended hours until then; before them the first start of all, with 0."""
    import numpy as np

    own = log.where(log.attended)
    if not len(own):
        return []
    by_stop = own.where(own.stops_ms.argsort(kind="stable"))
    stops, until = by_stop.stops_ms, by_stop.lengths_ms.cumsum()
    _, begins = starts.between(at_ms(stops[0]), at_ms(stops[-1]))
    day = np.searchsorted([as_ms(begin) for begin in begins], stops, side="right")
    last = np.flatnonzero(np.append(day[1:] != day[:-1], True))
    ends = zip(stops[last].tolist(), until[last].tolist(), strict=True)
    return [(at_ms(own.starts_ms.min()), 0.0), *((at_ms(stop), ms / MS_OF_AN_HOUR) for stop, ms in ends)]


def _since(start: datetime | None, days: list[tuple[datetime, float]]) -> list[tuple[datetime, float]]:
    """The days from an instant on; before them that instant, with the hours that were worked until then."""
    if start is None:
        return days
    before = [hours for at, hours in days if at < start]
    return [(start, before[-1] if before else 0.0), *((at, hours) for at, hours in days if at >= start)]


def _deadlines(project: Project, history: Sequence[SaidDeadline]) -> list[datetime]:
    deadlines = [entry.deadline for entry in history if entry.deadline is not None]
    ends = [*deadlines[:1], *([project.deadline] if project.deadline else [])]
    return list(dict.fromkeys(ends))


def _limit(project: Project, first_range: HourRange | None, forecasts: Sequence[KeptForecast]) -> Limit | None:
    """What counts: the deadline, where the chance to make it was known; else the budget, else the hours planned."""
    if project.deadline and any(forecast.chance is not None for forecast in forecasts):
        return Limit("the deadline")
    if project.budget_hours:
        return Limit(f"the budget of {hours_words(project.budget_hours)}", project.budget_hours)
    if first_range is None:
        return None
    return Limit(f"the {hours_words(first_range.high_hours)} planned at most", first_range.high_hours)

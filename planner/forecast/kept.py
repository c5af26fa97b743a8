"""The history of a project's forecasts: one row a day, and another whenever what is known has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain.forecasts import KeptForecast
from planner.forecast.project_forecast import ProjectForecast
from planner.store import Store

_DIGITS = 2
_A_DAY = timedelta(days=1)
_HOURS_MOVED = 0.25
_CHANCE_MOVED = 0.03


def keep_forecast(store: Store, forecast: ProjectForecast, now: datetime, *, chance: float | None = None) -> bool:
    """Keep a forecast with its instant, unless one of the last day says nearly the same; whether it was kept.

    A page that is looked at every minute while a timer runs is not to leave a row a minute.
    """
    made = KeptForecast(
        forecast_at=now,
        logged_hours=round(forecast.logged_hours, _DIGITS),
        left_low_hours=round(forecast.left.low, _DIGITS),
        left_middle_hours=round(forecast.left.middle, _DIGITS),
        left_high_hours=round(forecast.left.high, _DIGITS),
        chance=None if chance is None else round(chance, _DIGITS),
    )
    with store.writing():
        last = store.forecasts.of_project(forecast.project.id)[-1:]
        if last and _says_the_same(last[0], made):
            return False
        store.forecasts.add(forecast.project.id, made)
    return True


def _says_the_same(last: KeptForecast, made: KeptForecast) -> bool:
    if made.forecast_at - last.forecast_at >= _A_DAY or (last.chance is None) != (made.chance is None):
        return False
    hours = ("logged_hours", "left_low_hours", "left_middle_hours", "left_high_hours")
    moved_hours = max(abs(getattr(last, name) - getattr(made, name)) for name in hours)
    return moved_hours < _HOURS_MOVED and abs((last.chance or 0) - (made.chance or 0)) < _CHANCE_MOVED


def kept_forecasts(store: Store, project_id: int) -> list[KeptForecast]:
    """How the forecast of a project changed, the oldest first."""
    return store.forecasts.of_project(project_id)

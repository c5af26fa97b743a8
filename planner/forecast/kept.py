"""The history of a project's forecasts: one row whenever what is known has changed."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from planner.domain.forecasts import KeptForecast
from planner.forecast.project_forecast import ProjectForecast
from planner.store import Store

_DIGITS = 2  # of hours; less is no change that a person would see


def keep_forecast(store: Store, forecast: ProjectForecast, now: datetime, *, chance: float | None = None) -> bool:
    """Keep a forecast with its date unless it says the same as the last one kept; whether it was kept."""
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
        if last and dataclasses.replace(last[0], forecast_at=now) == made:
            return False
        store.forecasts.add(forecast.project.id, made)
    return True


def kept_forecasts(store: Store, project_id: int) -> list[KeptForecast]:
    """How the forecast of a project changed, the oldest first."""
    return store.forecasts.of_project(project_id)

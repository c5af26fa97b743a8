"""Will I finish? The need of a project against what a person has, as it is planned or with something changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property

import numpy as np

from planner.domain.days import day_start
from planner.domain.forecasts import WANTED_CHANCE
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.forecast import (
    ProjectForecast,
    Spread,
    chance_to_finish,
    dates_done,
    keep_forecast,
    project_forecast,
    supply_draws,
)
from planner.forecast.finishing import Remedy, remedies
from planner.forecast.history import Floats
from planner.forecast.spread import spread_of
from planner.outlook.supply import Supply, supply_of
from planner.outlook.what_if import WhatIf, caps_of, forecast_if, that_hold
from planner.store import Store

_MOST_REMEDIES = 3
_LEAST_RISE = 0.02  # of the chance; a phase that brings less is no remedy


@dataclass(frozen=True)
class Outlook:
    """What is left of a project against the hours there are.

    forecast: with the caps of the plan kept. have_draws: hours of work until the deadline, or what is left of the
    budget; shape (draws,), None where neither is known. chance: to finish in them; chance_without_caps: if no cap is
    kept. dates: the days by which 50, 80 and 95 % are done, None where a year does not suffice; empty where nothing
    was said about free time.
    """

    project: Project
    forecast: ProjectForecast
    supply: Supply | None
    deadline: datetime | None
    have_draws: Floats | None
    chance: float | None
    chance_without_caps: float | None
    dates: dict[float, date | None]
    uncapped: ProjectForecast
    zone: tzinfo

    @property
    def have(self) -> Spread | None:
        """Hours of work there are."""
        return None if self.have_draws is None else spread_of(self.have_draws)

    @property
    def total(self) -> Spread:
        """Hours in all: those logged and those still needed."""
        return Spread(*(self.forecast.logged_hours + hours for hours in self.forecast.left))

    @cached_property
    def remedies(self) -> list[Remedy]:
        """What to cap or drop for a chance of 80 %, three at most; none where it is that high, or time is not known.

        Those that are enough, the riskiest phase first; where none is, those that bring most.
        """
        if self.have_draws is None or self.chance is None:
            return []
        candidates = remedies(self.forecast, self.have_draws)
        enough = [remedy for remedy in candidates if remedy.chance >= WANTED_CHANCE]
        helpful = [remedy for remedy in candidates if remedy.chance >= self.chance + _LEAST_RISE]
        return (enough or sorted(helpful, key=lambda remedy: -remedy.chance))[:_MOST_REMEDIES]

    @property
    def enough_deadline(self) -> datetime | None:
        """The end of the day by which the chance is 80 %; None where it is that already, or where it is not known."""
        day = self.dates.get(WANTED_CHANCE)
        if self.deadline is None or day is None or (self.chance is not None and self.chance >= WANTED_CHANCE):
            return None
        enough = end_of_day(day, self.zone)
        return enough if enough > self.deadline else None

    def with_hours(self, hours: HourRange) -> Outlook:
        """The outlook with hours of work that a person names, in place of those of calendar or budget."""
        have = supply_draws(hours, self.uncapped.left_draws.shape[1])
        return _compared(self, have, self.uncapped)

    def changed(self, what_if: WhatIf) -> Outlook:
        """The outlook with changes that are tried: from the same draws, so that only the changes differ."""
        deadline = what_if.deadline or self.deadline
        supply = self.supply
        if supply and what_if.deadline:
            supply = supply.until(what_if.deadline, self.zone)
        caps = {**caps_of(self.uncapped), **that_hold(what_if.caps, self.uncapped)}
        forecast = forecast_if(self.uncapped, what_if.dropped, caps)
        uncapped = forecast_if(self.uncapped, what_if.dropped, {})
        return _held_against(replace(self, supply=supply, deadline=deadline), forecast, uncapped)


def outlook_of(store: Store, project_id: int, now: datetime, zone: tzinfo) -> Outlook | None:
    """The outlook of a project as it is planned; None where no range was given at all.

    Raises
    ------
    NotFound
        When the project is not there any more.
    """
    uncapped = project_forecast(store, project_id, now)
    if uncapped is None:
        return None
    project = uncapped.project
    supply = supply_of(store, project, now, zone)
    ahead = project.deadline if project.deadline and project.deadline > now else None
    empty = Outlook(project, uncapped, supply, ahead, None, None, None, {}, uncapped, zone)
    return _held_against(empty, forecast_if(uncapped, frozenset(), caps_of(uncapped)), uncapped)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The last minute of a day, on the clocks of a zone: 23:59, also where it is not there, or there twice."""
    return (day_start(day + timedelta(days=1), zone) - timedelta(minutes=1)).astimezone(zone)


def keep_outlook(store: Store, project_id: int, now: datetime, zone: tzinfo) -> None:
    """Keep what is forecast now, as after hours were logged; nothing for a project without ranges or a finished one."""
    outlook = outlook_of(store, project_id, now, zone)
    if outlook is not None and outlook.project.finished_at is None:
        keep_forecast(store, outlook.forecast, now, chance=outlook.chance)


def _held_against(outlook: Outlook, forecast: ProjectForecast, uncapped: ProjectForecast) -> Outlook:
    """Need against what there is; `uncapped` is only asked what the caps are worth."""
    changed = replace(outlook, forecast=forecast, dates=_dates(outlook.supply, forecast))
    return _compared(changed, _have(outlook), uncapped)


def _compared(outlook: Outlook, have: Floats | None, uncapped: ProjectForecast) -> Outlook:
    if have is None:
        return replace(outlook, have_draws=None, chance=None, chance_without_caps=None)
    return replace(
        outlook,
        have_draws=have,
        chance=chance_to_finish(outlook.forecast.need_draws, have),
        chance_without_caps=chance_to_finish(uncapped.need_draws, have),
    )


def _have(outlook: Outlook) -> Floats | None:
    draws = outlook.uncapped.left_draws.shape[1]
    if outlook.deadline is None:
        budget = outlook.project.budget_hours
        left = None if budget is None else max(budget - outlook.forecast.logged_hours, 0.0)
        return None if left is None else np.full(draws, left)
    if outlook.supply is None or outlook.supply.deadline is None:
        return None
    have: Floats = outlook.supply.free_hours * outlook.supply.share_draws(draws)
    return have


def _dates(supply: Supply | None, forecast: ProjectForecast) -> dict[float, date | None]:
    if supply is None or forecast.left.high <= 0:
        return {}
    days = [(day.date, day.free_hours) for day in supply.ahead]
    return dates_done(forecast.need_draws, days, share=supply.share_draws(forecast.left_draws.shape[1]))

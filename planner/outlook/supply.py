"""What a person has for a project: free hours until its deadline, and how many of them become work."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

import numpy as np

from planner.availability import (
    MOST_DAYS,
    Availability,
    FreeDay,
    Share,
    free_days,
    free_time,
    load_availability,
    share_of,
    supply_range,
)
from planner.domain.hours import NORMAL_80
from planner.domain.project import Project
from planner.forecast.history import Floats
from planner.store import Store

DAYS_WITHOUT_DEADLINE = 28  # looked at where no deadline says how far
_DAYS_AHEAD = 365  # looked at for the dates by which the work is done
_LEAST_SHARE = 0.01


@dataclass(frozen=True)
class Supply:
    """Free days from now on, the share of them that becomes work, and what could not be read in calendars.

    `days` end at the deadline, or, where `deadline` is None, four weeks from now; `ahead` goes on for a year.
    """

    days: list[FreeDay]
    share: Share
    troubles: list[str]
    deadline: datetime | None
    ahead: list[FreeDay]
    availability: Availability | None = None

    @property
    def free_hours(self) -> float:
        """All free hours."""
        return math.fsum(day.free_hours for day in self.days)

    @property
    def work_hours(self) -> tuple[float, float]:
        """Low and high hours of work that will come of them."""
        return supply_range(self.days, self.share)

    @property
    def about_hours(self) -> float:
        """The middle of the hours of work: shares err to both sides alike."""
        return sum(self.work_hours) / 2

    def until(self, deadline: datetime, zone: tzinfo) -> Supply:
        """The same with the end of another day as its deadline; without one where no days are counted so far ahead."""
        first, last = self.ahead[0].date, deadline.astimezone(zone).date()
        if _is_too_far(first, last):
            return replace(self, days=self.ahead[:DAYS_WITHOUT_DEADLINE], deadline=None)
        days = [day for day in self.ahead if day.date <= last]
        return replace(self, days=[*days, *self._beyond(last, zone)], deadline=deadline)

    def _beyond(self, last: date, zone: tzinfo) -> list[FreeDay]:
        """The days after those ahead, up to a day."""
        start = self.ahead[-1].date + timedelta(days=1)
        if self.availability is None or last < start:
            return []
        return free_days(self.availability, start, last, zone)

    def share_draws(self, draws: int, *, seed: int = 1) -> Floats:
        """Shares that free hours may become work at; 8 of 10 lie in the range, to both sides alike. Shape (draws,)."""
        middle, deviation = (self.share.low + self.share.high) / 2, (self.share.high - self.share.low) / 2 / NORMAL_80
        drawn = middle + deviation * np.random.default_rng(seed).standard_normal(draws)
        shares: Floats = np.maximum(drawn, _LEAST_SHARE)
        return shares


def supply_of(store: Store, project: Project, now: datetime, zone: tzinfo) -> Supply | None:
    """What a person has for a project. None for a finished one, and as long as nothing was said about free time."""
    availability = None if project.finished_at else load_availability(store)
    if availability is None:
        return None
    first = now.astimezone(zone).date()
    deadline = _deadline_ahead(project, now, first, zone)
    last = deadline.astimezone(zone).date() if deadline else first + timedelta(days=DAYS_WITHOUT_DEADLINE - 1)
    free = free_time(availability, first, last, zone, after=now, before=deadline)
    furthest = max(last, first + timedelta(days=_DAYS_AHEAD))
    ahead = free_days(availability, first, furthest, zone, after=now)
    share = share_of(store, availability, now=now, zone=zone)
    return Supply(free.days, share, free.troubles, deadline, ahead, availability)


def _deadline_ahead(project: Project, now: datetime, today: date, zone: tzinfo) -> datetime | None:
    """The deadline, unless it has passed or lies further ahead than days are counted."""
    deadline = project.deadline
    if deadline is None or deadline <= now or _is_too_far(today, deadline.astimezone(zone).date()):
        return None
    return deadline


def _is_too_far(first: date, last: date) -> bool:
    """Whether a day lies further ahead than days are counted."""
    return (last - first).days >= MOST_DAYS - 1

"""What a person has: free hours until the deadline, and how many of them become work; facts and their words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.availability import (
    MOST_DAYS,
    Availability,
    FreeDay,
    Share,
    free_time,
    load_availability,
    share_of,
    supply_range,
)
from planner.clock import local_zone
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.domain.wording import hours_words
from planner.pages.words import days_until, days_words, to_local, unbroken
from planner.store import Store

_DAYS_AHEAD = 28  # looked at where no deadline says how far


@dataclass(frozen=True)
class Supply:
    """Free days from now on, the share of them that becomes work, and what could not be read in calendars.

    The days end at the deadline, or, where `deadline` is None, four weeks from now.
    """

    days: list[FreeDay]
    share: Share
    troubles: list[str]
    deadline: datetime | None

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


def supply_of(store: Store, project: Project, now: datetime) -> Supply | None:
    """What a person has for a project. None for a finished one, and as long as nothing was said about free time."""
    availability = None if project.finished_at else load_availability(store)
    if availability is None:
        return None
    zone, deadline = local_zone(), _deadline_ahead(project, now)
    first = to_local(now).date()
    found = free_time(availability, first, _last_day(first, deadline), zone, after=now, before=deadline)
    share = share_of(store, availability, now=now, zone=zone)
    return Supply(found.days, share, found.troubles, deadline)


def have_headline(
    supply: Supply, deadline: datetime, planned: HourRange | None, logged_hours: float, now: datetime
) -> str:
    """The answer as long as no forecast says more: hours you have against hours that the plan still asks for."""
    return f"{_have(supply)} {_until_words(deadline, now)}; {_asked_for(planned, logged_hours)}"


def have_sentence(supply: Supply) -> str:
    """The same hours as a range, of how many free ones, until the deadline named before it."""
    when = "until then" if supply.deadline else "in the next four weeks"
    if not supply.free_hours:
        return f"You have **no free hours** {when}."
    low, high = supply.work_hours
    about, free = hours_words(supply.about_hours), free_words(supply.free_hours)
    return unbroken(f"You have about **{about}** {when} ({_between(low, high)}), of {free}.")


def basis_sentence(share: Share) -> str:
    """On what the range rests."""
    return f"Of free hours, {100 * share.low:.0f} to {100 * share.high:.0f} % become work: {share.basis}."


def free_words(hours: float) -> str:
    """Hours that are free, as a number of things.

    >>> free_words(41.2), free_words(2.5), free_words(0)
    ('41 free hours', '2.5 free hours', 'no free hours')
    """
    number = f"{hours:.0f}" if hours >= 9.95 else f"{round(hours, 1):g}"
    return {"0": "no free hours", "1": "1 free hour"}.get(number, f"{number} free hours")


def week_words(availability: Availability) -> str:
    """The week as it was said, and the country whose holidays count."""
    place = "-".join(part for part in (availability.country, availability.subdivision) if part)
    return f"{availability.week}" + (f", holidays of {place}" if place else "")


def _deadline_ahead(project: Project, now: datetime) -> datetime | None:
    """The deadline, unless it has passed or lies further ahead than days are counted."""
    deadline = project.deadline
    return deadline if deadline and deadline > now and days_until(deadline, now) < MOST_DAYS else None


def _last_day(first: date, deadline: datetime | None) -> date:
    return to_local(deadline).date() if deadline else first + timedelta(days=_DAYS_AHEAD - 1)


def _have(supply: Supply) -> str:
    about = hours_words(supply.about_hours)
    return f"You have about {about}" if supply.free_hours else "You have no free hours"


def _until_words(deadline: datetime, now: datetime) -> str:
    days = days_until(deadline, now)
    return f"in {days_words(days)}" if days else "today"


def _asked_for(planned: HourRange | None, logged_hours: float) -> str:
    """What is left of the plan, which is not what the work will take."""
    if planned is None:
        return "no hours are planned yet"
    left_hours = planned.planned_hours - logged_hours
    if left_hours > 0:
        return f"the plan still asks for {hours_words(left_hours)}"
    if planned.high_hours > logged_hours:
        return f"the plan asks for at most {hours_words(planned.high_hours - logged_hours)} more"
    return "all that was planned is used up"


def _between(low: float, high: float) -> str:
    """Two hours with one unit where both have the same.

    >>> _between(19.2, 28.4), _between(0.5, 2)
    ('19–28 h', '30 min to 2 h')
    """
    ends = [hours_words(low), hours_words(high)]
    if all(end.endswith(" h") for end in ends):
        return f"{ends[0].removesuffix(' h')}–{ends[1]}"
    return " to ".join(ends)

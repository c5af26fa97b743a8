"""The longest stretch of work in which the best score stood still."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.wording.common import hours_words
from planner.domain.wording.scores import told_apart
from planner.retrospective.worth import LEAST_RESULTS, Scored, Worth

_LEAST_HOURS = 1.0  # an hour without a better score is what a try takes


@dataclass(frozen=True, slots=True)
class Standstill:
    """Attended hours from the result that first reached a best score to the next better one; None: none came."""

    since: Scored
    until: Scored | None
    hours: float


def longest_standstill(worth: Worth) -> Standstill | None:
    """The longest of them; None before two results, or where a better one always came within an hour."""
    if len(worth.scored) < LEAST_RESULTS:
        return None
    steps = [one for one in worth.scored if one.is_best]
    following: list[Scored | None] = [*steps[1:], None]
    ends = [worth.attended_hours if after is None else after.attended_hours for after in following]
    found = [
        Standstill(since, until, end - since.attended_hours)
        for since, until, end in zip(steps, following, ends, strict=True)
    ]
    longest = max(found, key=lambda stretch: stretch.hours)
    return longest if longest.hours >= _LEAST_HOURS else None


def standstill_words(worth: Worth) -> str:
    """The sentence about the longest standstill; empty where there is none."""
    found = longest_standstill(worth)
    if found is None:
        return ""
    best, better = told_apart(found.since.best, (found.until or found.since).best)
    stood = f"The best {worth.name} stood at {best} for {hours_words(found.hours)} of your work"
    if found.until is None:
        return f"{stood}, to the end: nothing better came."
    return f"{stood}, until {better} came."

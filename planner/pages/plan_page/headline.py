"""The two-second answer of the Plan page: the largest words on it."""

from __future__ import annotations

from datetime import datetime

from planner.domain.hours import HourRange
from planner.domain.project import Phase, Project
from planner.domain.sums import sum_against_total
from planner.domain.wording.durations import hours_words, range_words
from planner.domain.wording.numbers import count_words
from planner.outlook import Outlook
from planner.outlook.wording import chance_answer, need_answer
from planner.pages.words import days_until, until_words


def headline(project: Project, phases: list[Phase], logged_hours: float, outlook: Outlook | None, now: datetime) -> str:
    """The chance to finish; where it is not known what is still needed, where that is not known what is logged."""
    planned = project.total or sum_against_total(phases, project.total).sum
    if project.finished_at:
        return f"Finished: {_lower_first(logged_against_plan(planned, logged_hours))}"
    if outlook is None:
        return logged_against_plan(planned, logged_hours) + _time_left(project.deadline, now)
    if all(piece.is_done for piece in outlook.uncapped.pieces):
        return f"Every phase is done, with {hours_words(logged_hours)} logged"
    if outlook.chance is not None:
        return chance_answer(outlook)
    return need_answer(outlook, now) + _time_left(outlook.deadline or project.deadline, now)


def logged_against_plan(planned: HourRange | None, logged_hours: float) -> str:
    """Hours logged against those planned.

    >>> logged_against_plan(HourRange(20, 30), 9)
    '9 h logged of about 24 h planned'
    """
    if planned is None:
        return f"{hours_words(logged_hours)} logged, no hours planned yet" if logged_hours else "No hours planned yet"
    about = f"about {hours_words(planned.planned_hours)}"
    if not logged_hours:
        return f"{about.capitalize()} planned, nothing logged yet"
    if logged_hours > planned.high_hours:
        return f"{hours_words(logged_hours)} logged, more than the {range_words(planned)} planned"
    return f"{hours_words(logged_hours)} logged of {about} planned"


def _time_left(deadline: datetime | None, now: datetime) -> str:
    if deadline is None:
        return ""
    if deadline < now:
        return f"; the deadline passed {until_words(deadline, now)}"
    days = days_until(deadline, now)
    return ", due today" if days == 0 else f", {count_words(days, 'day')} left"


def _lower_first(words: str) -> str:
    return words[0].lower() + words[1:]

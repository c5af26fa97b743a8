"""An outlook in words: chance, need, dates, and where the risk lies. The same for page and terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from planner.domain.forecasts import WANTED_CHANCE
from planner.domain.hours import sum_of_ranges
from planner.domain.project import Project
from planner.domain.wording.days import day_words, days_until
from planner.domain.wording.durations import between_words, hours_words, range_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import chance_words, count_words, percent_words
from planner.forecast import Spread
from planner.forecast.finishing import Remedy
from planner.outlook.outlook import Outlook, end_of_day

# Words for chances, from the highest down; the number stands beside them.
_CHANCE_WORDS = (
    (0.95, "Almost surely"),
    (0.8, "Very likely"),
    (0.6, "Probably"),
    (0.4, "As likely as not"),
    (0.2, "Probably not"),
    (0.05, "Hardly"),
    (0.0, "No"),
)
STEPS_ENOUGH, NO_STEP_ENOUGH = "To reach 80 %:", "No single step reaches 80 %; the largest:"
_CAPS_MATTER = 0.02
_MOST_RISKS = 2
_LEAST_RISK = 0.15


@dataclass(frozen=True)
class Style:
    """How what matters is set off, and how a name is written where the words are shown."""

    strong: Callable[[str], str] = str
    name: Callable[[str], str] = str


PLAIN = Style()


def chance_answer(outlook: Outlook) -> str:
    """Question and answer: `Will I finish? Probably not: 38 %`; empty where no chance is known."""
    if outlook.chance is None:
        return ""
    words = next(words for least, words in _CHANCE_WORDS if outlook.chance >= least)
    budget = outlook.project.budget_hours
    question = "Will I finish?" if outlook.deadline or budget is None else f"Are {hours_words(budget)} enough?"
    return f"{question} {words}: {chance_words(outlook.chance)}"


def need_answer(outlook: Outlook, now: datetime) -> str:
    """What it still takes, where no chance is known.

    Without a deadline, a day by which four of five cases are done says more than hours; it is known once free time is.
    """
    likely = outlook.dates.get(WANTED_CHANCE)
    if outlook.project.deadline is None and likely:
        return f"Probably done by {_day(outlook, likely, now)}"
    needs = "still needs" if outlook.forecast.logged_hours else "will take"
    return f"It {needs} about {hours_words(outlook.forecast.left.middle)}"


def need_sentence(outlook: Outlook, style: Style = PLAIN) -> str:
    """Hours still needed, what was said, and what the record makes of that.

    `It still needs about 12 h (8–20 h) after 19 h logged; you said 20–30 h in all, honest is 22–46 h.`
    """
    left, planned_words, honest = outlook.forecast.left, _said(outlook), spread_words(outlook.uncapped.honest)
    about = f"about {style.strong(hours_words(left.middle))} ({spread_words(left)})"
    if outlook.forecast.logged_hours:
        logged = f"after {hours_words(outlook.forecast.logged_hours)} logged"
        return f"It still needs {about} {logged}; you said {planned_words} in all, honest is {honest}."
    return f"It will take {about}; you said {planned_words}."


def basis_sentence(outlook: Outlook, style: Style = PLAIN) -> str:
    """On what the need rests, and what is not in it."""
    words = f"Honest ranges {outlook.forecast.basis}"
    if any(piece.is_done and piece.logged_hours for piece in outlook.forecast.pieces):
        words += ", and from how the phases done here went"
    unplanned = [style.name(name) for name in outlook.forecast.unplanned]
    if not unplanned:
        return f"{words}."
    has, pronoun = ("has", "it") if len(unplanned) == 1 else ("have", "them")
    part = "has no part in this" if len(unplanned) == 1 else "have no part in this"
    rest = f": the rest of your total stands for {pronoun}" if _has_rest(outlook) else f" and {part}"
    return f"{words}. {list_words(unplanned)} {has} no range{rest}."


def dates_sentence(outlook: Outlook, now: datetime, style: Style = PLAIN) -> str:
    """The days by which it is done; empty where nothing was said about free time."""
    if not outlook.dates:
        return ""
    days = [(sure, day) for sure, day in outlook.dates.items() if day]
    if not days:
        return "At this pace it is not done within a year."
    words = list_words([f"{style.strong(_day(outlook, day, now))} ({percent_words(sure)})" for sure, day in days])
    later = "" if len(days) == len(outlook.dates) else "; more surely only after a year"
    return f"Done by {words}{later}."


def risk_sentence(outlook: Outlook, style: Style = PLAIN) -> str:
    """The phases that make the outcome uncertain; empty where there is only one piece, or none stands out."""
    open_pieces = [piece for piece in outlook.forecast.pieces if piece.left.high > 0]
    if len(open_pieces) < 2:
        return ""
    risky = sorted(open_pieces, key=lambda piece: -piece.risk_share)[:_MOST_RISKS]
    named = [f"{style.name(p.name)} ({percent_words(p.risk_share)})" for p in risky if p.risk_share >= _LEAST_RISK]
    return f"Most of the risk lies in {list_words(named)}." if named else ""


def caps_sentence(outlook: Outlook) -> str:
    """What keeping the caps is worth; empty where it is next to nothing."""
    chance, without = outlook.chance, outlook.chance_without_caps
    if chance is None or without is None or chance - without < _CAPS_MATTER:
        return ""
    return f"The chance counts on your caps; without them it is {chance_words(without)}."


def remedy_words(remedy: Remedy, style: Style = PLAIN) -> str:
    """What a remedy does: `Cap Explore at 5 h`, `Drop Set up (−4 h)`."""
    if remedy.cap_hours is not None:
        return f"Cap {style.name(remedy.phase)} at {hours_words(remedy.cap_hours)}"
    return f"Drop {style.name(remedy.phase)} (−{hours_words(remedy.saves_hours)})"


def spread_words(spread: Spread) -> str:
    """The two ends of a spread: `19–28 h`."""
    return between_words(spread.low, spread.high)


def deadline_sentence(project: Project, now: datetime, zone: tzinfo, style: Style = PLAIN) -> str:
    """The deadline with its kind and how far away it is; what there is instead of one."""
    if project.deadline is None:
        budget = project.budget_hours
        return "No deadline." if budget is None else f"No deadline; a budget of {style.strong(hours_words(budget))}."
    days = days_until(project.deadline, now, zone)
    near = f", in {count_words(days, 'day')}" if days > 0 else ""
    return f"Deadline {style.strong(day_words(project.deadline, now, zone))} ({project.deadline_kind.value}){near}."


def _said(outlook: Outlook) -> str:
    """The total as said, else the phases' ranges added up."""
    project = outlook.project
    if project.total is not None:
        return range_words(project.total)
    added_up = sum_of_ranges([piece.said for piece in outlook.uncapped.pieces])
    return range_words(added_up) if added_up else "nothing"


def _has_rest(outlook: Outlook) -> bool:
    pieces = outlook.forecast.pieces
    return len(pieces) > 1 and pieces[-1].phase is None


def _day(outlook: Outlook, day: date, now: datetime) -> str:
    return day_words(end_of_day(day, outlook.zone), now, outlook.zone)

"""The outlook of a project in the words of the Plan page: chance, need, dates, and where the risk lies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from planner.clock import local_zone
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.domain.wording import hours_words, list_words, range_words
from planner.forecast import PieceForecast, Spread
from planner.outlook import WANTED_CHANCE, Outlook, Remedy, end_of_day
from planner.pages.words import as_typed, day_words, days_until, days_words, unbroken

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
_CAPS_MATTER = 0.02
_MOST_RISKS = 2
_LEAST_RISK = 0.15


def chance_words(chance: float) -> str:
    """A chance in per cent, never nothing and never all.

    >>> chance_words(0.384), chance_words(0.999), chance_words(0.001)
    ('38 %', 'over 99 %', 'under 1 %')
    """
    if chance > 0.99:
        return "over 99 %"
    return "under 1 %" if chance < 0.01 else f"{100 * chance:.0f} %"


def chance_answer(outlook: Outlook) -> str:
    """Question and answer where a chance is known: the largest words of the page."""
    if outlook.chance is None:
        return ""
    words = next(words for least, words in _CHANCE_WORDS if outlook.chance >= least)
    budget = outlook.project.budget_hours
    question = "Will I finish?" if outlook.deadline or budget is None else f"Are {hours_words(budget)} enough?"
    return f"{question} {words}: {chance_words(outlook.chance)}"


def need_answer(outlook: Outlook) -> str:
    """What it still takes, where no chance is known.

    A day by which four of five cases are done says more than hours; it is known once free time is.
    """
    likely = outlook.dates.get(WANTED_CHANCE)
    if outlook.project.deadline is None and likely:
        return f"Probably done by {_day(likely)}"
    return f"It {_needs(outlook)} about {hours_words(outlook.forecast.left.middle)}"


def need_sentence(outlook: Outlook) -> str:
    """Hours still needed as a range, and what was said: `It will take about **31 h** (22–46); you said 20–30 h.`"""
    left, said = outlook.forecast.left, _said(outlook)
    about = f"about **{hours_words(left.middle)}** ({spread_words(left)})"
    if outlook.forecast.logged_hours:
        logged = f"after {hours_words(outlook.forecast.logged_hours)} logged"
        return unbroken(f"It still needs {about} {logged}; you said {said} in all.")
    return unbroken(f"It will take {about}; you said {said}.")


def basis_words(outlook: Outlook) -> str:
    """On what the need rests, and what is not in it."""
    words = f"Honest ranges {outlook.forecast.basis}"
    if any(piece.is_done and piece.logged_hours for piece in outlook.forecast.pieces):
        words += ", and from how the phases done here went"
    unplanned = [as_typed(name) for name in outlook.forecast.unplanned]
    if not unplanned:
        return f"{words}."
    has = "has" if len(unplanned) == 1 else "have"
    rest = "the rest of your total stands for it" if _has_rest(outlook) else "it is no part of this"
    return f"{words}. {list_words(unplanned)} {has} no range: {rest}."


def dates_sentence(outlook: Outlook, now: datetime) -> str:
    """The days by which it is done; empty where nothing was said about free time."""
    if not outlook.dates:
        return ""
    known = [(sure, day) for sure, day in outlook.dates.items() if day]
    if not known:
        return "At this pace it is not done within a year."
    words = list_words([f"**{_day(day, now)}** ({100 * sure:.0f} %)" for sure, day in known])
    later = "" if len(known) == len(outlook.dates) else ", surely not before a year from now"
    return unbroken(f"Done by {words}{later}.")


def risk_sentence(outlook: Outlook) -> str:
    """The phases that make the outcome uncertain; empty where there is only one piece, or none stands out."""
    open_pieces = [piece for piece in outlook.forecast.pieces if piece.left.high > 0]
    if len(open_pieces) < 2:
        return ""
    risky = sorted(open_pieces, key=lambda piece: -piece.risk_share)[:_MOST_RISKS]
    named = [f"{as_typed(p.name)} ({100 * p.risk_share:.0f} %)" for p in risky if p.risk_share >= _LEAST_RISK]
    return f"Most of the risk lies in {list_words(named)}." if named else ""


def caps_sentence(outlook: Outlook) -> str:
    """What keeping the caps is worth; empty where it is next to nothing."""
    chance, without = outlook.chance, outlook.chance_without_caps
    if chance is None or without is None or chance - without < _CAPS_MATTER:
        return ""
    return f"The chance counts on your caps; without them it is {chance_words(without)}."


def remedy_words(remedy: Remedy) -> str:
    """What a remedy does, on a button: `Cap Explore at 5 h`, `Drop Set up: 61 %`."""
    if remedy.cap_hours is not None:
        return f"Cap {as_typed(remedy.phase)} at {hours_words(remedy.cap_hours)}"
    return f"Drop {as_typed(remedy.phase)} (−{hours_words(remedy.saves_hours)})"


def piece_words(piece: PieceForecast) -> str:
    """The honest range of a phase: `3–9 h`."""
    return spread_words(piece.honest)


def spread_words(spread: Spread) -> str:
    """Two hours with one unit where both have the same.

    >>> spread_words(Spread(19.2, 22, 28.4)), spread_words(Spread(0.5, 1, 2))
    ('19–28 h', '30 min–2 h')
    """
    ends = [hours_words(spread.low), hours_words(spread.high)]
    if ends[0] == ends[1]:
        return ends[0]
    if all(end.endswith(" h") for end in ends):
        return f"{ends[0].removesuffix(' h')}–{ends[1]}"
    return "–".join(ends)


def deadline_words(project: Project, now: datetime) -> str:
    """The deadline with its kind and how far away it is; what there is instead of one."""
    if project.deadline is None:
        budget = project.budget_hours
        return "No deadline." if budget is None else f"No deadline; a budget of **{hours_words(budget)}**."
    days = days_until(project.deadline, now)
    near = f", in {days_words(days)}" if days > 0 else ""
    return unbroken(f"Deadline **{day_words(project.deadline, now)}** ({project.deadline_kind.value}){near}.")


def _said(outlook: Outlook) -> str:
    """The total as said, else the phases' ranges added up."""
    project = outlook.project
    if project.total is not None:
        return range_words(project.total)
    return range_words(_sum(piece.said for piece in outlook.forecast.pieces))


def _sum(ranges: Iterable[HourRange]) -> HourRange:
    both = [(hours.low_hours, hours.high_hours) for hours in ranges]
    return HourRange(round(sum(low for low, _ in both), 2), round(sum(high for _, high in both), 2))


def _needs(outlook: Outlook) -> str:
    return "still needs" if outlook.forecast.logged_hours else "will take"


def _has_rest(outlook: Outlook) -> bool:
    pieces = outlook.forecast.pieces
    return len(pieces) > 1 and pieces[-1].phase is None


def _day(day: date, now: datetime | None = None) -> str:
    instant = end_of_day(day, local_zone())
    return day_words(instant, now or instant)

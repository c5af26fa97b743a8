"""The outlook of a project in lines for the terminal, and as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from planner.domain.hours import HourRange
from planner.domain.wording.days import day_words
from planner.domain.wording.durations import hours_words, range_words
from planner.domain.wording.numbers import chance_words, percent_words, percents_words
from planner.forecast import PieceForecast, RangeScore, Spread
from planner.outlook import WANTED_CHANCE, Outlook, Remedy
from planner.outlook.wording import (
    NO_STEP_ENOUGH,
    STEPS_ENOUGH,
    basis_sentence,
    caps_sentence,
    chance_answer,
    dates_sentence,
    deadline_sentence,
    need_answer,
    need_sentence,
    remedy_words,
    risk_sentence,
    spread_words,
)


def forecast_lines(outlook: Outlook, hours: HourRange | None, own: RangeScore, now: datetime) -> list[str]:
    """The answer first; then what it rests on, phase by phase, and what would help."""
    lines = [f"{outlook.project.name}: {_answer(outlook, now)}", _have_line(outlook, hours, now)]
    if outlook.project.finished_at is None:
        lines += [need_sentence(outlook), dates_sentence(outlook, now)]
    lines += [basis_sentence(outlook), *(_piece_line(piece) for piece in outlook.forecast.pieces)]
    lines += [risk_sentence(outlook), caps_sentence(outlook), *_remedy_lines(outlook, now)]
    return [line for line in [*lines, f"Your ranges so far: {own.words}."] if line]


def forecast_record(outlook: Outlook, own: RangeScore) -> dict[str, Any]:
    """The same for scripts; what is not known is null. Hours to two digits."""
    supply = outlook.supply
    return {
        "project": outlook.project.name,
        "basis": outlook.forecast.basis,
        "honest": _rounded(outlook.uncapped.honest),
        "logged_hours": round(outlook.forecast.logged_hours, 4),
        "left": _rounded(outlook.forecast.left),
        "deadline": outlook.project.deadline.isoformat() if outlook.project.deadline else None,
        "budget_hours": outlook.project.budget_hours,
        "free_hours": round(supply.free_hours, 2) if supply and outlook.deadline else None,
        "have": _rounded(outlook.have) if outlook.have else None,
        "chance": _chance(outlook.chance),
        "chance_without_caps": _chance(outlook.chance_without_caps),
        "done_by": {f"{100 * sure:.0f}": day.isoformat() if day else None for sure, day in outlook.dates.items()},
        "phases": [_piece_record(piece) for piece in outlook.forecast.pieces],
        "without_range": list(outlook.forecast.unplanned),
        "remedies": [_remedy_record(remedy) for remedy in outlook.remedies],
        "deadline_for_80": outlook.enough_deadline.date().isoformat() if outlook.enough_deadline else None,
        "own_ranges": {"count": own.count, "held": own.held, "interval_score": own.interval_score},
    }


def _answer(outlook: Outlook, now: datetime) -> str:
    if outlook.project.finished_at:
        return f"finished, with {hours_words(outlook.forecast.logged_hours)} logged."
    return f"{chance_answer(outlook) or need_answer(outlook, now)}."


def _have_line(outlook: Outlook, hours: HourRange | None, now: datetime) -> str:
    if hours is not None:
        return f"You have {range_words(hours)}."
    deadline = deadline_sentence(outlook.project, now, outlook.zone)
    if outlook.have is None or outlook.supply is None or outlook.deadline is None:
        return deadline
    share = outlook.supply.share
    free = f"of {hours_words(outlook.supply.free_hours)} free; {percents_words(share.low, share.high)}"
    have = f"{hours_words(outlook.have.middle)} until then ({spread_words(outlook.have)})"
    return f"{deadline} You have about {have}, {free} become work: {share.basis}."


def _piece_line(piece: PieceForecast) -> str:
    ranges = f"you said {range_words(piece.said)}; honest is {spread_words(piece.honest)}"
    if piece.is_done:
        return f"{piece.name or 'As a whole'}: {ranges}; done in {hours_words(piece.logged_hours)}"
    return f"{piece.name or 'As a whole'}: {ranges} ({percent_words(piece.risk_share)} of the risk)"


def _remedy_lines(outlook: Outlook, now: datetime) -> list[str]:
    helps = [f"  {remedy_words(remedy)}: {chance_words(remedy.chance)}" for remedy in outlook.remedies]
    if outlook.enough_deadline:
        helps.append(f"  Move the deadline to {day_words(outlook.enough_deadline, now, outlook.zone)}: 80 %")
    enough = outlook.enough_deadline or any(remedy.chance >= WANTED_CHANCE for remedy in outlook.remedies)
    return [STEPS_ENOUGH if enough else NO_STEP_ENOUGH, *helps] if helps else []


def _remedy_record(remedy: Remedy) -> dict[str, Any]:
    cap_hours = None if remedy.cap_hours is None else round(remedy.cap_hours, 2)
    return {"phase": remedy.phase, "cap_hours": cap_hours, "chance": round(remedy.chance, 4)}


def _piece_record(piece: PieceForecast) -> dict[str, Any]:
    return {
        "phase": piece.name or None,
        "said": {"low": piece.said.low_hours, "high": piece.said.high_hours},
        "honest": _rounded(piece.honest),
        "logged_hours": round(piece.logged_hours, 4),
        "left": _rounded(piece.left),
        "risk_share": round(piece.risk_share, 4),
        "done": piece.is_done,
    }


def _chance(chance: float | None) -> float | None:
    return None if chance is None else round(chance, 4)


def _rounded(spread: Spread) -> dict[str, float]:
    return {name: round(value, 2) for name, value in spread._asdict().items()}

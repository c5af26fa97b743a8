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


def forecast_lines(found: Outlook, hours: HourRange | None, own: RangeScore, now: datetime) -> list[str]:
    """The answer first; then what it rests on, phase by phase, and what would help."""
    lines = [f"{found.project.name}: {_answer(found, now)}", _have_line(found, hours, now)]
    if found.project.finished_at is None:
        lines += [need_sentence(found), dates_sentence(found, now)]
    lines += [basis_sentence(found), *(_piece_line(piece) for piece in found.forecast.pieces)]
    lines += [risk_sentence(found), caps_sentence(found), *_remedy_lines(found, now)]
    return [line for line in [*lines, f"Your ranges so far: {own.words}."] if line]


def forecast_record(found: Outlook, own: RangeScore) -> dict[str, Any]:
    """The same for scripts; what is not known is null. Hours to two digits."""
    supply = found.supply
    return {
        "project": found.project.name,
        "basis": found.forecast.basis,
        "honest": _rounded(found.uncapped.honest),
        "logged_hours": round(found.forecast.logged_hours, 4),
        "left": _rounded(found.forecast.left),
        "deadline": found.project.deadline.isoformat() if found.project.deadline else None,
        "budget_hours": found.project.budget_hours,
        "free_hours": round(supply.free_hours, 2) if supply and found.deadline else None,
        "have": _rounded(found.have) if found.have else None,
        "chance": _chance(found.chance),
        "chance_without_caps": _chance(found.chance_without_caps),
        "done_by": {f"{100 * sure:.0f}": day.isoformat() if day else None for sure, day in found.dates.items()},
        "phases": [_piece_record(piece) for piece in found.forecast.pieces],
        "without_range": list(found.forecast.unplanned),
        "remedies": [_remedy_record(remedy) for remedy in found.remedies],
        "deadline_for_80": found.enough_deadline.date().isoformat() if found.enough_deadline else None,
        "own_ranges": {"count": own.count, "held": own.held, "interval_score": own.interval_score},
    }


def _answer(found: Outlook, now: datetime) -> str:
    if found.project.finished_at:
        return f"finished, with {hours_words(found.forecast.logged_hours)} logged."
    return f"{chance_answer(found) or need_answer(found, now)}."


def _have_line(found: Outlook, hours: HourRange | None, now: datetime) -> str:
    if hours is not None:
        return f"You have {range_words(hours)}."
    deadline = deadline_sentence(found.project, now, found.zone)
    if found.have is None or found.supply is None or found.deadline is None:
        return deadline
    share = found.supply.share
    free = f"of {hours_words(found.supply.free_hours)} free; {percents_words(share.low, share.high)}"
    have = f"{hours_words(found.have.middle)} until then ({spread_words(found.have)})"
    return f"{deadline} You have about {have}, {free} become work: {share.basis}."


def _piece_line(piece: PieceForecast) -> str:
    said = f"you said {range_words(piece.said)}; honest is {spread_words(piece.honest)}"
    if piece.is_done:
        return f"{piece.name or 'As a whole'}: {said}; done in {hours_words(piece.logged_hours)}"
    return f"{piece.name or 'As a whole'}: {said} ({percent_words(piece.risk_share)} of the risk)"


def _remedy_lines(found: Outlook, now: datetime) -> list[str]:
    helps = [f"  {remedy_words(remedy)}: {chance_words(remedy.chance)}" for remedy in found.remedies]
    if found.enough_deadline:
        helps.append(f"  Move the deadline to {day_words(found.enough_deadline, now, found.zone)}: 80 %")
    enough = found.enough_deadline or any(remedy.chance >= WANTED_CHANCE for remedy in found.remedies)
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

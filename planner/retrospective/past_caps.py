"""Hours past the cap of each phase, the reasons given then, and whether they helped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from planner.domain.cap_wording import past_cap_words
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.hours import LEAST_FOUND_HOURS
from planner.domain.period import ALWAYS, Period
from planner.domain.wording import list_words
from planner.retrospective.comparison import PhaseActual, phase_actuals
from planner.store import Store

_HELPED = {None: "nobody has said yet whether it helped", True: "it helped", False: "it did not help"}


def past_cap_sentences(store: Store, project_id: int, now: datetime, *, period: Period = ALWAYS) -> list[str]:
    """A sentence for each phase that went past its first cap (in a period), those that went furthest first."""
    actuals = phase_actuals(store, project_id, now, period=period)
    past = [actual for actual in actuals if actual.past_cap_hours >= LEAST_FOUND_HOURS]
    made = [one for one in store.decisions.of_project(project_id) if period.holds(one.decided_at)]
    decisions = [one for one in made if one.occasion is Occasion.CAP]
    furthest = sorted(past, key=lambda actual: -actual.past_cap_hours)
    return [_sentence(actual, [one for one in decisions if one.phase_id == actual.phase.id]) for actual in furthest]


def _sentence(actual: PhaseActual, decisions: Iterable[Decision]) -> str:
    went_on = [one for one in decisions if one.answer is Answer.CONTINUE]
    begins = f"{actual.phase.name} went {past_cap_words(actual.past_cap_hours, actual.first_cap_hours or 0.0)}"
    if not went_on:
        return f"{begins}, and no reason was written down."
    return f"{begins}. You went on {list_words([_reason(one) for one in went_on])}."


def _reason(decision: Decision) -> str:
    because = decision.because.strip().rstrip(".")
    why = f"because “{because}”" if because else "without a reason"
    return f"{why} ({_HELPED[decision.helped]})"

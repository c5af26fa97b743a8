"""Which holes? Hours past caps, a score that stood still, interruptions by reason, and what being stuck led to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.hours import LEAST_FOUND_HOURS
from planner.domain.period import ALWAYS, Period
from planner.domain.stuck import Outcome, StuckSpell
from planner.domain.wording.caps import past_cap_words
from planner.domain.wording.durations import hours_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.domain.wording.scores import told_apart
from planner.retrospective.comparison import PhaseActual, phase_actuals
from planner.retrospective.provenance import same_weights
from planner.retrospective.worth import LEAST_RESULTS, Scored, Worth, worth_of
from planner.store import Store

_MOST_REASONS = 3
_LEAST_STANDSTILL_HOURS = 1.0  # an hour without a better score is what a try takes
_HELPED = {None: "nobody has said yet whether it helped", True: "it helped", False: "it did not help"}
_LED_TO = {
    Outcome.SETTLED: ("was settled", "were settled"),
    Outcome.ASK: ("went to someone to ask", "went to someone to ask"),
    Outcome.PARK: ("was parked", "were parked"),
    Outcome.CALL_IT: ("was called off", "were called off"),
    None: ("is still open", "are still open"),
}

_Writer = Callable[[Store, int, datetime, Period], list[str]]


def holes(store: Store, project_id: int, now: datetime, *, period: Period = ALWAYS) -> list[str]:
    """A sentence for each hole that the log has; empty where it has none.

    Caps are held against the hours of all time, as a cap is for the phase as a whole.
    """
    writers: tuple[_Writer, ...] = (_past_caps, _standstill, _interruptions, _stuck, _same_weights)
    return [sentence for writer in writers for sentence in writer(store, project_id, now, period)]


def _past_caps(store: Store, project_id: int, now: datetime, period: Period) -> list[str]:
    """Each phase that went past its first cap (in a period), those that went furthest first; why, and if it helped."""
    actuals = phase_actuals(store, project_id, now, period=period)
    past = [actual for actual in actuals if actual.past_cap_hours >= LEAST_FOUND_HOURS]
    decisions = [decision for decision in store.decisions.of_project(project_id) if period.holds(decision.decided_at)]
    at_caps = [decision for decision in decisions if decision.occasion is Occasion.CAP]
    furthest = sorted(past, key=lambda actual: -actual.past_cap_hours)
    return [
        _past_cap_words(actual, [decision for decision in at_caps if decision.phase_id == actual.phase.id])
        for actual in furthest
    ]


def _past_cap_words(actual: PhaseActual, decisions: Iterable[Decision]) -> str:
    went_on = [decision for decision in decisions if decision.answer is Answer.CONTINUE]
    begins = f"{actual.phase.name} went {past_cap_words(actual.past_cap_hours, actual.first_cap_hours or 0.0)}"
    if not went_on:
        return f"{begins}, and no reason was written down."
    return f"{begins}. You went on {list_words([_reason(decision) for decision in went_on])}."


def _reason(decision: Decision) -> str:
    because = decision.because.strip().rstrip(".")
    why = f"because “{because}”" if because else "without a reason"
    return f"{why} ({_HELPED[decision.helped]})"


def _standstill(store: Store, project_id: int, now: datetime, period: Period) -> list[str]:
    worth = worth_of(store, project_id, now, period=period)
    words = _standstill_words(worth) if worth else ""
    return [words] if words else []


def _standstill_words(worth: Worth) -> str:
    """The sentence about the longest standstill; empty where there is none."""
    standstill = _longest_standstill(worth)
    if standstill is None:
        return ""
    best, better = told_apart(standstill.since.best, (standstill.until or standstill.since).best)
    stood = f"The best {worth.name} stood at {best} for {hours_words(standstill.hours)} of your work"
    if standstill.until is None:
        return f"{stood}, to the end: nothing better came."
    return f"{stood}, until {better} came."


@dataclass(frozen=True, slots=True)
class _Standstill:
    """Attended hours from the result that first reached a best score to the next better one; None: none came."""

    since: Scored
    until: Scored | None
    hours: float


def _longest_standstill(worth: Worth) -> _Standstill | None:
    """The longest of them; None before two results, or where a better one always came within an hour."""
    if len(worth.scored) < LEAST_RESULTS:
        return None
    steps = [scored for scored in worth.scored if scored.is_best]
    following: list[Scored | None] = [*steps[1:], None]
    ends = [worth.attended_hours if after is None else after.attended_hours for after in following]
    standstills = [
        _Standstill(since, until, end - since.attended_hours)
        for since, until, end in zip(steps, following, ends, strict=True)
    ]
    longest = max(standstills, key=lambda stretch: stretch.hours)
    return longest if longest.hours >= _LEAST_STANDSTILL_HOURS else None


def _interruptions(store: Store, project_id: int, now: datetime, period: Period) -> list[str]:
    interruptions = [
        interruption
        for interruption in store.interruptions.of_project(project_id)
        if period.holds(interruption.started_at)
    ]
    if not interruptions:
        return []
    hours: dict[str, float] = defaultdict(float)
    for interruption in interruptions:
        hours[interruption.reason or "without a reason"] += interruption.hours(now)
    longest = sorted(hours.items(), key=lambda item: -item[1])[:_MOST_REASONS]
    reasons = ", ".join(f"{reason} {hours_words(took)}" for reason, took in longest)
    times = count_words(len(interruptions), "interruption")
    return [f"{times} took {hours_words(sum(hours.values()))}, which no range counts: {reasons}."]


def _stuck(store: Store, project_id: int, _now: datetime, period: Period) -> list[str]:
    spells = [spell for spell in store.stuck.of_project(project_id) if period.holds(spell.said_at)]
    if not spells:
        return []
    led_to = Counter(spell.outcome for spell in spells)
    words = [f"{count} {_LED_TO[outcome][count > 1]}" for outcome, count in led_to.most_common()]
    return [f"Stuck {count_words(len(spells), 'time')}: {list_words(words)}{_question(spells)}."]


def _question(spells: list[StuckSpell]) -> str:
    """A single question is worth its words; of several, their number says more."""
    return f" (“{spells[0].question.strip()}”)" if len(spells) == 1 else ""


def _same_weights(store: Store, project_id: int, _now: datetime, _period: Period) -> list[str]:
    return same_weights(store, project_id)

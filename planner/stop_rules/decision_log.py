"""Decisions as dated sentences, for the page and the retrospective."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from planner.domain.decisions import Answer, Decision, Occasion, parked_by
from planner.domain.period import ALWAYS, Period
from planner.domain.project import Project
from planner.domain.wording.caps import cap_words
from planner.domain.wording.days import date_of
from planner.domain.wording.durations import hours_words
from planner.store import Store

_OCCASIONS = {
    Occasion.DEADLINE: "the deadline passed",
    Occasion.HOURS_LEFT: "few hours were left",
    Occasion.GAIN: "the score hardly rose",
    Occasion.TARGET: "the target was met",
}


def decisions_words(store: Store, project: Project, *, zone: tzinfo, period: Period = ALWAYS) -> list[str]:
    """A sentence for each decision (of a period), the oldest first; dates on the clocks of `zone`.

    Such as `12 June: the deadline passed; new date 19 June, because the data came late.`
    """
    names = {phase.id: phase.name for phase in store.phases.of_project(project.id)}
    decisions = [made for made in store.decisions.of_project(project.id) if period.holds(made.decided_at)]
    return [_sentence(made, names, project, zone) for made in decisions]


def unjudged(store: Store, project: Project, *, zone: tzinfo) -> list[tuple[Decision, str]]:
    """Decisions to go on of which nobody said yet whether they helped, each with its sentence."""
    names = {phase.id: phase.name for phase in store.phases.of_project(project.id)}
    return [
        (made, _sentence(made, names, project, zone))
        for made in store.decisions.of_project(project.id)
        if made.is_unjudged
    ]


def parked(store: Store, project_id: int) -> Decision | None:
    """The decision that a project is parked by; None where it is not parked."""
    return parked_by(store.decisions.of_project(project_id))


def _sentence(made: Decision, names: dict[int, str], project: Project, zone: tzinfo) -> str:
    helped = {None: "", True: " It helped.", False: " It did not help."}[made.helped]
    return f"{_day(made.decided_at, project, zone)}: {_words(made, names, project, zone)}.{helped}"


def _words(made: Decision, names: dict[int, str], project: Project, zone: tzinfo) -> str:
    if made.occasion is Occasion.RETURN:
        return "taken up again"
    phase = names.get(made.phase_id or 0, "a phase")
    occasion = f"{phase} reached {cap_words(None)}" if made.occasion is Occasion.CAP else _OCCASIONS[made.occasion]
    done = _done(made, project, zone)
    reason = "" if made.answer in (Answer.CUT, Answer.NEW_TARGET) else because_words(made.because)
    return f"{occasion}; {done}" + (f", {reason}" if reason else "")


def _done(made: Decision, project: Project, zone: tzinfo) -> str:
    date = f"new date {_day(made.new_deadline, project, zone)}" if made.new_deadline else ""
    match made.answer:
        case Answer.CONTINUE:
            until = f" until {hours_words(made.until_hours)}" if made.until_hours and made.phase_id else ""
            return f"went on{until}"
        case Answer.PARK:
            return "parked"
        case Answer.CALL_IT:
            return "called it done" if made.phase_id else "called it"
        case Answer.CUT:
            return f"cut {made.because}" + (f", {date}" if date else "")
        case Answer.NEW_TARGET:
            return f"new target {made.because}"
        case Answer.NEW_DATE:
            return date


def _day(instant: datetime, project: Project, zone: tzinfo) -> str:
    return date_of(instant, project.created_at, zone)


def because_words(because: str) -> str:
    """A reason as part of a sentence: without a full stop, and without a second `because`.

    >>> because_words("Because the data came late."), because_words("")
    ('because the data came late', '')
    """
    reason = re.sub(r"(?i)^because\s+", "", because.strip().rstrip(".").strip())
    return f"because {reason}" if reason else ""

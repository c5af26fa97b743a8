"""Did it help? Asked once a phase that went on past its cap has come to an end, or to its next cap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.hours import LEAST_TOLD_HOURS
from planner.domain.project import Phase, Project
from planner.domain.timelog import PhaseHours
from planner.domain.wording.caps import past_cap_words
from planner.domain.wording.days import date_of
from planner.stop_rules.decision_log import because_words
from planner.store import Store

_NOTHING = PhaseHours(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class WentOn:
    """A phase that went on past its cap, until it ended. hours: attended, between the decision and that end."""

    decision: Decision
    phase: Phase
    hours: float

    def sentence(self, project: Project, zone: tzinfo) -> str:
        """`Explore went on for 2.4 h past its cap (8 May), because one class is unread.`"""
        day = date_of(self.decision.decided_at, project.created_at, zone)
        because = because_words(self.decision.because)
        past = f"{self.phase.name} went on for {past_cap_words(self.hours)} ({day})"
        return f"{past}, {because}." if because else f"{past}."


def to_judge(store: Store, project: Project, now: datetime) -> list[WentOn]:
    """Decisions to go on past a cap of which nobody said yet whether they helped, and could by now; the oldest first.

    They can be judged once the phase is done, called or parked, the project is finished or parked, or the hours agreed
    on are reached.
    """
    made = store.decisions.of_project(project.id)
    waiting = [decision for decision in made if decision.is_unjudged and decision.occasion is Occasion.CAP]
    if not waiting:
        return []
    phases = {phase.id: phase for phase in store.phases.of_project(project.id)}
    logged = store.entries.hours_by_phase(project.id, now)
    went_on = []
    for decision in waiting:
        phase = phases.get(decision.phase_id or 0)
        if phase is None:
            continue
        hours_so_far = logged.get(phase.id, _NOTHING).attended  # its entries may be deleted by now
        is_full = decision.until_hours is not None and hours_so_far >= decision.until_hours
        ends = [*_ends(decision, made, phase, project), *([now] if is_full else [])]
        if not ends:
            continue
        hours = store.entries.attended_hours(phase.id, decision.decided_at, min(ends))
        if hours >= LEAST_TOLD_HOURS:  # who decided to go on and then did not has nothing to judge
            went_on.append(WentOn(decision, phase, hours))
    return went_on


def judge(store: Store, decision_id: int, *, helped: bool | None) -> None:
    """Keep whether going on was worth it; None where that was said by mistake."""
    store.decisions.mark_helped(decision_id, helped=helped)


def _ends(decision: Decision, made: Sequence[Decision], phase: Phase, project: Project) -> Iterator[datetime]:
    """The instants at which what was decided came to an end."""
    for later in made:
        about_all = later.phase_id is None and later.answer in (Answer.PARK, Answer.CALL_IT)
        about_it = (later.occasion, later.phase_id) == (Occasion.CAP, phase.id)
        if later.id > decision.id and (about_all or about_it):
            yield later.decided_at
    for ended_at in (phase.finished_at, project.finished_at):
        if ended_at is not None and ended_at >= decision.decided_at:
            yield ended_at

"""Answers to the questions of a plan: kept, and done to the plan, in one transaction."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from planner import planning, timelog
from planner.domain.decisions import Answer, Decision, Occasion, is_parked, parked_by
from planner.domain.errors import InvalidPlan, InvalidResult
from planner.domain.gains import metric_name
from planner.domain.hours import MOST_HOURS
from planner.domain.project import Project
from planner.domain.wording.days import date_of
from planner.domain.wording.durations import hours_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.scores import score_words, told_apart
from planner.results.checks import check_value
from planner.stop_rules.asking import is_answered
from planner.stop_rules.question import StopQuestion
from planner.stop_rules.unmet import Cut, unmet
from planner.store import Store

_LEFT = {Answer.PARK: "parked at its cap", Answer.CALL_IT: "called done at its cap"}
_PHASE_PAUSE_HOURS = 0.25  # of work on a phase that is parked: then it is not parked any more, whatever was said


def answer(
    store: Store,
    project_id: int,
    question: StopQuestion,
    answer: Answer,
    now: datetime,
    *,
    because: str = "",
    until_hours: float | None = None,
    new_deadline: datetime | None = None,
    cut: Cut | None = None,
    new_target: float | None = None,
    zone: tzinfo = UTC,
) -> Decision:
    """Do what was answered and keep it, all or nothing; the decision as kept.

    *Continue* needs a reason, and so has *call it* where the score hardly rises and misses its target. *Park* keeps
    the decision: of a phase at its cap, else of the project. *Call it* marks the phase as done, or finishes the
    project. Either stops the timer of the phase that it is about. *New date* moves the deadline, *new target* the score
    to reach. *Cut* takes lines, the target and phases without hours out of the plan and marks phases with hours as
    done, and needs a new date where the deadline has passed; where nothing is left open and no new date is given, the
    project is finished. What was cut, or the new target, stands in `because`, the reason behind it.

    until_hours: attended hours at which to ask again; those of the question where None. zone: on whose clocks a refusal
    says a date.

    Raises
    ------
    InvalidPlan
        With one sentence on what is missing or wrong; nothing is changed then.
    NotFound
        When the project is not there any more.
    """
    deadline = new_deadline and new_deadline.astimezone(UTC)
    given = _Given(" ".join(because.split()), until_hours, deadline, cut or Cut(), new_target, zone)
    with store.writing():
        project = store.projects.require(project_id)
        _refuse_outdated(store, project, question, now)
        _check(project, question, answer, given, now)
        decision = Decision(
            decided_at=now,
            occasion=question.occasion,
            answer=answer,
            found=question.found,
            because=_because(store, project, answer, given),
            phase_id=question.phase_id,
            until_hours=_until_hours(question, answer, given),
            new_deadline=given.new_deadline if answer in (Answer.NEW_DATE, Answer.CUT) else None,
        )
        _stop_its_timer(store, decision, zone)
        _carry_out(store, project, decision, given)
        return store.decisions.add(project_id, decision)


def take_up(store: Store, project_id: int, now: datetime, *, zone: tzinfo = UTC) -> Decision:
    """Go on with a parked project, with the day since when (in `zone`) kept; `InvalidPlan` where it is not parked."""
    with store.writing():
        project = store.projects.require(project_id)
        parked = parked_by(store.decisions.of_project(project_id))
        if parked is None:
            raise InvalidPlan(f"{project.name} is not parked, so there is nothing to take up again.")
        day = date_of(parked.decided_at, now, zone)
        decision = Decision(now, Occasion.RETURN, Answer.CONTINUE, found=f"Parked since {day}.")
        return store.decisions.add(project_id, decision)


@dataclass(frozen=True, slots=True)
class _Given:
    """What came with an answer."""

    because: str
    until_hours: float | None
    new_deadline: datetime | None
    cut: Cut
    new_target: float | None = None
    zone: tzinfo = UTC


def _refuse_outdated(store: Store, project: Project, question: StopQuestion, now: datetime) -> None:
    """An answer from a page that shows what was true before another one was given."""
    made = store.decisions.of_project(project.id)
    if project.finished_at:
        raise InvalidPlan(f"{project.name} is finished already. Open it again first, then decide.")
    if is_parked(made):
        raise InvalidPlan(f"{project.name} is parked. Take it up again first, then decide.")
    if question.phase_id is not None and store.phases.require(question.phase_id).finished_at:
        raise InvalidPlan(f"{store.phases.require(question.phase_id).name} is done already. Reload the page.")
    moved = project.deadline is None or project.deadline >= now
    if is_answered(question, made) or (question.occasion is Occasion.DEADLINE and moved):
        raise InvalidPlan("This was decided meanwhile, perhaps in another tab. Reload the page to see what holds.")


def _check(project: Project, question: StopQuestion, answer: Answer, given: _Given, now: datetime) -> None:
    if answer not in question.answers:
        named = list_words([str(possible) for possible in question.answers], "or")
        raise InvalidPlan(f"‘{answer}’ does not answer that {question.occasion}. Choose {named}.")
    if answer is Answer.CONTINUE:
        _check_continuing(question, given)
    if answer is Answer.CALL_IT and question.lacks_target and not given.because:
        raise InvalidPlan("The target is not met. Say in a few words why to call it all the same.")
    if answer is Answer.NEW_TARGET:
        _check_target(project, given.new_target)
    if answer is Answer.NEW_DATE and given.new_deadline is None:
        raise InvalidPlan("No new date is given. Choose the day by which you will be done.")
    if given.new_deadline is not None and given.new_deadline <= now:
        day = date_of(given.new_deadline, now, given.zone)
        raise InvalidPlan(f"The new date, {day}, has passed already. Choose a later one.")


def _check_target(project: Project, value: float | None) -> None:
    if project.target is None:
        raise InvalidPlan("The target is gone from the plan. Reload the page to see what holds.")
    if value is None:
        raise InvalidPlan("No new target is given. Say which score would be enough.")
    try:
        check_value(project.target.metric, value)
    except InvalidResult as error:
        raise InvalidPlan(str(error)) from error
    if value == project.target.value:
        raise InvalidPlan(f"{score_words(value)} is the target already. Give another one.")


def _check_continuing(question: StopQuestion, given: _Given) -> None:
    if not given.because:
        raise InvalidPlan("No reason is given. Say in a few words why to go on: you will read it in the retrospective.")
    until = given.until_hours
    if until is None:
        return
    if not (math.isfinite(until) and question.hours < until <= MOST_HOURS):
        what = question.phase.name if question.phase else "The project"
        raise InvalidPlan(
            f"{what} has {hours_words(question.hours)} already, and {until:g} h is not after that. "
            f"Give more, at most {MOST_HOURS:,.0f} h."
        )


def _until_hours(question: StopQuestion, answer: Answer, given: _Given) -> float | None:
    if answer is Answer.PARK and question.phase:
        return question.hours + _PHASE_PAUSE_HOURS
    if answer is Answer.CONTINUE and given.until_hours is not None:
        return given.until_hours
    return question.again_hours


def _because(store: Store, project: Project, answer: Answer, given: _Given) -> str:
    """The reason; of a cut, what was cut and the reason, and of a new target which."""
    if answer is Answer.NEW_TARGET:
        return _with_reason(_target_words(project, given), given)
    if answer is not Answer.CUT:
        return given.because
    names = [phase.name for phase in planning.phases(store, project.id) if phase.id in given.cut.phases]
    items = [f"‘{item.text}’" for item in project.done_items if item.text in given.cut.items]
    target = [f"the target of {metric_name(project.target.metric)}"] if project.target and given.cut.target else []
    cut = list_words([*target, *items, *names])
    if not cut:
        raise InvalidPlan("Nothing is chosen. Tick what to leave out, or give another answer.")
    return _with_reason(cut, given)


def _target_words(project: Project, given: _Given) -> str:
    assert project.target is not None
    assert given.new_target is not None
    new, former = told_apart(given.new_target, project.target.value)
    return f"{metric_name(project.target.metric)} {new} instead of {former}"


def _with_reason(words: str, given: _Given) -> str:
    return f"{words} ({given.because})" if given.because else words


def _stop_its_timer(store: Store, decision: Decision, zone: tzinfo) -> None:
    """Nobody works on a phase that is parked or done; the log says why its timer stopped."""
    entry = store.entries.running()
    leaves = decision.answer in (Answer.PARK, Answer.CALL_IT) and decision.phase_id is not None
    if leaves and entry is not None and entry.phase_id == decision.phase_id and entry.started_at < decision.decided_at:
        timelog.stop(store, now=decision.decided_at, expected=entry.id, why=_LEFT[decision.answer], zone=zone)


def _carry_out(store: Store, project: Project, decision: Decision, given: _Given) -> None:
    now = decision.decided_at
    match decision.answer:
        case Answer.CALL_IT if decision.phase_id is not None:
            _leave_phases(store, project.id, {decision.phase_id}, now, done=True)
        case Answer.CALL_IT:
            planning.finish_project(store, project.id, now=now)
        case Answer.NEW_DATE:
            planning.update_project(store, replace(project, deadline=decision.new_deadline), now=now)
        case Answer.NEW_TARGET if project.target and given.new_target is not None:
            target = replace(project.target, value=given.new_target)
            planning.update_project(store, replace(project, target=target), now=now)
        case Answer.CUT:
            _cut(store, project, decision, given.cut)


def _cut(store: Store, project: Project, decision: Decision, cut: Cut) -> None:
    now = decision.decided_at
    items = tuple(item for item in project.done_items if item.done or item.text not in cut.items)
    target = None if cut.target else project.target
    deadline = decision.new_deadline or project.deadline
    planning.update_project(store, replace(project, done_items=items, target=target, deadline=deadline), now=now)
    _leave_phases(store, project.id, cut.phases, now)
    if decision.new_deadline:
        return
    ends = unmet(store, project.id)
    if ends.is_nothing:
        planning.finish_project(store, project.id, now=now)
    elif deadline is not None and deadline <= now:
        raise InvalidPlan(f"{ends.words} Give a new date for that, or cut it as well.")


def _leave_phases(
    store: Store, project_id: int, leaving: Collection[int], now: datetime, *, done: bool = False
) -> None:
    """Mark phases with hours (with `done`, any) as done, and take the others out of the plan."""
    phases = planning.phases(store, project_id)
    staying = {phase.id for phase in phases} if done else store.phases.with_entries(project_id)
    plans = [planning.as_plan(phase) for phase in phases if phase.id not in leaving or phase.id in staying]
    left = {"done": True} if done else {"done": True, "range": None, "cap_hours": None}
    rows = [replace(plan, **left) if plan.phase_id in leaving else plan for plan in plans]
    planning.save_phases(store, project_id, rows, now)

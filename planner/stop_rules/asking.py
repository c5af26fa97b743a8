"""Which conditions of a plan are met by what is logged and trained, and not answered yet."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from planner.domain.decisions import Decision, Occasion, is_parked
from planner.domain.gains import metric_name, moved_words, unscored_words
from planner.domain.moment_to_call import GAIN_WINDOW_HOURS, Gain, gain_after, is_slow, is_told, met_at
from planner.domain.project import Phase, Project
from planner.domain.wording.caps import cap_words
from planner.domain.wording.days import day_words, until_words
from planner.domain.wording.durations import between_words, hours_words
from planner.domain.wording.scores import gain_words, score_words, told_apart
from planner.results.score_course import ScoreCourse, score_course
from planner.stop_rules.caps import agreed_hours, last_about
from planner.stop_rules.question import StopQuestion
from planner.stop_rules.unmet import Unmet, unmet
from planner.store import Store

if TYPE_CHECKING:  # both take a second to import, which `callit status` does not have
    from planner.forecast import Spread
    from planner.outlook import Outlook

_CAP_STEP = 1 / 3  # of the cap: how much further a phase may go before it is asked again
_CAP_STEP_HOURS = 0.5, 8.0  # but at least, and at most
_THE_MOMENT = "It is the moment to call it."
_SHORT_OF_TARGET = "With its target not met it is not done: change the target, cut it, or say why to call it."
_LEAST_PAUSE_HOURS = 0.5  # the last minutes are for work, not for questions


def questions(
    store: Store, project: Project, outlook: Outlook | None, now: datetime, zone: tzinfo
) -> list[StopQuestion]:
    """Conditions that are met and not answered, the most urgent first; none of a project that is finished or parked.

    Without an outlook nothing is known of the hours that are left or still needed.
    """
    decisions = store.decisions.of_project(project.id)
    if project.finished_at or is_parked(decisions):
        return []
    facts = _Facts.read(store, project, outlook, now, zone)
    candidates = (*_deadline(facts), *_caps(facts), *_hours_left(facts), *_target(facts), *_gain(facts))
    return [question for question in candidates if not is_answered(question, decisions)]


def is_answered(question: StopQuestion, decisions: Sequence[Decision]) -> bool:
    """Whether the last answer to a question still holds. A deadline that has passed is asked about until it is not."""
    if question.occasion is Occasion.DEADLINE:
        return False
    last = last_about(question.phase_id, decisions, question.occasion)
    if last is None or (question.since is not None and last.decided_at < question.since):
        return False
    return last.until_hours is None or question.hours < last.until_hours


@dataclass(frozen=True)
class _Facts:
    """What the conditions are compared with."""

    project: Project
    decisions: Sequence[Decision]
    phases: list[Phase]
    attended_hours: dict[int, float]
    scores: ScoreCourse | None
    ends: Unmet
    outlook: Outlook | None
    now: datetime
    zone: tzinfo

    @staticmethod
    def read(store: Store, project: Project, outlook: Outlook | None, now: datetime, zone: tzinfo) -> _Facts:
        logged = store.entries.hours_by_phase(project.id, now)
        ends = unmet(store, project.id)
        return _Facts(
            project,
            store.decisions.of_project(project.id),
            store.phases.of_project(project.id),
            {phase_id: hours.attended for phase_id, hours in logged.items()},
            _scores_so_far(store, project, ends, now),
            ends,
            outlook,
            now,
            zone,
        )

    @property
    def hours(self) -> float:
        """Attended hours of the project."""
        return sum(self.attended_hours.values())

    def asked(self, occasion: Occasion, short: str, *rest: str, again_hours: float | None = None) -> StopQuestion:
        """A question about the project itself."""
        return StopQuestion(occasion, None, _sentences(short, *rest), self.hours, short, again_hours)


def _deadline(facts: _Facts) -> Iterator[StopQuestion]:
    deadline = facts.project.deadline
    if deadline is None or deadline >= facts.now:
        return
    ago = until_words(deadline, facts.now, facts.zone)
    day = day_words(deadline, facts.now, facts.zone)
    short = f"The deadline passed {ago} ({day}, {facts.project.deadline_kind.value})"
    yield facts.asked(Occasion.DEADLINE, short, facts.ends.words, _needed(facts.outlook))


def _caps(facts: _Facts) -> Iterator[StopQuestion]:
    for phase in facts.phases if facts.project.stop.at_cap else []:
        hours = facts.attended_hours.get(phase.id, 0.0)
        if phase.cap_hours is None or phase.finished_at or hours < phase.cap_hours:
            continue
        short = f"{phase.name} has reached {_reached_words(phase.cap_hours, last_about(phase.id, facts.decisions))}"
        logged = f"{hours_words(hours)} logged, and it is not done."
        sentences = _sentences(short, logged, _needed_of(phase, facts.outlook))
        yield StopQuestion(Occasion.CAP, phase, sentences, hours, short, next_cap(phase.cap_hours, hours))


def _reached_words(cap_hours: float, last: Decision | None) -> str:
    """What was reached: the cap, or the hours past it that were agreed on."""
    cap = cap_words(cap_hours)
    until_hours = agreed_hours(cap_hours, last)
    return cap if until_hours is None else f"the {hours_words(until_hours)} agreed on past {cap}"


def next_cap(cap_hours: float, used_hours: float) -> float:
    """How far a phase may go on past its cap before it is asked again: a third of the cap, in round hours.

    >>> next_cap(6, 6.2), next_cap(1, 1), next_cap(50, 51.3)
    (8.0, 1.5, 59.0)
    """
    least, most = _CAP_STEP_HOURS
    step = min(max(cap_hours * _CAP_STEP, least), most)
    rounding = 1.0 if step >= 1 else 0.5
    return math.floor((max(cap_hours, used_hours) + step) / rounding) * rounding


def _hours_left(facts: _Facts) -> Iterator[StopQuestion]:
    named, outlook = facts.project.stop.hours_left, facts.outlook
    have = outlook.have if outlook else None
    if named is None or outlook is None or have is None or have.middle > named:
        return
    again = facts.hours + max(have.middle / 2, _LEAST_PAUSE_HOURS)
    asked = f"You wanted to be asked at {hours_words(named)}."
    short = f"{_left_words(facts, outlook, have.middle)}"
    yield facts.asked(Occasion.HOURS_LEFT, short, asked, facts.ends.words, _needed(facts.outlook), again_hours=again)


def _left_words(facts: _Facts, outlook: Outlook, hours: float) -> str:
    nothing = hours < 1 / 60
    if outlook.deadline is None:
        budget = hours_words(facts.project.budget_hours or 0.0)
        return (
            f"The budget of {budget} is used up" if nothing else f"{hours_words(hours)} of the budget of {budget} left"
        )
    until = f"left until the deadline ({day_words(outlook.deadline, facts.now, facts.zone)})"
    return f"No hours of work are {until}" if nothing else f"About {hours_words(hours)} of work {until}"


def _scores_so_far(store: Store, project: Project, ends: Unmet, now: datetime) -> ScoreCourse | None:
    """Read only where a gain was named or the target is met: it needs every entry of the project."""
    if project.stop.gain_per_hour is None and not _is_met(project, ends):
        return None
    return score_course(store, project, store.entries.columns(project.id, now), now)


def _is_met(project: Project, ends: Unmet) -> bool:
    return project.target is not None and ends.target is None


def _target(facts: _Facts) -> Iterator[StopQuestion]:
    """The moment by the rule of the retrospective: the target is met, and holds so far."""
    target, scores = facts.project.target, facts.scores
    place = met_at(scores.course) if scores and _is_met(facts.project, facts.ends) else None
    if target is None or scores is None or place is None:
        return
    met = scores.course.tries[place]
    goal, reached = told_apart(target.value, met.value)
    short = f"{_begun(metric_name(target.metric))} {reached} has met your target of {goal}"
    after = f"That was after {hours_words(met.hours)} of work." if met.hours > 0 else ""
    moment = _THE_MOMENT if facts.ends.is_nothing else ""
    asked = facts.asked(Occasion.TARGET, short, after, facts.ends.words, moment)
    yield replace(asked, since=scores.results[place].logged_at)


def _gain(facts: _Facts) -> Iterator[StopQuestion]:
    """A score that hardly rises by the same rule, or hours without one. What misses its target is no moment."""
    named, scores = facts.project.stop.gain_per_hour, facts.scores
    if named is None or scores is None or _is_met(facts.project, facts.ends):
        return
    course, name = scores.course, metric_name(scores.results[-1].metric)
    gain = gain_after(course, course.worked_hours)
    if gain is None or (gain.per_hour is not None and not is_slow(course, course.worked_hours)):
        return
    lacks_target, is_moment = facts.ends.target is not None, is_told(course, course.worked_hours)
    best = "" if lacks_target else f"Best so far: {name} {score_words(gain.best)}."
    verdict = _SHORT_OF_TARGET if lacks_target else _verdict(gain, is_moment=is_moment and facts.ends.is_nothing)
    again, words = facts.hours + GAIN_WINDOW_HOURS, _gain_words(gain, name, named)
    asked = facts.asked(Occasion.GAIN, words, best, facts.ends.words, verdict, again_hours=again)
    yield replace(asked, lacks_target=lacks_target)


def _verdict(gain: Gain, *, is_moment: bool) -> str:
    """What the rule says of hours in which the score hardly rose; what is not met cannot be called."""
    if is_moment:
        return _THE_MOMENT
    return "" if gain.tries != 1 else "One score is little to go by: another would tell more."


def _gain_words(gain: Gain, name: str, named: float) -> str:
    if gain.per_hour is None:
        return unscored_words(gain.unscored_hours)
    lately = f"the last {hours_words(GAIN_WINDOW_HOURS)} of work"
    if gain.per_hour == 0:
        return f"{_begun(name)} did not get better in {lately}; you named {gain_words(named)} an hour"
    digits = 2 if gain_words(gain.per_hour) != gain_words(named) else 4
    per_hour = f"{gain_words(gain.per_hour, digits=digits)} an hour over {lately}"
    return f"{_begun(name)} {moved_words(name)} by {per_hour}, less than the {gain_words(named)} you named"


def _needed(outlook: Outlook | None) -> str:
    return f"Still needed: {_between(outlook.forecast.left)}." if outlook and outlook.forecast.left.high > 0 else ""


def _needed_of(phase: Phase, outlook: Outlook | None) -> str:
    """The hours that a phase still needs: without its cap, which it has passed."""
    pieces = outlook.uncapped.pieces if outlook else ()
    left = next((piece.left for piece in pieces if piece.phase and piece.phase.id == phase.id), None)
    return f"It still needs {_between(left)}." if left and left.high > 0 else ""


def _between(hours: Spread) -> str:
    return between_words(hours.low, hours.high)


def _sentences(short: str, *rest: str) -> str:
    return " ".join([f"{short}.", *(sentence for sentence in rest if sentence)])


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]

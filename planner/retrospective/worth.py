"""What the hours were worth: the best score so far over hours of work, and when one could have called it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from planner.domain.gains import (
    GAIN_WINDOW_HOURS,
    gain_words,
    hours_before,
    metric_name,
    metric_of,
    moved_words,
    results_in,
    worked_hours,
)
from planner.domain.period import ALWAYS, Period
from planner.domain.results import Result, best_of
from planner.domain.timelog import TimeEntry
from planner.domain.training import TrainingSession
from planner.domain.wording import hours_words, score_number
from planner.retrospective.within import entries_within
from planner.store import Store

DEFAULT_GAIN_PER_HOUR = 0.002  # of a score, by someone who named no rule: two points in ten hours
_ROUNDING_HOURS = 1e-6


@dataclass(frozen=True, slots=True)
class Scored:
    """A result, the hours of work until then (attended; with those of machines), and the best score so far.

    session: the one that brought it, None where it was logged by hand. is_best: whether nothing before was as good.
    """

    result: Result
    attended_hours: float
    all_hours: float
    best: float
    session: TrainingSession | None = None
    is_best: bool = True

    @property
    def benchmark(self) -> float | None:
        """What the session's benchmark reached; None where it had none, or by hand."""
        score = self.session.score_of("benchmark") if self.session else None
        return score.value if score else None


@dataclass(frozen=True, slots=True)
class Moment:
    """When one could have called it: attended hours, the last result known by then, and the best score of that time."""

    attended_hours: float
    known: Scored

    @property
    def best(self) -> float:
        """The best score at that moment."""
        return self.known.best


@dataclass(frozen=True)
class Worth:
    """The scores of a project in the metric that counts.

    attended_hours, all_hours: worked until the end, a person's and with those of machines. gain_per_hour: the least
    rise by which going on was to be worth it; named: whether the person had written it down. moment: None as long as
    the score rose by so much.
    """

    metric: str
    scored: list[Scored]
    attended_hours: float
    all_hours: float
    gain_per_hour: float
    named: bool
    moment: Moment | None

    @property
    def name(self) -> str:
        """The metric as it was typed last, or as it is known."""
        return metric_name(self.scored[-1].result.metric)

    @property
    def gained_after(self) -> float:
        """What the best score rose by after the moment; never below zero, also where lower is better."""
        return abs(self.scored[-1].best - self.moment.best) if self.moment else 0.0

    @property
    def gain_sentence(self) -> str:
        """What the best score rose by since the first one, in all and an hour; empty before two results."""
        first, last = self.scored[0], self.scored[-1]
        own, everything = self.attended_hours - first.attended_hours, self.all_hours - first.all_hours
        if len(self.scored) < 2 or own <= 0:
            return ""
        name, gain = self.name, abs(last.best - first.best)
        if not gain:
            return f"The first {name}, {score_number(first.best)}, stayed the best for {hours_words(own)} of your work."
        ends = f"{name} went from {score_number(first.best)} to {score_number(last.best)}"
        with_machine = _with_machine_words(gain, own, everything)
        return f"{ends} in {hours_words(own)} of your work: {gain_words(gain / own)} an hour{with_machine}."

    @property
    def sentence(self) -> str:
        """When one could have called it, by which rule, and what came after."""
        rule = f"{gain_words(self.gain_per_hour)} an hour over {hours_words(GAIN_WINDOW_HOURS)} of work"
        whose = "the rule you wrote down" if self.named else "the usual rule, as you wrote down none"
        name = self.name
        if self.attended_hours < self.scored[0].attended_hours + GAIN_WINDOW_HOURS:
            return f"Too little was worked since the first {name} to say when one could have called it."
        if self.moment is None:
            return f"{name} kept getting better by at least {rule} ({whose}): it could not have been called earlier."
        after = self.attended_hours - self.moment.attended_hours
        brought = "brought nothing"
        if self.gained_after:
            brought = f"brought {gain_words(self.gained_after)}, {gain_words(self.gained_after / after)} an hour"
        moved = f"{name} {moved_words(self.metric)} by less than {rule} ({whose})"
        begins = f"You could have called it after {hours_words(self.moment.attended_hours)} of work"
        return f"{begins}: {moved}. The {hours_words(after)} after it {brought}."


def worth_of(store: Store, project_id: int, now: datetime, *, period: Period = ALWAYS) -> Worth | None:
    """What the hours of a project were worth; None before anything was scored. Hours count from the period's start."""
    project = store.projects.needed(project_id)
    results = [result for result in store.results.of_project(project_id) if period.holds(result.logged_at)]
    metric = metric_of(project.target, results)
    counted = results_in(metric, results) if metric else []
    if not metric or not counted:
        return None
    entries = entries_within(store, project_id, now, period)
    scored = _scored(metric, counted, entries, {one.id: one for one in store.sessions.sessions_of(project_id)})
    end = project.finished_at or now
    worked = worked_hours(entries, end)
    named = project.stop.gain_per_hour
    least = named or DEFAULT_GAIN_PER_HOUR
    moment = _moment(scored, worked, least)
    return Worth(metric, scored, worked, hours_before(entries, end), least, named is not None, moment)


def worth_frame(worth: Worth) -> pd.DataFrame:
    """One row a result, the oldest first.

    Columns: attended_hours and all_hours (until then), value, best (so far), is_best (whether this one was), by (the
    session, or `by hand`), box_hours and benchmark (of the session; NaN by hand), at.
    """
    frame = pd.DataFrame([
        {
            "attended_hours": one.attended_hours,
            "all_hours": one.all_hours,
            "value": one.result.value,
            "best": one.best,
            "is_best": one.is_best,
            "by": one.session.id if one.session else "by hand",
            "box_hours": one.session.timebox_s / 3600 if one.session else None,
            "benchmark": one.benchmark,
            "at": one.result.logged_at,
        }
        for one in worth.scored
    ])  # fmt: skip
    return frame.astype({"box_hours": float, "benchmark": float})


def _with_machine_words(gain: float, own: float, everything: float) -> str:
    """The gain in an hour of all hours, where machines worked long enough to make it another number."""
    per_hour = gain_words(gain / everything)
    return "" if per_hour == gain_words(gain / own) else f" ({per_hour} with the machine's hours)"


def _scored(
    metric: str, results: Sequence[Result], entries: Sequence[TimeEntry], sessions: Mapping[str, TrainingSession]
) -> list[Scored]:
    found: list[Scored] = []
    values: list[float] = []
    for result in results:
        is_best = not values or best_of(metric, [*values, result.value]) != best_of(metric, values)
        values.append(result.value)
        attended, everything = worked_hours(entries, result.logged_at), hours_before(entries, result.logged_at)
        session = sessions.get(result.session_id or "")
        found.append(Scored(result, attended, everything, best_of(metric, values), session, is_best))
    return found


def _moment(scored: Sequence[Scored], worked: float, least: float) -> Moment | None:
    """The first hours of work at which the rise over the last ones is too small, as could be known at that time, and
    after which, as is known now, the rest did not bring enough either.
    """
    best_of_all = scored[-1].best
    for one in scored:
        hours = one.attended_hours + GAIN_WINDOW_HOURS
        if hours > worked + _ROUNDING_HOURS:
            return None
        known = [other for other in scored if other.attended_hours <= hours + _ROUNDING_HOURS]
        before = [other for other in known if other.attended_hours <= one.attended_hours + _ROUNDING_HOURS]
        is_slow = abs(known[-1].best - before[-1].best) / GAIN_WINDOW_HOURS < least
        if is_slow and abs(best_of_all - known[-1].best) < least * max(worked - hours, GAIN_WINDOW_HOURS):
            return Moment(hours, known[-1])
    return None

"""What the hours were worth: the best score so far over hours of work, and when one could have called it."""

from __future__ import annotations

from collections.abc import Sequence
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
from planner.domain.results import Result, best_of
from planner.domain.timelog import TimeEntry
from planner.domain.wording import hours_words
from planner.store import Store

DEFAULT_GAIN_PER_HOUR = 0.002  # of a score, by someone who named no rule: two points in ten hours
_ROUNDING_HOURS = 1e-6


@dataclass(frozen=True, slots=True)
class Scored:
    """A result, the hours of work until then (attended; with those of machines), and the best score so far."""

    result: Result
    attended_hours: float
    all_hours: float
    best: float


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

    gain_per_hour: the least rise by which going on was to be worth it; named: whether the person had written it down.
    moment: None as long as the score rose by so much.
    """

    metric: str
    scored: list[Scored]
    attended_hours: float
    gain_per_hour: float
    named: bool
    moment: Moment | None

    @property
    def gained_after(self) -> float:
        """What the best score rose by after the moment; never below zero, also where lower is better."""
        return abs(self.scored[-1].best - self.moment.best) if self.moment else 0.0

    @property
    def sentence(self) -> str:
        """When one could have called it, by which rule, and what came after."""
        rule = f"{gain_words(self.gain_per_hour)} an hour over {hours_words(GAIN_WINDOW_HOURS)} of work"
        whose = "the rule you wrote down" if self.named else "the usual rule, as you wrote down none"
        name = metric_name(self.metric)
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


def worth_of(store: Store, project_id: int, now: datetime) -> Worth | None:
    """What the hours of a project were worth; None before anything was scored."""
    project, results = store.projects.needed(project_id), store.results.of_project(project_id)
    metric = metric_of(project.target, results)
    counted = results_in(metric, results) if metric else []
    if not metric or not counted:
        return None
    entries = store.entries.of_project(project_id)
    scored = _scored(metric, counted, entries)
    worked = worked_hours(entries, project.finished_at or now)
    named = project.stop.gain_per_hour
    least = named or DEFAULT_GAIN_PER_HOUR
    return Worth(metric, scored, worked, least, named is not None, _moment(scored, worked, least))


def worth_frame(worth: Worth) -> pd.DataFrame:
    """One row a result, the oldest first: attended_hours, all_hours, value, best, by (session or by hand), at."""
    return pd.DataFrame([
        {
            "attended_hours": one.attended_hours,
            "all_hours": one.all_hours,
            "value": one.result.value,
            "best": one.best,
            "by": "by hand" if one.result.session_id is None else "session",
            "at": one.result.logged_at,
        }
        for one in worth.scored
    ])  # fmt: skip


def _scored(metric: str, results: Sequence[Result], entries: Sequence[TimeEntry]) -> list[Scored]:
    found: list[Scored] = []
    values: list[float] = []
    for result in results:
        values.append(result.value)
        attended, everything = worked_hours(entries, result.logged_at), hours_before(entries, result.logged_at)
        found.append(Scored(result, attended, everything, best_of(metric, values)))
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

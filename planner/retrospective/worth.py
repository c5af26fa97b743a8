"""What the hours were worth: the best score so far over hours of work, and when one could have called it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from planner.domain.gains import metric_name
from planner.domain.log_columns import LogColumns
from planner.domain.moment_to_call import ROUNDING_HOURS, ScoreSeries, moment_of
from planner.domain.moment_to_call import Moment as KnownMoment
from planner.domain.period import ALWAYS, Period
from planner.domain.project import Project
from planner.domain.results import Result, best_of
from planner.domain.training import TrainingSession
from planner.domain.wording.durations import hours_words
from planner.domain.wording.scores import gain_words, score_number
from planner.results.score_course import ScoreCourse, benchmark_in, score_course
from planner.store import Store

if TYPE_CHECKING:
    import pandas as pd

LEAST_RESULTS = 2  # one result is no course


@dataclass(frozen=True, slots=True)
class Scored:
    """A result, the hours of work until then (attended; with those of machines), and the best score so far.

    session: the one that brought it, None where it was logged by hand. is_best: whether nothing before was as good.
    benchmark: what the session's benchmark reached; None where it had none, or by hand.
    """

    result: Result
    attended_hours: float
    all_hours: float
    best: float
    session: TrainingSession | None = None
    is_best: bool = True
    benchmark: float | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When one could have called it, where that lies in the period: attended hours of it, and the best score then."""

    attended_hours: float
    best: float


@dataclass(frozen=True)
class Worth:
    """The scores of a project in the metric that counts, within a period.

    attended_hours, all_hours: worked until the end, a person's and with those of machines. whole: all that was scored
    until the end, by which the moment is found; hours in it count from the project's start. called: the moment in it,
    None where there was none, or where nothing was scored in the target's metric. before_hours: attended, before the
    period.
    """

    project: Project
    metric: str
    scored: list[Scored]
    attended_hours: float
    all_hours: float
    whole: ScoreCourse
    called: KnownMoment | None
    before_hours: float = 0.0

    @property
    def name(self) -> str:
        """The metric as it was typed last, or as it is known."""
        return metric_name(self.scored[-1].result.metric)

    @property
    def course(self) -> ScoreSeries:
        """All results, as the rule sees them."""
        return self.whole.course

    @property
    def moment(self) -> Moment | None:
        """When one could have called it; None where that was not in the period, or never."""
        if self.called is None or self.called.hours < self.before_hours - ROUNDING_HOURS:
            return None
        best = self.course.best(self.course.tries[: self.called.place + 1])
        return Moment(max(0.0, self.called.hours - self.before_hours), best)

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


def worth_of(store: Store, project_id: int, now: datetime, *, period: Period = ALWAYS) -> Worth | None:
    """What the hours of a project were worth; None before anything was scored. Hours count from the period's start.

    The moment to have called it is found in all that was scored until the period's end, whenever that began.
    """
    project = store.projects.require(project_id)
    every = store.entries.columns(project_id, now)
    whole = score_course(store, project, every, now, until=period.end)
    counted = [result for result in whole.results if period.holds(result.logged_at)] if whole else []
    if whole is None or not counted:
        return None
    log, end = every.within(period), project.finished_at or now
    return Worth(
        project,
        whole.course.metric,
        _scored(whole, counted, log),
        log.hours_before(end, only_attended=True),
        log.hours_before(end),
        whole,
        moment_of(whole.course) if whole.is_of_target else None,
        every.hours_before(period.start, only_attended=True) if period.start else 0.0,
    )


def worth_frame(worth: Worth) -> pd.DataFrame:
    """One row a result, the oldest first.

    Columns: attended_hours and all_hours (until then), value, best (so far), is_best (whether this one was), by (the
    session, or `by hand`), box_hours and benchmark (of the session; NaN by hand), at.
    """
    import pandas as pd

    frame = pd.DataFrame([
        {
            "attended_hours": scored.attended_hours,
            "all_hours": scored.all_hours,
            "value": scored.result.value,
            "best": scored.best,
            "is_best": scored.is_best,
            "by": scored.session.id if scored.session else "by hand",
            "box_hours": scored.session.timebox_s / 3600 if scored.session else None,
            "benchmark": scored.benchmark,
            "at": scored.result.logged_at,
        }
        for scored in worth.scored
    ])  # fmt: skip
    return frame.astype({"box_hours": float, "benchmark": float})


def _with_machine_words(gain: float, own: float, everything: float) -> str:
    """The gain in an hour of all hours, where machines worked long enough to make it another number."""
    per_hour = gain_words(gain / everything)
    return "" if per_hour == gain_words(gain / own) else f" ({per_hour} with the machine's hours)"


def _scored(whole: ScoreCourse, results: Sequence[Result], log: LogColumns) -> list[Scored]:
    scored: list[Scored] = []
    values: list[float] = []
    metric = whole.course.metric
    for result in results:
        is_best = not values or best_of(metric, [*values, result.value]) != best_of(metric, values)
        values.append(result.value)
        session = whole.sessions.get(result.session_id or "")
        at = result.logged_at
        hours = log.hours_before(at, only_attended=True), log.hours_before(at)
        scored.append(Scored(result, *hours, best_of(metric, values), session, is_best, benchmark_in(metric, session)))
    return scored

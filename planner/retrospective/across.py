"""All projects together: on what the hours went, when, and how each project stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from planner import preferences
from planner.domain.decisions import Answer, is_parked
from planner.domain.estimates import Estimate, first_ranges
from planner.domain.gains import best_in, metric_name, metric_of, results_in
from planner.domain.hours import LEAST_TOLD_HOURS, HourRange, sum_of_ranges
from planner.domain.one_table import of_one_table
from planner.domain.project import Project, kind_of
from planner.domain.timelog import PhaseHours
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words
from planner.retrospective.named_period import ALL_TIME, NamedPeriod
from planner.retrospective.over_time import HOUR_MS, over_time, to_ms
from planner.store import Store

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """How a project stands.

    hours: of the span. all_hours: a person's, of all time. planned: what was said first about the whole project. best:
    the metric's name and the best score of the span. state: finished, called, parked or open.
    """

    project: Project
    hours: PhaseHours
    all_hours: float
    planned: HourRange | None
    best: tuple[str, float] | None
    state: str


@dataclass(frozen=True)
class Across:
    """The hours of all projects in a span.

    by_phase: one row a phase name, the most hours first: phase, attended_hours, unattended_hours. over_time: one row a
    day, week, month or year (`step`): begins and ends (dates, the end without), attended_hours, unattended_hours.
    """

    span: NamedPeriod
    lines: list[ProjectLine]
    by_phase: pd.DataFrame
    over_time: pd.DataFrame
    step: str

    @property
    def answer(self) -> str:
        """The hours, on how many projects, and which phase took the most."""
        own, alone = (float(self.by_phase[name].sum()) for name in ("attended_hours", "unattended_hours"))
        on = f"on {count_words(len(self.lines), 'project')}"
        if own + alone < LEAST_TOLD_HOURS:
            return f"Less than a minute is logged {self.span.words or 'so far'}."
        if own < LEAST_TOLD_HOURS:
            return _begun(self.span.words, f"{hours_words(alone)} of machine time {on}, and no hours of your own.")
        first = self.by_phase.iloc[0]
        most = f"{first['phase']} took the most, {hours_words(first['attended_hours'])}"
        if len(self.by_phase) == 1:
            most = f"all of them went into {first['phase']}"
        return _begun(self.span.words, f"{hours_words(own)} {on}; {most}.")


def across(store: Store, now: datetime, zone: tzinfo, span: NamedPeriod = ALL_TIME) -> Across | None:
    """What all projects took within a span; None where it has no hours. A sample counts only where it is all there is.

    A phase's kind is its name, capitals aside. Entries over the start of a week count on both sides of it once.
    """
    projects = store.projects.all()
    counted = [project for project in projects if not project.is_sample] or projects
    own = {project.id: project for project in counted}
    log = store.entries.log_frame(now)
    log = log[log["project_id"].isin(list(own))]
    within = _within(log, span)
    if not len(within):
        return None
    total = _of_projects(log)
    lines = [
        _line(store, own[project_id], hours, total[project_id].attended, span)
        for project_id, hours in _of_projects(within).items()
    ]
    steps, step = over_time(within, zone, preferences.day_starts_hour(store))
    return Across(span, lines, _by_phase(within), steps, step)


def planned_first(history: list[Estimate]) -> HourRange | None:
    """What was said first about a whole project: its total, else the first ranges of its phases added up."""
    first = first_ranges(history)
    return first.pop(None, None) or sum_of_ranges(list(first.values()))


def state_of(store: Store, project: Project) -> str:
    """`finished`, `called` where that was on purpose with the reason written down, `parked` or `open`."""
    decisions = [decision for decision in store.decisions.of_project(project.id) if decision.phase_id is None]
    if project.finished_at is None:
        return "parked" if is_parked(decisions) else "open"
    return "called" if decisions and decisions[-1].answer is Answer.CALL_IT else "finished"


def _line(store: Store, project: Project, hours: PhaseHours, all_hours: float, span: NamedPeriod) -> ProjectLine:
    results = [result for result in store.results.of_project(project.id) if span.period.holds(result.logged_at)]
    metric = metric_of(project.target, results)
    sessions = {session.id: session for session in store.sessions.sessions_of(project.id)}
    best = best_in(metric, of_one_table(results_in(metric, results), sessions)) if metric else None
    return ProjectLine(
        project,
        hours,
        all_hours,
        planned_first(store.estimates.of_project(project.id)),
        (metric_name(metric), best) if metric and best is not None else None,
        state_of(store, project),
    )


def _within(log: pd.DataFrame, span: NamedPeriod) -> pd.DataFrame:
    """The part of each entry that lies in the span."""
    start, end = span.period.start, span.period.end
    cut = log.assign(
        start_ms=log["start_ms"].clip(lower=to_ms(start)) if start else log["start_ms"],
        stop_ms=log["stop_ms"].clip(upper=to_ms(end)) if end else log["stop_ms"],
    )
    return cut[cut["start_ms"] < cut["stop_ms"]]


def _hours_by(log: pd.DataFrame, column: str) -> pd.DataFrame:
    """Attended and unattended hours of each value of a column, the most first; sums are of whole milliseconds."""
    length = log["stop_ms"] - log["start_ms"]
    apart = log[[column]].assign(
        attended_hours=length * log["attended"], unattended_hours=length * (1 - log["attended"])
    )
    summed = apart.groupby(column, sort=False)[["attended_hours", "unattended_hours"]].sum() / HOUR_MS
    return summed.sort_values(["attended_hours", "unattended_hours"], ascending=False).reset_index()


def _of_projects(log: pd.DataFrame) -> dict[int, PhaseHours]:
    """The hours of each project, the one with the most first."""
    summed = _hours_by(log, "project_id")
    hours = map(PhaseHours, summed["attended_hours"], summed["unattended_hours"])
    return dict(zip(summed["project_id"].tolist(), hours, strict=True))


def _by_phase(log: pd.DataFrame) -> pd.DataFrame:
    """Phases of one kind together, under the spelling with the most hours."""
    names = _hours_by(log, "phase")
    kinds = names["phase"].map(kind_of)
    together = names.groupby(kinds.rename("kind"), sort=False).agg(
        {"phase": "first", "attended_hours": "sum", "unattended_hours": "sum"}
    )
    return together.sort_values(["attended_hours", "unattended_hours"], ascending=False).reset_index(drop=True)


def _begun(words: str, sentence: str) -> str:
    return f"{words[0].upper()}{words[1:]} {sentence}" if words else sentence

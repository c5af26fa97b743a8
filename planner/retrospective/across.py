"""All projects together: on what the hours went, when, and how each project stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from planner import preferences
from planner.domain.days import day_of, day_start
from planner.domain.decisions import Answer, is_parked
from planner.domain.estimates import Estimate, first_ranges
from planner.domain.gains import best_in, metric_name, metric_of
from planner.domain.hours import HourRange, sum_of_ranges
from planner.domain.project import Project, kind_of
from planner.domain.timelog import PhaseHours
from planner.domain.wording import count_words, hours_words
from planner.retrospective.span import ALL_TIME, Span
from planner.store import Store

if TYPE_CHECKING:
    import pandas as pd

_HOUR_MS = 3_600_000
_LEAST_HOURS = 1 / 60  # below a minute nothing is worth a word
_MOST_DAYS, _MOST_WEEKS, _MOST_MONTHS = 14, 60, 60  # bars that fit beside each other on a phone


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

    span: Span
    lines: list[ProjectLine]
    by_phase: pd.DataFrame
    over_time: pd.DataFrame
    step: str

    @property
    def answer(self) -> str:
        """The hours, on how many projects, and which phase took the most."""
        own, alone = (float(self.by_phase[name].sum()) for name in ("attended_hours", "unattended_hours"))
        on = f"on {count_words(len(self.lines), 'project')}"
        if own < _LEAST_HOURS:
            return _begun(self.span.words, f"{hours_words(alone)} of machine time {on}, and no hours of your own.")
        first = self.by_phase.iloc[0]
        most = f"{first['phase']} took the most, {hours_words(first['attended_hours'])}"
        if len(self.by_phase) == 1:
            most = f"all of them went into {first['phase']}"
        return _begun(self.span.words, f"{hours_words(own)} {on}; {most}.")


def across(store: Store, now: datetime, zone: tzinfo, span: Span = ALL_TIME) -> Across | None:
    """What all projects took within a span; None where it has no hours. A sample counts only where it is all there is.

    A phase's kind is its name, capitals aside. Entries over the start of a week count on both sides of it once.
    """
    known = store.projects.all()
    own = {project.id: project for project in known if not project.is_sample} or {one.id: one for one in known}
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
    over_time, step = _over_time(within, zone, preferences.day_starts_hour(store))
    return Across(span, lines, _by_phase(within), over_time, step)


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


def _line(store: Store, project: Project, hours: PhaseHours, all_hours: float, span: Span) -> ProjectLine:
    results = [one for one in store.results.of_project(project.id) if span.period.holds(one.logged_at)]
    metric = metric_of(project.target, results)
    best = best_in(metric, results) if metric else None
    return ProjectLine(
        project,
        hours,
        all_hours,
        planned_first(store.estimates.of_project(project.id)),
        (metric_name(metric), best) if metric and best is not None else None,
        state_of(store, project),
    )


def _within(log: pd.DataFrame, span: Span) -> pd.DataFrame:
    """The part of each entry that lies in the span."""
    start, end = span.period.start, span.period.end
    cut = log.assign(
        start_ms=log["start_ms"].clip(lower=_ms(start)) if start else log["start_ms"],
        stop_ms=log["stop_ms"].clip(upper=_ms(end)) if end else log["stop_ms"],
    )
    return cut[cut["start_ms"] < cut["stop_ms"]]


def _hours_by(log: pd.DataFrame, column: str) -> pd.DataFrame:
    """Attended and unattended hours of each value of a column, the most first; sums are of whole milliseconds."""
    length = log["stop_ms"] - log["start_ms"]
    apart = log[[column]].assign(
        attended_hours=length * log["attended"], unattended_hours=length * (1 - log["attended"])
    )
    summed = apart.groupby(column, sort=False)[["attended_hours", "unattended_hours"]].sum() / _HOUR_MS
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


def _over_time(log: pd.DataFrame, zone: tzinfo, starts_hour: int) -> tuple[pd.DataFrame, str]:
    import pandas as pd

    first, last = (_day(ms, zone, starts_hour) for ms in (log["start_ms"].min(), log["stop_ms"].max() - 1))
    step = _step(first, last)
    days = list(_begins(first, last, step))
    edges = [_ms(day_start(day, zone, starts_hour)) for day in days]
    frame = pd.DataFrame({"begins": days[:-1], "ends": days[1:]})
    is_own = log["attended"].astype(bool)
    return frame.assign(
        attended_hours=_between(log[is_own], edges), unattended_hours=_between(log[~is_own], edges)
    ), step


def _between(log: pd.DataFrame, edges: list[int]) -> list[float]:
    """Hours between each edge (ms) and the next: the difference of all that lies before them."""
    start, stop = log["start_ms"].to_numpy(), log["stop_ms"].to_numpy()
    before = [int(np.clip(np.minimum(stop, edge) - start, 0, None).sum()) for edge in edges]
    return [(after - so_far) / _HOUR_MS for so_far, after in pairwise(before)]


def _step(first: date, last: date) -> str:
    days = (last - first).days + 1
    if days <= _MOST_DAYS:
        return "day"
    if days <= 7 * _MOST_WEEKS:
        return "week"
    return "month" if days <= 30 * _MOST_MONTHS else "year"


def _begins(first: date, last: date, step: str) -> Iterator[date]:
    """The first day of each step, from that which holds `first` to that after `last`."""
    day = {
        "day": first,
        "week": first - timedelta(days=first.weekday()),
        "month": first.replace(day=1),
        "year": first.replace(month=1, day=1),
    }[step]
    while day <= last:
        yield day
        day = _next(day, step)
    yield day


def _next(day: date, step: str) -> date:
    if step == "year":
        return day.replace(year=day.year + 1)
    if step == "month":
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=1 if step == "day" else 7)


def _day(ms: int, zone: tzinfo, starts_hour: int) -> date:
    return day_of(datetime.fromtimestamp(ms / 1000, UTC), zone, starts_hour)


def _ms(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


def _begun(words: str, sentence: str) -> str:
    return f"{words[0].upper()}{words[1:]} {sentence}" if words else sentence

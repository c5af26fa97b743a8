"""Some projects beside each other: where their hours went, how the plans held, and what an hour gained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from planner.domain.gains import best_in, metric_key, metric_name, metric_of, results_in
from planner.domain.hours import HourRange
from planner.domain.one_table import of_one_table
from planner.domain.project import Project, kind_of
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words, share_words, times_words
from planner.domain.wording.scores import gain_words
from planner.retrospective.across import planned_first
from planner.store import Store

if TYPE_CHECKING:
    import pandas as pd

LEAST_PROJECTS, MOST_PROJECTS = 2, 4
_BY_DEFAULT = 3
_LEVEL_SHARE = 0.05  # shares closer than this are level


@dataclass(frozen=True, slots=True)
class ScoreGain:
    """What the best score rose by since the first one, over so many attended hours; never below zero."""

    metric: str
    first: float
    best: float
    attended_hours: float

    @property
    def per_hour(self) -> float:
        """The rise in an hour of a person."""
        return abs(self.best - self.first) / self.attended_hours


@dataclass(frozen=True, slots=True)
class Beside:
    """A project as it stands beside others: its attended hours by phase, its first range, its gain."""

    project: Project
    hours: dict[str, float]
    planned: HourRange | None
    gain: ScoreGain | None

    @property
    def name(self) -> str:
        """As it is called beside others."""
        return name_of(self.project)

    @property
    def attended_hours(self) -> float:
        """Hours of the person."""
        return sum(self.hours.values())

    def hours_of(self, kind: str) -> float:
        """Attended hours on phases of a kind."""
        return sum(hours for name, hours in self.hours.items() if kind_of(name) == kind)

    @property
    def ratio(self) -> float | None:
        """Hours taken as a multiple of the middle of the first range; None without a range or hours."""
        return self.attended_hours / self.planned.planned_hours if self.planned and self.attended_hours else None


def comparable(store: Store) -> list[Project]:
    """Projects with time entries, the one worked on last first."""
    projects = {project.id: project for project in store.projects.all()}
    return [projects[project_id] for project_id in store.entries.worked_on() if project_id in projects]


def first_choice(projects: Sequence[Project], given: int | None = None) -> list[int]:
    """Ids to begin with: the given one and the last two finished, else those worked on last.

    A sample is among them only if it is given, or if there is nothing else to compare.
    """
    own = [project for project in projects if not project.is_sample]
    if sum(project.id != given for project in own) + (given is not None) < LEAST_PROJECTS:
        own = list(projects)
    finished = [project for project in own if project.finished_at]
    last_finished = sorted(finished, key=lambda project: project.finished_at or project.created_at, reverse=True)
    mine = [project.id for project in projects if project.id == given]
    candidates = [*mine, *(project.id for project in (*last_finished, *own) if project.id != given)]
    return list(dict.fromkeys(candidates))[:_BY_DEFAULT]


def side_by_side(store: Store, project_ids: Sequence[int], now: datetime) -> list[Beside]:
    """Projects, in the order given."""
    return [_beside(store, store.projects.require(project_id), now) for project_id in project_ids]


def name_of(project: Project) -> str:
    """A project's name; of made data, with that."""
    return f"{project.name} (sample)" if project.is_sample else project.name


def shares_frame(projects: Sequence[Beside]) -> pd.DataFrame:
    """One row a phase name and project: phase, project, hours, share (of the project's attended hours).

    Phases of one kind are one row, spelled as in the first of these projects; the largest share comes first. Projects
    without attended hours are left out.
    """
    import pandas as pd

    worked = [project for project in projects if project.attended_hours > 0]
    spelled = {kind_of(name): name for project in reversed(worked) for name in project.hours}
    rows = [
        (name, project.name, hours := project.hours_of(kind), hours / project.attended_hours)
        for kind, name in spelled.items()
        for project in worked
    ]
    frame = pd.DataFrame.from_records(rows, columns=["phase", "project", "hours", "share"])
    frame = frame.astype({"phase": "str", "project": "str", "hours": float, "share": float})
    most = frame.groupby("phase")["share"].max().sort_values(ascending=False, kind="stable")
    return frame.set_index("phase").loc[list(most[most > 0].index)].reset_index()


def ratios_frame(projects: Sequence[Beside]) -> pd.DataFrame:
    """One row a project with a range and hours: project, hours, low_hours, high_hours, ratio, finished."""
    import pandas as pd

    rows = [
        (
            project.name,
            project.attended_hours,
            project.planned.low_hours,
            project.planned.high_hours,
            project.ratio,
            _is_finished(project),
        )
        for project in projects
        if project.planned and project.ratio
    ]
    return pd.DataFrame.from_records(rows, columns=["project", "hours", "low_hours", "high_hours", "ratio", "finished"])


def gains_frame(projects: Sequence[Beside]) -> pd.DataFrame:
    """One row a project scored in the metric that most of them share: project, first, best, hours, per_hour.

    `shared_metric` names it: gains in two metrics cannot stand on one axis.
    """
    import pandas as pd

    metric = shared_metric(projects)
    rows = [
        (project.name, project.gain.first, project.gain.best, project.gain.attended_hours, project.gain.per_hour)
        for project in projects
        if project.gain and project.gain.metric == metric
    ]
    return pd.DataFrame.from_records(rows, columns=["project", "first", "best", "hours", "per_hour"])


def shared_metric(projects: Sequence[Beside]) -> str | None:
    """The metric (its key) in which most projects have a gain, the first of them where level; None without any."""
    counted = Counter(project.gain.metric for project in projects if project.gain)
    return counted.most_common(1)[0][0] if counted else None


def shares_sentence(shares: pd.DataFrame) -> str:
    """The phase in which the projects differ most, or that none does; empty for one project."""
    if shares["project"].nunique() < LEAST_PROJECTS:
        return ""
    of_phase = shares.groupby("phase", sort=False)["share"]
    apart = of_phase.max() - of_phase.min()
    if apart.max() < _LEVEL_SHARE:
        return "Their hours went to the same phases, in nearly the same shares."
    phase = str(apart.idxmax())
    rows = shares[shares["phase"] == phase].sort_values("share")
    least, *_, most = (
        f"{share_words(share, 1)} in {name}" for share, name in zip(rows["share"], rows["project"], strict=True)
    )
    return f"{phase} differs most: {most}, {least}."


def ratios_sentence(projects: Sequence[Beside]) -> str:
    """How many finished projects took more than the middle of their range, and which of all took the most of it."""
    ranged = [project for project in projects if project.ratio]
    if not ranged:
        return ""
    most = max(ranged, key=lambda project: project.ratio or 0.0)
    so_far = "" if _is_finished(most) else " so far"
    sentence = f"{most.name} took {_so_many_times(most, 'as long as')} the middle of its planned range{so_far}"
    # Who goes on may yet take more.
    others = [project for project in ranged if project is not most and _is_finished(project)]
    if others:
        least = min(others, key=lambda project: project.ratio or 0.0)
        sentence += f", {least.name} {_so_many_times(least, 'just as long')}"
    bare = [project.name for project in projects if not project.planned]
    without = f" {list_words(bare)} had no range to hold." if bare else ""
    return f"{sentence}.{without}"


def _so_many_times(project: Beside, once: str) -> str:
    """Its ratio; `once`, where it took what was planned."""
    times = times_words(project.ratio or 0.0)
    return once if times == times_words(1) else times


def gains_sentence(projects: Sequence[Beside]) -> str:
    """Which project gained most in an hour, in which metric; the ones in other metrics are named, as not drawn."""
    metric = shared_metric(projects)
    scored = [project for project in projects if project.gain and project.gain.metric == metric]
    if not metric or not scored:
        return ""
    best = max(scored, key=lambda project: project.gain.per_hour if project.gain else 0.0)
    per_hour = best.gain.per_hour if best.gain else 0.0
    sentence = f"{best.name} gained the most: {gain_words(per_hour)} {metric_name(metric)} in an hour of your work."
    if not per_hour:
        sentence = f"No {metric_name(metric)} rose after the first result."
    other = [project.name for project in projects if project.gain and project.gain.metric != metric]
    if other:
        sentence += f" {list_words(other)} counted in another metric and cannot stand on this axis."
    bare = sum(project.gain is None for project in projects)
    return sentence + (f" {count_words(bare, 'project')} had fewer than two results to compare." if bare else "")


def _beside(store: Store, project: Project, now: datetime) -> Beside:
    logged = store.entries.hours_by_phase(project.id, now)
    phases = store.phases.of_project(project.id)
    hours = {phase.name: logged[phase.id].attended for phase in phases if phase.id in logged}
    planned = planned_first(store.estimates.of_project(project.id))
    return Beside(project, hours, planned, _gain(store, project, now))


def _gain(store: Store, project: Project, now: datetime) -> ScoreGain | None:
    """None before two results in the metric that counts, and without attended hours after the first."""
    results = store.results.of_project(project.id)
    metric = metric_of(project.target, results)
    sessions = {session.id: session for session in store.sessions.sessions_of(project.id)}
    scored = of_one_table(results_in(metric, results), sessions) if metric else []
    if not metric or len(scored) < 2:
        return None
    begin, end = scored[0].logged_at, project.finished_at or now
    phases = store.phases.of_project(project.id)
    hours = sum(store.entries.attended_hours(phase.id, begin, end) for phase in phases)
    best = best_in(metric, scored)
    return ScoreGain(metric_key(metric), scored[0].value, best, hours) if hours > 0 and best is not None else None


def _is_finished(beside: Beside) -> bool:
    return beside.project.finished_at is not None

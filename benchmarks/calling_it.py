"""How well the rule to call it does on made projects whose best hour to stop is known, beside the plain rule.

    python -m benchmarks.calling_it [--seeds 400] [--choose]

Seconds on one core. Constants are chosen on the even seeds (`--choose` lists what was tried), the table is of the odd
ones. A made project has a first result by hand (the baseline) and a model scored every half to two and a half hours of
work, now and then only after a longer gap. Each score is what the model is worth, with noise, three of ten less what a
bad try costs.

- plateau: it rises until an hour, and the person works on; the best hour is that of the first result on the plateau.
- late jump: a plateau, and then one large step; the best hour is that of the first result after it.
- steady rise: every hour is worth it to the end, so the best hour is the end.
- noise: nothing after the first model is better than it; the best hour is that model's.
- With a target: the best hour is that of the first result that meets it; a target that is never met has none, and the
  project is not called.

A call is right that misses less than a large step and comes at most four hours after the best hour; with a target, not
before it is met. The plain rule is the one before this: the first hours over which the best score rose by less than the
least gain, whatever was scored by then, after which the rest was not worth its hours in all either. While work goes on
it asks whenever the last two hours brought too little, or no score.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd

from planner.domain.moment_to_call import (
    GAIN_WINDOW_HOURS,
    USUAL_GAIN_PER_HOUR,
    Rule,
    ScoreSeries,
    Try,
    first_met,
    is_told,
    moment_of,
    moments_known,
)

KINDS = ("plateau", "late jump", "steady rise", "noise")
_LEAST = USUAL_GAIN_PER_HOUR
_NEAR_HOURS = 2 * GAIN_WINDOW_HOURS  # a call so soon after the best hour is right: that takes hours to be seen
_LITTLE = _LEAST * GAIN_WINDOW_HOURS  # and one that misses less than a large step
_GAP_SHARE = 0.15
_ROUNDING_HOURS = 1e-6
_WINDOWS, _TRIES, _STEPS = (1.0, 2.0, 3.0, 4.0), (1, 2, 3), (0.5, 1.0, 2.0, 3.0, 4.0)


@dataclass(frozen=True)
class Made:
    """A made project: what was scored, and what is known of it. best_hours: None where it is not to be called."""

    kind: str
    with_target: bool
    series: ScoreSeries
    worth: Sequence[float]  # what the model of each result is truly worth, the best so far
    best_hours: float | None


@dataclass(frozen=True)
class Outcome:
    """What a rule's call came to. missed: of what the best model was worth at the best hour."""

    is_right: bool
    wasted_hours: float
    missed: float


Caller = Callable[[ScoreSeries], float | None]


def made(seed: int, kind: str, *, with_target: bool) -> Made:
    """The project of a seed."""
    random = np.random.default_rng([seed, KINDS.index(kind), int(with_target)])
    first, rises_until = random.uniform(1, 5), random.uniform(4, 16)
    end = first + rises_until + random.uniform(4, 20)
    hours = _hours(random, first, end)
    level, best_hours = _LEVELS[kind](random, hours, rises_until + first, end)
    noise, bad = random.uniform(0.0003, 0.0015), random.uniform(0, 0.02)
    scores = [value + random.normal(0, noise) - bad * (random.random() < 0.3) for value in level]
    scores[0] = level[0]
    tries = [
        Try(hour, score, is_model=place > 0) for place, (hour, score) in enumerate(zip(hours, scores, strict=True))
    ]
    series = ScoreSeries("roc_auc", tries, end, _LEAST)
    worth = list(np.maximum.accumulate(level))
    if not with_target:
        return Made(kind, False, series, worth, best_hours)
    top = max(scores)
    target = top + random.uniform(0.001, 0.02) if random.random() < 0.3 else random.uniform(scores[0], top)
    met = next((result.hours for result in tries if result.value >= target), None)
    return Made(kind, True, replace(series, target=target), worth, met)


def _hours(random: np.random.Generator, first: float, end: float) -> list[float]:
    hours = [first]
    while True:
        gap = random.uniform(3, 6) if random.random() < _GAP_SHARE else random.uniform(0.5, 2.5)
        if hours[-1] + gap > end:
            return hours if len(hours) > 2 else [first, first + 1.0, first + 2.0]
        hours.append(hours[-1] + gap)


_Level = tuple[list[float], float]


def _plateau(random: np.random.Generator, hours: Sequence[float], until: float, end: float) -> _Level:
    base, step, rate = random.uniform(0.6, 0.85), random.uniform(0.01, 0.05), random.uniform(2, 6) * _LEAST
    level = [base, *(base + step + rate * (min(hour, until) - hours[0]) for hour in hours[1:])]
    return level, next((hour for hour in hours[1:] if hour >= until), hours[-1])


def _late_jump(random: np.random.Generator, hours: Sequence[float], until: float, end: float) -> _Level:
    level, _ = _plateau(random, hours, hours[0] + (until - hours[0]) / 2, end)
    jumps_at = random.uniform(until, end)
    after = next((place for place, hour in enumerate(hours) if hour >= jumps_at), len(hours) - 1)
    jump = random.uniform(0.01, 0.06)
    return [value + jump * (place >= after) for place, value in enumerate(level)], hours[after]


def _steady(random: np.random.Generator, hours: Sequence[float], until: float, end: float) -> _Level:
    base, rate = random.uniform(0.6, 0.8), random.uniform(1.5, 4) * _LEAST
    return [base + rate * (hour - hours[0]) for hour in hours], end


def _noise(random: np.random.Generator, hours: Sequence[float], until: float, end: float) -> _Level:
    base = random.uniform(0.6, 0.85)
    return [base, *[base + random.uniform(0.01, 0.05)] * (len(hours) - 1)], hours[1]


_LEVELS = dict(zip(KINDS, (_plateau, _late_jump, _steady, _noise), strict=True))


def asked_at(series: ScoreSeries) -> float | None:
    """When the plan first says that the moment has come, with what is known by then."""
    if series.target is not None:
        place = first_met(series)
        return None if place is None else series.tries[place].hours
    first = next((moment for moment in moments_known(series) if is_told(series, moment.hours)), None)
    return first.hours if first else None


def said_at(series: ScoreSeries) -> float | None:
    """Where the retrospective has the moment."""
    moment = moment_of(series)
    return moment.hours if moment else None


def plainly_asked_at(series: ScoreSeries) -> float | None:
    """When the plain rule asks first: too little gained in the window, or nothing scored in it."""
    hours = sorted({result.hours + shift for result in series.tries for shift in (0.0, GAIN_WINDOW_HOURS)})
    return next((hour for hour in hours if hour <= series.worked_hours and _was_slow(series, hour)), None)


def plainly_said_at(series: ScoreSeries) -> float | None:
    """Where the plain rule has the moment, as is known at the end."""
    best = series.best(series.tries)
    for result in series.tries:
        hours = result.hours + GAIN_WINDOW_HOURS
        if hours > series.worked_hours + _ROUNDING_HOURS:
            return None
        rest = series.least_per_hour * max(series.worked_hours - hours, GAIN_WINDOW_HOURS)
        if _was_slow(series, hours) and best - series.best(series.until(hours)) < rest:
            return hours
    return None


def _was_slow(series: ScoreSeries, hours: float) -> bool:
    by_then, before = series.until(hours), series.until(hours - GAIN_WINDOW_HOURS)
    return bool(before) and series.best(by_then) - series.best(before) < series.least_per_hour * GAIN_WINDOW_HOURS


def outcome(project: Made, caller: Caller) -> Outcome:
    """What came of a call, or of none: then the hours went on to the end."""
    called, end = caller(project.series), project.series.worked_hours
    if project.best_hours is None:
        at = end if called is None else called
        return Outcome(called is None, 0.0, _worth_at(project, end) - _worth_at(project, at))
    at = end if called is None else called
    missed = max(0.0, _worth_at(project, project.best_hours) - _worth_at(project, at))
    wasted = max(0.0, at - project.best_hours)
    is_right = missed < _LITTLE and wasted <= _NEAR_HOURS + _ROUNDING_HOURS
    if project.with_target:
        is_right = is_right and called is not None and at >= project.best_hours - _ROUNDING_HOURS
    return Outcome(is_right, wasted, missed)


def _worth_at(project: Made, hours: float) -> float:
    count = len(project.series.until(hours))
    return project.worth[count - 1] if count else project.worth[0]


CALLERS: dict[str, tuple[Caller, Caller]] = {
    "while it runs": (asked_at, plainly_asked_at),
    "looking back": (said_at, plainly_said_at),
}


def results(projects: Sequence[Made], caller: Caller) -> pd.DataFrame:
    """One row a project: kind, with_target, is_right, wasted_hours, missed."""
    rows = [(project.kind, project.with_target, outcome(project, caller)) for project in projects]
    return pd.DataFrame([
        (kind, with_target, came.is_right, came.wasted_hours, came.missed) for kind, with_target, came in rows
    ], columns=["kind", "with_target", "is_right", "wasted_hours", "missed"])  # fmt: skip


def table(projects: Sequence[Made]) -> pd.DataFrame:
    """For each kind of project and each use: right calls, hours wasted and gain missed, by both rules."""
    lines = []
    for use, callers in CALLERS.items():
        outcomes = [results(projects, caller) for caller in callers]
        for with_target, kind in product((False, True), (*KINDS, "all")):
            of = [
                frame[(frame["with_target"] == with_target) & ((frame["kind"] == kind) | (kind == "all"))]
                for frame in outcomes
            ]
            lines.append((use, "target" if with_target else "no target", kind, len(of[0]), *map(_words, of)))
    return pd.DataFrame(lines, columns=["use", "target", "kind", "projects", "rule", "plain rule"])


def _words(some: pd.DataFrame) -> str:
    return f"{some['is_right'].mean():.0%}, {some['wasted_hours'].mean():.1f} h, {some['missed'].mean():.4f}"


def choices(projects: Sequence[Made]) -> Iterator[tuple[float, Rule]]:
    """Each choice of constants with its mean cost in hours: those wasted, and those that the gain missed is worth."""
    for window, tries, step in product(_WINDOWS, _TRIES, _STEPS):
        rule = Rule(window, tries, step)
        ruled = [
            replace(project, series=replace(project.series, rule=rule))
            for project in projects
            if not project.with_target
        ]
        costs = [_cost(results(ruled, caller)) for caller, _ in CALLERS.values()]
        yield float(np.mean(costs)), rule


def _cost(outcomes: pd.DataFrame) -> float:
    return float((outcomes["wasted_hours"] + outcomes["missed"] / _LEAST).mean())


def projects_of(seeds: range) -> list[Made]:
    """A project of each kind, with and without a target, for each seed."""
    return [made(seed, kind, with_target=has) for seed in seeds for kind in KINDS for has in (False, True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=400)
    parser.add_argument(
        "--choose", action="store_true", help="list the constants tried on the even seeds, the best first"
    )
    asked = parser.parse_args()
    if asked.choose:
        for cost, rule in sorted(choices(projects_of(range(0, asked.seeds, 2))), key=lambda choice: choice[0]):
            print(f"{cost:6.2f} h  {rule}")
        return
    print(table(projects_of(range(1, asked.seeds, 2))).to_string(index=False))


if __name__ == "__main__":
    main()

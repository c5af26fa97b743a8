"""When it can be called: one rule, for the plan while work goes on and for the retrospective afterwards.

With a target the moment is the first hour from which it was met to the end. A worse result after it does not unmake it:
the model that met it is still there. It is unmade only where that model is not what stands any more, because a later
session went on from it or its very weights were scored again, and what stands since then misses the target.

Without a target the moment is when the best score rose by less than the least gain an hour over the last hours of
work, in which something was scored, and a trained model stood beside the baseline. One score may be a bad try: while
work goes on, two are needed. Looking back, what came later takes the place of the second: the moment is struck out
where a large step came later, or where all that came later was worth its hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.domain.results import best_of, gained, reaches

GAIN_WINDOW_HOURS = 2.0  # of a person's work
USUAL_GAIN_PER_HOUR = 0.002  # of a score up to 1, by someone who named no gain: two points in ten hours
ROUNDING_HOURS = 1e-6  # sums of the same intervals, taken in two ways, differ by less
_ROUNDING = 1e-9  # of a gain


@dataclass(frozen=True, slots=True)
class Try:
    """A result as the rule sees it.

    hours: attended, until it was there. is_model: whether a trained model reached it, not a baseline. replaces: places
    of earlier results whose model does not stand any more, since this one took its place.
    """

    hours: float
    value: float
    is_model: bool = True
    replaces: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """The constants of the rule, chosen by `benchmarks.calling_it`.

    window_hours: attended hours whose gain is looked at, long enough for a change to be made, trained and scored.
    least_tries: results within them, while work goes on. large_step_hours: a step is large that gains at once what so
    many hours must bring.
    """

    window_hours: float = GAIN_WINDOW_HOURS
    least_tries: int = 2
    large_step_hours: float = 2.0


THE_RULE = Rule()


@dataclass(frozen=True, slots=True)
class ScoreSeries:
    """The results of a project in one metric, in order, until so many hours were worked, and what is asked of them.

    least_per_hour: the gain of the best score in an attended hour by which going on is worth it. target: in the same
    metric; None without one.
    """

    metric: str
    tries: Sequence[Try]
    worked_hours: float
    least_per_hour: float
    target: float | None = None
    rule: Rule = THE_RULE

    @property
    def has_model(self) -> bool:
        """Whether a trained model was scored."""
        return any(result.is_model for result in self.tries)

    def best(self, tries: Sequence[Try]) -> float:
        """The best of some results."""
        return best_of(self.metric, [result.value for result in tries])

    def until(self, hours: float) -> Sequence[Try]:
        """The results that were there after so many hours."""
        return [result for result in self.tries if result.hours <= hours + ROUNDING_HOURS]


@dataclass(frozen=True, slots=True)
class Gain:
    """What the last hours of work brought.

    per_hour: rise of the best score, never below zero, also where lower is better; None where nothing was scored in the
    last hours. unscored_hours: attended hours since the last score. tries: results in the last hours.
    """

    best: float
    per_hour: float | None
    unscored_hours: float
    tries: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When it could have been called: attended hours, and the place of the last result that was known by then."""

    hours: float
    place: int


def usual_gain(first: float) -> float:
    """The gain an hour by which going on is worth it where nobody named one, by the size of the first result.

    >>> usual_gain(0.7), usual_gain(120.0)
    (0.002, 0.24)
    """
    return USUAL_GAIN_PER_HOUR * max(1.0, abs(first))


def gain_after(series: ScoreSeries, hours: float) -> Gain | None:
    """The gain of late, as known after so many hours; None before so much was worked since the first result."""
    window_hours = series.rule.window_hours
    by_then, before = series.until(hours), series.until(hours - window_hours)
    if not before:
        return None
    rise = max(0.0, gained(series.metric, series.best(before), series.best(by_then)))
    tries = len(by_then) - len(before)
    per_hour = rise / window_hours if tries else None
    return Gain(series.best(by_then), per_hour, hours - max(result.hours for result in by_then), tries)


def is_slow(series: ScoreSeries, hours: float) -> bool:
    """Whether it was known after so many hours that going on brings too little; never before a model was scored."""
    gain = gain_after(series, hours)
    if gain is None or gain.per_hour is None or not any(result.is_model for result in series.until(hours)):
        return False
    return gain.per_hour < series.least_per_hour


def is_told(series: ScoreSeries, hours: float) -> bool:
    """Whether it was known after so many hours that this is the moment: it was slow, by more than one try."""
    gain = gain_after(series, hours)
    return gain is not None and gain.tries >= series.rule.least_tries and is_slow(series, hours)


def moments_known(series: ScoreSeries) -> Iterator[Moment]:
    """The hours at which nothing but what was known by then said that going on brings too little, the first first."""
    scored_at = {result.hours for result in series.tries}
    candidates = scored_at | {hours + series.rule.window_hours for hours in scored_at}
    for hours in sorted(candidates):
        if hours <= series.worked_hours + ROUNDING_HOURS and is_slow(series, hours):
            yield Moment(hours, len(series.until(hours)) - 1)


def moment_of(series: ScoreSeries) -> Moment | None:
    """The moment at which it could have been called, as is known at the end; None where there was none."""
    if series.target is not None:
        place = met_at(series)
        return None if place is None else Moment(series.tries[place].hours, place)
    return next((moment for moment in moments_known(series) if _was_right(series, moment)), None)


def met_at(series: ScoreSeries) -> int | None:
    """The place of the result since which the target is met by what stands; None where it is not met at the end."""
    since = None
    for place in range(len(series.tries)):
        if not _is_met(series, place):
            since = None
        elif since is None:
            since = place
    return since


def first_met(series: ScoreSeries) -> int | None:
    """The place of the first result that met the target, whether it held or not."""
    return next((place for place in range(len(series.tries)) if _is_met(series, place)), None)


def standing(series: ScoreSeries, place: int | None = None) -> Sequence[Try]:
    """The results up to a place (all by default) whose model still stands by then."""
    tries = series.tries if place is None else series.tries[: place + 1]
    gone = {former for result in tries for former in result.replaces}
    return [result for number, result in enumerate(tries) if number not in gone]


def large_step(series: ScoreSeries) -> float:
    """The gain between two results from which on a step is large."""
    return series.least_per_hour * series.rule.large_step_hours


def _is_met(series: ScoreSeries, place: int) -> bool:
    best = series.best(standing(series, place))
    return series.target is not None and reaches(series.metric, best, series.target)


def _was_right(series: ScoreSeries, moment: Moment) -> bool:
    """Whether what came after a moment was neither a large step nor, in all, worth its hours."""
    best = series.best(series.tries[: moment.place + 1])
    in_all = max(0.0, gained(series.metric, best, series.best(series.tries)))
    after = max(series.worked_hours - moment.hours, series.rule.window_hours)
    return in_all < series.least_per_hour * after and not _has_large_step(series, moment.place, best)


def _has_large_step(series: ScoreSeries, place: int, best: float) -> bool:
    for result in series.tries[place + 1 :]:
        step = gained(series.metric, best, result.value)
        if step >= large_step(series) - _ROUNDING:
            return True
        best = result.value if step > 0 else best
    return False

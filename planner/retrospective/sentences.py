"""The headline and three sentences of a retrospective: each computed from the log, none without its number.

What could be said is weighed by the share of the project's hours that it speaks of; the most telling three about
different things are taken. Few facts give few sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from model.protocol.metrics import lower_is_better, metric_words
from planner.domain.estimates import first_ranges
from planner.domain.hours import LEAST_FOUND_HOURS, LEAST_TOLD_HOURS, HourRange
from planner.domain.log_columns import LogColumns, at_ms
from planner.domain.one_table import main_table, of_one_table
from planner.domain.project import Project
from planner.domain.results import Result, best_of
from planner.domain.training import Score, SessionState, TrainingSession
from planner.domain.visits import cap_reached_at, most_frequent_return, visits_of
from planner.domain.wording.caps import past_cap_words
from planner.domain.wording.durations import hours_words, range_words
from planner.domain.wording.numbers import count_words, share_words
from planner.domain.wording.scores import score_number
from planner.retrospective.comparison import PhaseActual, phase_actuals
from planner.retrospective.named_period import ALL_TIME, NamedPeriod, log_within
from planner.store import Store

_MOST_SENTENCES = 3
_LEAST_RANGES = 3


@dataclass(frozen=True)
class _Facts:
    """A project's plan, log, sessions and results, read once for all sentences."""

    project: Project
    first_total: HourRange | None
    actuals: list[PhaseActual]
    log: LogColumns
    sessions: list[TrainingSession]
    results: list[Result]
    span: NamedPeriod = ALL_TIME

    @cached_property
    def attended_hours(self) -> float:
        """Hours of the person."""
        return sum(actual.attended_hours for actual in self.actuals)

    @cached_property
    def unattended_hours(self) -> float:
        """Hours that a machine worked alone."""
        return sum(actual.unattended_hours for actual in self.actuals)

    @property
    def is_finished(self) -> bool:
        """Whether what a phase took is known, rather than what it took so far."""
        return self.project.finished_at is not None

    def log_of(self, phase_id: int) -> LogColumns:
        """The entries of one phase, the oldest first."""
        return self.log.where(self.log.phase_ids == phase_id)


@dataclass(frozen=True, slots=True)
class _Finding:
    """A true sentence; `kind` and `about` keep the chosen ones apart; `weight` is a share of the hours, 0 to 1."""

    kind: str
    about: frozenset[int]
    weight: float
    sentence: str

    def says_the_same_as(self, other: _Finding) -> bool:
        """Whether both are of one kind, or single out the same phase."""
        same_phase = len(self.about) == 1 and self.about == other.about
        return self.kind == other.kind or same_phase


def headline_and_sentences(
    store: Store, project_id: int, now: datetime, span: NamedPeriod = ALL_TIME
) -> tuple[str | None, list[str]]:
    """Both, from facts that are read once."""
    facts = _facts(store, project_id, now, span)
    return _headline(facts), _sentences(facts)


def three_sentences(store: Store, project_id: int, now: datetime, span: NamedPeriod = ALL_TIME) -> list[str]:
    """At most three sentences on where the hours went, the most telling first; fewer, or none, for few facts."""
    return _sentences(_facts(store, project_id, now, span))


def headline(store: Store, project_id: int, now: datetime, span: NamedPeriod = ALL_TIME) -> str | None:
    """The hours against the plan and where most of them went; None where nothing is logged (in a span)."""
    return _headline(_facts(store, project_id, now, span))


def _sentences(facts: _Facts) -> list[str]:
    return [finding.sentence for finding in _most_telling(_findings(facts))]


def _headline(facts: _Facts) -> str | None:
    if not len(facts.log):
        return None
    if facts.attended_hours < LEAST_TOLD_HOURS:
        return _machine_only(facts)
    return f"{_total_words(facts)} {_biggest_words(facts)}".strip()


def _facts(store: Store, project_id: int, now: datetime, span: NamedPeriod = ALL_TIME) -> _Facts:
    """Read the facts of a project within a span; `NotFound` where there is none (any more)."""
    period = span.period
    log = log_within(store, project_id, now, period)  # before hours are asked for: they are added up from what was read
    return _Facts(
        project=store.projects.require(project_id),
        first_total=first_ranges(store.estimates.of_project(project_id)).get(None),
        actuals=phase_actuals(store, project_id, now, period=period),
        log=log,
        sessions=[session for session in store.sessions.sessions_of(project_id) if period.holds(session.started_at)],
        results=[result for result in store.results.of_project(project_id) if period.holds(result.logged_at)],
        span=span,
    )


def _machine_only(facts: _Facts) -> str:
    if facts.attended_hours + facts.unattended_hours < LEAST_TOLD_HOURS:
        return f"Less than a minute is logged {facts.span.words or 'so far'}."
    machine = f"{hours_words(facts.unattended_hours)} of machine time"
    return (
        f"{machine} {facts.span.words}, and no hours of your own."
        if facts.span.words
        else (f"{machine} so far, and no hours of your own yet.")
    )


def _total_words(facts: _Facts) -> str:
    hours, planned = hours_words(facts.attended_hours), facts.first_total
    if facts.span.words:
        of_all = f", of the {range_words(planned)} planned for the whole" if planned else ""
        return f"{hours} {facts.span.words}{of_all}."
    if planned is None:
        return f"{hours}, without a total planned." if facts.is_finished else f"{hours} so far."
    if facts.attended_hours > planned.high_hours:
        so_far = "" if facts.is_finished else " so far"
        return f"{hours}{so_far} instead of {range_words(planned)}."
    if not facts.is_finished:
        return f"{hours} so far of the {range_words(planned)} planned."
    if facts.attended_hours < planned.low_hours:
        return f"{hours} instead of {range_words(planned)}."
    return f"{hours}, inside the {range_words(planned)} planned."


def _biggest_words(facts: _Facts) -> str:
    capped = max(facts.actuals, key=lambda actual: actual.past_cap_hours)
    if capped.past_cap_hours >= LEAST_TOLD_HOURS:
        took = f"{capped.phase.name} took {hours_words(capped.attended_hours)} of them"
        return f"{took}, {past_cap_words(capped.past_cap_hours)}."
    longest = max(facts.actuals, key=lambda actual: actual.attended_hours)
    if len([actual for actual in facts.actuals if actual.attended_hours >= LEAST_TOLD_HOURS]) < 2:
        return f"All of them went into {longest.phase.name}."
    return f"{longest.phase.name} took the most, {hours_words(longest.attended_hours)}."


def _most_telling(findings: list[_Finding]) -> list[_Finding]:
    chosen: list[_Finding] = []
    for finding in sorted(findings, key=lambda f: -f.weight):
        if not any(finding.says_the_same_as(other) for other in chosen):
            chosen.append(finding)
    return chosen[:_MOST_SENTENCES]


def _findings(facts: _Facts) -> list[_Finding]:
    """Everything that can be said truly; empty before anything is logged."""
    writers = (_caps_passed, _overruns, _never_planned, _loops, _training, _lost_runs, _ranges_held, _longest, _alone)
    return [finding for writer in writers for finding in writer(facts)]


def _caps_passed(facts: _Facts) -> Iterator[_Finding]:
    for actual in facts.actuals:
        if actual.first_cap_hours is None or actual.past_cap_hours < LEAST_FOUND_HOURS:
            continue
        sentence = (
            f"{actual.phase.name} took {hours_words(actual.attended_hours)}, "
            f"{past_cap_words(actual.past_cap_hours, actual.first_cap_hours)}{_score_meanwhile(facts, actual)}."
        )
        # A cap was a promise: more telling than a range that the same hours have left.
        weight = 1.2 * max(actual.past_cap_hours, actual.past_range_hours) / facts.attended_hours
        yield _Finding("cap", frozenset({actual.phase.id}), weight, sentence)


def _overruns(facts: _Facts) -> Iterator[_Finding]:
    if facts.span.words:
        return  # the hours of a part of the time are no measure of a plan of the whole
    for actual in facts.actuals:
        if actual.first_range is None or actual.past_range_hours < LEAST_FOUND_HOURS:
            continue
        sentence = (
            f"{actual.phase.name} took {hours_words(actual.attended_hours)}, "
            f"{hours_words(actual.past_range_hours)} more than the {range_words(actual.first_range)} planned at first."
        )
        weight = actual.past_range_hours / facts.attended_hours
        yield _Finding("overrun", frozenset({actual.phase.id}), weight, sentence)


def _never_planned(facts: _Facts) -> Iterator[_Finding]:
    if not any(actual.first_range for actual in facts.actuals):
        return  # nothing was planned by phase, so no phase stands out for that
    for actual in facts.actuals:
        if actual.first_range is not None or actual.attended_hours < LEAST_FOUND_HOURS:
            continue
        sentence = f"{actual.phase.name} had no hours in the plan and took {hours_words(actual.attended_hours)}."
        weight = actual.attended_hours / facts.attended_hours
        yield _Finding("unplanned", frozenset({actual.phase.id}), weight, sentence)


def _loops(facts: _Facts) -> Iterator[_Finding]:
    actuals = {actual.phase.id: actual for actual in facts.actuals}
    visits = visits_of(facts.log)
    positions = {phase_id: actual.phase.position for phase_id, actual in actuals.items()}
    most = most_frequent_return(visits, positions)
    if most is None:
        return
    later, earlier, times = most
    both = actuals[later].attended_hours + actuals[earlier].attended_hours
    way = f"{actuals[later].phase.name} back to {actuals[earlier].phase.name}"
    sentence = (
        f"You went from {way} {count_words(times, 'time')}; "
        f"the two together took {hours_words(both)}, {share_words(both, facts.attended_hours)} of all your hours."
    )
    weight = both / facts.attended_hours * times / (times + 3)
    yield _Finding("loop", frozenset({later, earlier}), weight, sentence)


def _training(facts: _Facts) -> Iterator[_Finding]:
    scored = [(session, score) for session in facts.sessions if (score := session.score_of("delivered"))]
    if not scored:
        return
    metric = scored[-1][1].metric
    of_metric = [pair for pair in scored if pair[1].metric == metric]
    table = main_table([session.table for session, _ in of_metric])
    session, delivered = _best([pair for pair in of_metric if pair[0].table == table])
    named = _best_of_words(facts.sessions, table)
    sentence = f"{named} reached {_score_with_metric(delivered)}{_beside(session)}."
    yield _Finding("training", frozenset(), 0.15, sentence)


def _lost_runs(facts: _Facts) -> Iterator[_Finding]:
    ended = [session for session in facts.sessions if session.state is not SessionState.RUNNING]
    lost = [session for session in ended if session.score_of("delivered") is None]
    if not lost:
        return
    hours = sum(session.used_s or 0.0 for session in lost) / 3600
    sentence = (
        f"{len(lost)} of {count_words(len(ended), 'training session')} ended without a scored model, "
        f"after {hours_words(hours)} of machine time."
    )
    yield _Finding("lost", frozenset(), 0.25 * len(lost) / len(ended), sentence)


def _ranges_held(facts: _Facts) -> Iterator[_Finding]:
    over = [actual for actual in facts.actuals if actual.is_over]
    ranged = [actual for actual in over if actual.first_range and actual.attended_hours > 0]
    if facts.span.words or not facts.is_finished or len(ranged) < _LEAST_RANGES:
        return
    held = sum(actual.first_range is not None and actual.first_range.holds(actual.attended_hours) for actual in ranged)
    sentence = f"{held} of your {len(ranged)} ranges held the hours that the phase took; 8 of 10 should."
    yield _Finding("ranges", frozenset(), 0.1, sentence)


def _longest(facts: _Facts) -> Iterator[_Finding]:
    worked = [actual for actual in facts.actuals if actual.attended_hours > 0]
    if len(worked) < 2:
        return
    longest = max(worked, key=lambda actual: actual.attended_hours)
    sentence = (
        f"{longest.phase.name} took the most: {hours_words(longest.attended_hours)} of "
        f"{hours_words(facts.attended_hours)}, {share_words(longest.attended_hours, facts.attended_hours)}."
    )
    weight = 0.3 * longest.attended_hours / facts.attended_hours
    yield _Finding("longest", frozenset({longest.phase.id}), weight, sentence)


def _alone(facts: _Facts) -> Iterator[_Finding]:
    if facts.unattended_hours < LEAST_FOUND_HOURS:
        return
    sentence = (
        f"The machine worked {hours_words(facts.unattended_hours)} alone, "
        f"beside {hours_words(facts.attended_hours)} of your own."
    )
    yield _Finding("alone", frozenset(), 0.08, sentence)


def _score_meanwhile(facts: _Facts, actual: PhaseActual) -> str:
    """Whether a better score was logged between the cap and the phase's end; silent without one to compare with."""
    scores = _best_at_cap_and_end(facts, actual)
    if scores is None:
        return ""
    metric, old, new = scores
    if old == new:
        return f"; the best score ({metric_words(metric)} {score_number(old)}) did not move in that time"
    return f"; the best {metric_words(metric)} went from {score_number(old)} to {score_number(new)} in that time"


def _best_at_cap_and_end(facts: _Facts, actual: PhaseActual) -> tuple[str, float, float] | None:
    """The metric scored last before a phase reached its cap, and its best score by then and by the phase's end."""
    log = facts.log_of(actual.phase.id)
    reached = cap_reached_at(log, max(0.0, (actual.first_cap_hours or 0.0) - actual.before_hours))
    before = [result for result in facts.results if reached is not None and result.logged_at <= reached]
    if reached is None or not before:
        return None
    metric = before[-1].metric
    sessions = {session.id: session for session in facts.sessions}
    of_one = of_one_table([result for result in facts.results if result.metric == metric], sessions)
    by_then = [result.value for result in of_one if result.logged_at <= reached]
    if not by_then:
        return None
    ended = at_ms(log.stops_ms[log.attended & ~log.running].max())
    by_end = [result.value for result in of_one if result.logged_at <= ended]
    return metric, best_of(metric, by_then), best_of(metric, by_end)


def _best(scored: list[tuple[TrainingSession, Score]]) -> tuple[TrainingSession, Score]:
    """The best session of those on one metric and one table."""
    sign = -1 if lower_is_better(scored[0][1].metric) else 1
    return max(scored, key=lambda pair: sign * pair[1].value)


def _best_of_words(sessions: Sequence[TrainingSession], table: str | None) -> str:
    """Of how many; where there are several tables, of those on the one."""
    alike = [session for session in sessions if session.table == table]
    on = f" on {alike[-1].data_words}" if {session.table for session in sessions if session.scores} - {table} else ""
    count = len(alike) if on else len(sessions)
    return f"The training session{on}" if count == 1 else f"The best of {count} training sessions{on}"


def _score_with_metric(score: Score) -> str:
    return f"{metric_words(score.metric)} {score_number(score.value)}"


def _beside(session: TrainingSession) -> str:
    benchmark = session.score_of("benchmark")
    return f", its benchmark {score_number(benchmark.value)}" if benchmark else ""

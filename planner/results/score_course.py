"""The results of a project as the rule to call it sees them: after how many hours, by a trained model or a baseline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from model.protocol.events import Stage
from planner.domain.gains import metric_key, metric_of, results_in
from planner.domain.log_columns import LogColumns
from planner.domain.moment_to_call import ScoreSeries, Try, usual_gain
from planner.domain.one_table import left_out_words, of_one_table
from planner.domain.project import Project
from planner.domain.results import Result, best_of
from planner.domain.training import TrainingSession
from planner.store import Store

_BASELINE_WORDS = frozenset({"baseline", "baselines", "benchmark", "dummy", "majority", "chance", "random"})


@dataclass(frozen=True, slots=True)
class ScoreCourse:
    """A series with what stands behind it.

    results: in the metric that counts and on one table, one for each try of the series. left_out: what is said of those
    on other tables. sessions: by id. all_hours: those of machines
    among them, until each result. named: whether the person wrote down what an hour must bring. is_of_target: whether
    the metric is that of the target, where there is one.
    """

    course: ScoreSeries
    results: Sequence[Result]
    sessions: Mapping[str, TrainingSession]
    all_hours: Sequence[float]
    named: bool
    is_of_target: bool
    left_out: str = ""

    def session(self, place: int) -> TrainingSession | None:
        """The session that brought a result; None where it was logged by hand."""
        return self.sessions.get(self.results[place].session_id or "")


def score_course(
    store: Store, project: Project, log: LogColumns, now: datetime, until: datetime | None = None
) -> ScoreCourse | None:
    """What was scored until an instant (all of it by default), in the target's metric; None before anything was.

    Where nothing is scored in the target's metric, the one of most results counts, without a target: it cannot be met.
    log: of the project. Hours are counted until it was finished, else until `now`.
    """
    logged = [result for result in store.results.of_project(project.id) if until is None or result.logged_at < until]
    target_metric = metric_key(project.target.metric) if project.target else None
    metric = target_metric if target_metric and results_in(target_metric, logged) else metric_of(None, logged)
    sessions = {session.id: session for session in store.sessions.sessions_of(project.id)}
    every = results_in(metric, logged) if metric else []
    results = of_one_table(every, sessions)
    if not metric or not results:
        return None
    series = ScoreSeries(
        metric,
        _tries(results, log, sessions, store.sessions.continued()),
        log.hours_before(min(project.finished_at or now, until or now), only_attended=True),
        project.stop.gain_per_hour or usual_gain(results[0].value),
        project.target.value if project.target and metric == target_metric else None,
    )
    all_hours = [log.hours_before(result.logged_at) for result in results]
    named = project.stop.gain_per_hour is not None
    others = [result for result in every if result not in results]
    left_out = left_out_words(_of(results, sessions), _of(others, sessions))
    is_of_target = target_metric is None or metric == target_metric
    return ScoreCourse(series, results, sessions, all_hours, named, is_of_target, left_out)


def standing_best(store: Store, project_id: int, metric: str) -> float | None:
    """The best value of a metric (its key) whose model still stands; None where nothing was scored in it."""
    sessions = {session.id: session for session in store.sessions.sessions_of(project_id)}
    results = of_one_table(results_in(metric, store.results.of_project(project_id)), sessions)
    continued = store.sessions.continued()
    gone = {
        former
        for place, result in enumerate(results)
        for former in _replaced(result, results[:place], sessions, continued)
    }
    values = [result.value for place, result in enumerate(results) if place not in gone]
    return best_of(metric, values) if values else None


def benchmark_in(metric: str, session: TrainingSession | None) -> float | None:
    """What a session's benchmark reached in a metric; None where it had none."""
    score = session.score_of("benchmark") if session else None
    return score.value if score and metric_key(score.metric) == metric else None


def trained_a_network(session: TrainingSession) -> bool:
    """Whether a session got as far as a network: it trained one, or delivered another model than its benchmark.

    One that was cut short before that has delivered the n-gram model alone, which is the benchmark itself.
    """
    train = next((stage for stage in session.stages if stage.stage == Stage.TRAIN), None)
    if train is not None and train.used_s:
        return True
    delivered, benchmark = (_weights(session, model) for model in ("delivered", "benchmark"))
    if delivered and benchmark:
        return delivered != benchmark
    return train is None  # of a session without stages nothing else is known


def _of(results: Sequence[Result], sessions: Mapping[str, TrainingSession]) -> list[TrainingSession]:
    return [session for result in results if (session := sessions.get(result.session_id or ""))]


def _tries(
    results: Sequence[Result],
    log: LogColumns,
    sessions: Mapping[str, TrainingSession],
    continued: Mapping[str, str],
) -> list[Try]:
    return [
        Try(
            log.hours_before(result.logged_at, only_attended=True),
            result.value,
            _is_of_model(result, place, sessions),
            frozenset(_replaced(result, results[:place], sessions, continued)),
        )
        for place, result in enumerate(results)
    ]


def _is_of_model(result: Result, place: int, sessions: Mapping[str, TrainingSession]) -> bool:
    """Of a result by hand: whether it has one before it to stand beside, and its note does not call it a baseline."""
    session = sessions.get(result.session_id or "")
    if session is not None:
        return trained_a_network(session)
    return place > 0 and not _BASELINE_WORDS & set(re.findall(r"[a-z]+", result.note.casefold()))


def _replaced(
    result: Result, before: Sequence[Result], sessions: Mapping[str, TrainingSession], continued: Mapping[str, str]
) -> list[int]:
    """Places of the results whose model this one took the place of: it went on from it, or scored its weights again."""
    session = sessions.get(result.session_id or "")
    if session is None:
        return []
    former, weights = continued.get(session.id), _weights(session)
    return [
        place
        for place, earlier in enumerate(before)
        if earlier.session_id is not None
        and (earlier.session_id == former or (weights and weights == _weights(sessions.get(earlier.session_id))))
    ]


def _weights(session: TrainingSession | None, model: str = "delivered") -> str | None:
    score = session.score_of(model) if session else None
    return score.weights_sha256 if score else None

"""The learning curve: whole trainings of rising length, and what they say of twice the time of the longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.judging.learning_curve import (
    LEAST_POINTS,
    LearningCurve,
    Rung,
    cannot_tell,
    ended_early,
    measure_curve,
)
from model.protocol.config import LEAST_CURVE_BOX_S
from model.protocol.events import Stage
from model.protocol.timebox import StageWindow
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.curve_point import CHECKS, point_learner, point_sets
from model.session.early_stop import WhyEarly
from model.session.elsewhere import Nowhere
from model.session.point_desk import WantedPoint
from model.session.smoke_stage import Trial
from model.session.train_stages import PlannedTraining, say_plan, schedule_now
from model.training.ladder import count_rungs
from model.training.plan import LEAST_STEPS, Measured, TrainingPlan, choose_plan
from model.training.training_set import TrainingTime

MOST_BOX_SHARE = 0.15
RUNGS = (1, 2, 4)  # times the shortest budget, which is 1/48 of the training after them
_OF_TRAINING = 48
_SMALLER = (1.0, 0.85, 0.7, 0.55, 0.4)  # tried in turn, where the whole does not fit
_MOST_TRAINING_SHARE = 0.25  # of the time left to train in: where little is left, it is not for short
_LEAST_RUNG_S = 0.5
_FRESH_S = 1.5  # building and tracing a new network, on a busy machine


@dataclass(frozen=True, slots=True)
class RungPlan:
    """One short training: its plan, and the seconds that all of it may take, its own benchmark included."""

    plan: TrainingPlan
    budget_s: float
    cost_s: float


@dataclass(frozen=True, slots=True)
class ShortTrainings:
    """What was trained before the main training; or why nothing was, as the end of a sentence."""

    rungs: tuple[Rung, ...] = ()
    why_not: str = ""

    @property
    def points_wanted(self) -> int:
        """How many more trainings the curve needs; none where there will be no curve."""
        return 0 if self.why_not else max(0, LEAST_POINTS - len(self.rungs))


def plan_rungs(measured: Measured, time_s: float, most_s: float, *, benchmark_s: float) -> tuple[RungPlan, ...]:
    """The short trainings that come out of `time_s` seconds of training, within `most_s`; none where it is too little.

    `benchmark_s` is what the benchmark took on all rows: one on fewer rows takes as much less.
    """
    for share in _SMALLER:
        shortest_s = share * time_s / (_OF_TRAINING + sum(RUNGS))
        rungs = tuple(_plan_rung(measured, times * shortest_s, benchmark_s) for times in RUNGS)
        if shortest_s < _LEAST_RUNG_S or _steps(rungs[0].plan) < LEAST_STEPS:
            return ()
        if sum(rung.cost_s for rung in rungs) <= most_s:
            return rungs
    return ()


def _plan_rung(measured: Measured, budget_s: float, benchmark_s: float) -> RungPlan:
    plan = choose_plan(measured, budget_s, checks=CHECKS)
    share = plan.rows / measured.rows
    fit_s = 1.0 + share * benchmark_s if share < 1 else 0.0
    return RungPlan(plan, budget_s, budget_s + _FRESH_S + measured.score_s + fit_s)


def _steps(plan: TrainingPlan) -> float:
    return plan.rows * plan.epochs / plan.batch_size


def run_curve(
    context: Context,
    fitted: FittedBenchmark,
    trial: Trial,
    schedule: PlannedTraining,
    elsewhere: Nowhere | None = None,
) -> tuple[PlannedTraining, ShortTrainings]:
    """Train short rungs where the box allows it; the schedule of what is left for the main training afterwards.

    Where the ladder of the main training has rungs enough of its own, none are needed. Hands `elsewhere` are looked
    after meanwhile.
    """
    why_not = why_no_curve(context)
    if why_not:
        return schedule, ShortTrainings(why_not=why_not)
    if count_rungs(schedule.plan.epochs) >= LEAST_POINTS:
        with context.log.stage(Stage.LEARNING_CURVE) as stage:
            stage.summary = "taken from the trainings themselves, each longer than the one before"
        return schedule, ShortTrainings()
    plans = _plan_within_box(context, schedule)
    if not plans:
        return schedule, ShortTrainings(why_not="the trial trainings would have taken more than 15 % of the box")
    measured, reserve_s = schedule.measured, schedule.reserve_s
    curve_s = sum(plan.cost_s for plan in plans)
    say_plan(context, schedule_now(context, measured, reserve_s, curve_s=curve_s), curve_s=curve_s)
    short = _train_short(context, fitted, trial, plans, elsewhere or Nowhere())
    left = schedule_now(context, measured, reserve_s)
    say_plan(context, left)
    return left, short


def _plan_within_box(context: Context, schedule: PlannedTraining) -> tuple[RungPlan, ...]:
    """The short trainings that come out of the time of the main one, within their share of the box; or none."""
    left_s = context.box.left_s(schedule.reserve_s)
    most_s = min(MOST_BOX_SHARE * context.box.timebox_s, _MOST_TRAINING_SHARE * left_s)
    time_s = min(left_s, schedule.plan.train_s * (1 + sum(RUNGS) / _OF_TRAINING))
    return plan_rungs(schedule.measured, time_s, most_s, benchmark_s=_benchmark_s(context))


def why_no_curve(context: Context) -> str:
    """Why such a session draws none, as the end of a sentence; empty where it does."""
    if context.box.timebox_s < LEAST_CURVE_BOX_S:
        return "a box of less than 5 minutes is too short to measure it"
    if context.choices.epochs is not None:
        return "the number of epochs was given"
    return "the training began from weights that were good already" if context.order.continue_from else ""


def _benchmark_s(context: Context) -> float:
    return sum(use.used_s for use in context.log.stages if use.stage is Stage.BENCHMARK)


def _train_short(
    context: Context, fitted: FittedBenchmark, trial: Trial, plans: tuple[RungPlan, ...], elsewhere: Nowhere
) -> ShortTrainings:
    """All rungs in their time, each ending when its own is over; those that there was no time for are left out."""
    with context.log.stage(Stage.LEARNING_CURVE) as stage:
        ends_s = context.box.elapsed_s() + MOST_BOX_SHARE * context.box.timebox_s  # a slow machine gets no more
        elsewhere.points.want(_wanted(context, plans))
        here: dict[int, Rung] = {}
        while not context.should_stop() and (point := elsewhere.next_point(ends_s)) is not None:
            if context.box.until_s(ends_s)() < point.cost_s - _FRESH_S:
                continue
            rung = _train_rung(context, fitted, trial, point, ends_s=ends_s, elsewhere=elsewhere)
            if not context.should_stop():  # cut off in the middle, it is no whole training
                here[point.place] = rung
        elsewhere.leave_points()
        every = here | elsewhere.points.came
        rungs = [every[place] for place in sorted(every)]
        stage.summary = _summary(rungs)
    stopped = "it was stopped before the trial trainings were done" if context.should_stop() else ""
    return ShortTrainings(tuple(rungs), stopped)


def _wanted(context: Context, plans: Sequence[RungPlan]) -> list[WantedPoint]:
    """The rungs as they are given out, each with a seed of its own."""
    first = context.choices.seed + 1
    return [
        WantedPoint(place, first + place, rung.plan, rung.budget_s, rung.cost_s) for place, rung in enumerate(plans)
    ]


def _summary(rungs: list[Rung]) -> str:
    if not rungs:
        return "no trial training was done"
    seconds = ", ".join(f"{rung.train_s:.0f}" for rung in rungs)
    return f"whole trainings of {seconds} s, to tell what twice the time would bring"


def _train_rung(
    context: Context,
    fitted: FittedBenchmark,
    trial: Trial,
    point: WantedPoint,
    *,
    ends_s: float,
    elsewhere: Nowhere,
) -> Rung:
    """A new network with its own seed, from the first step to a learning rate of zero."""
    plan, box, choices, encoded = point.plan, context.box, context.choices, trial.encoded
    sets = point_sets(
        encoded,
        fitted,
        plan.rows,
        seed=choices.seed,
        metric=choices.metric,
        recipe=fitted.model.recipe,
        time_left_s=box.until_s(ends_s),
    )
    learner = point_learner(
        encoded, sets, metric=choices.metric, seed=point.seed, batch_size=plan.batch_size, compiled=context.compiled
    )
    begun_s, begun_awake_s = box.elapsed_s(), box.awake_s()
    span = StageWindow(box.clock, begun_s, begun_s + point.budget_s)
    length = TrainingTime(
        plan.rows,
        lambda: 1.0 if context.should_stop() else span.share_elapsed(),
        epochs=plan.epochs if plan.is_capped else None,
        validate_every_share=1 / CHECKS,
    )
    outcome = learner.train(length, on_progress=lambda progress: elsewhere.look())
    probabilities = sets[2].decision.probabilities(outcome.best.logits)
    return Rung(box.awake_s() - begun_awake_s, plan.rows, outcome.epochs, probabilities)


def draw_curve(
    context: Context, fitted: FittedBenchmark, short: ShortTrainings, rungs: Sequence[Rung], why_early: WhyEarly
) -> LearningCurve:
    """The curve through the short trainings and those of the ladder, and what twice the longest one's time would bring.

    `rungs` are the ladder's, rising; empty where no network was trained.
    """
    if not rungs:
        return LearningCurve(cannot_tell(short.why_not or "no network was trained"))
    if short.why_not and not why_early.reason:
        return LearningCurve(cannot_tell(short.why_not))
    metric, labels, thresholds = context.choices.metric, fitted.data.validation.labels, fitted.model.decision.thresholds
    curve = measure_curve([*short.rungs, *rungs], labels, metric, thresholds=thresholds, seed=context.choices.seed)
    if not why_early.reason:
        return curve
    return LearningCurve(ended_early(why_early.reason, stalled=why_early.no_longer_helps), curve.points)

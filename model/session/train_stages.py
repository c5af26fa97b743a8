"""Measure the speed of this machine on these texts, and choose the rows x epochs that fit before the final check."""

from __future__ import annotations

from dataclasses import dataclass

from model.events import Kind, Stage
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.smoke_stage import Trial
from model.session.suspects_stage import needed_s
from model.training.plan import Measured, TrainingPlan, choose_plan, proof_reserve_s

CALIBRATE_SHARE = 0.08  # of the box
LEAST_BOX_FOR_SUSPECTS_S = 45.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is planned, and when training ends in elapsed seconds, should the passes planned not be done before."""

    plan: TrainingPlan
    ends_s: float
    measured: Measured
    reserve_s: float  # kept for the final check


def run_calibrate(context: Context, fitted: FittedBenchmark, trial: Trial) -> Schedule | None:
    """Measure seconds per step and choose the schedule; None where no training fits before the final check."""
    box, learner = context.box, trial.learner
    with context.diary.stage(Stage.CALIBRATE) as stage:
        speed = learner.measure_speed(time_left_s=box.until_s(box.elapsed_s() + CALIBRATE_SHARE * box.timebox_s))
        share = len(fitted.data.held_out) / max(1, len(fitted.data.validation))
        reserve_s = proof_reserve_s(trial.times, speed.score_s, share) + _suspects_s(context, fitted)
        rows = len(fitted.data.train)
        measured = Measured(rows, learner.batch_size, learner.epoch_s(speed), speed.score_s)
        schedule = schedule_now(context, measured, reserve_s)
        if not schedule.plan.is_worth_it:
            context.diary.warn("There is no time left to train in this box: what is saved already is delivered.")
            return None
        stage.summary = f"{schedule.plan.rows:,} rows for about {schedule.plan.epochs:.1f} epochs fit"
    say_plan(context, schedule)
    return schedule


def _suspects_s(context: Context, fitted: FittedBenchmark) -> float:
    """What a look for wrong labels takes at the end; a short box has more use for it in training."""
    return needed_s(fitted) if context.box.timebox_s >= LEAST_BOX_FOR_SUSPECTS_S else 0.0


def schedule_now(context: Context, measured: Measured, reserve_s: float, *, curve_s: float = 0.0) -> Schedule:
    """The training that fits from now on, with `curve_s` seconds kept for the learning curve before it."""
    box = context.box
    plan = choose_plan(measured, box.left_s(reserve_s + curve_s), epochs=context.config.epochs)
    return Schedule(plan, box.elapsed_s() + box.left_s(reserve_s), measured, reserve_s)


def say_plan(context: Context, schedule: Schedule, *, curve_s: float = 0.0) -> None:
    """Tell what is planned from now on."""
    curve = {Stage.LEARNING_CURVE: curve_s} if curve_s else {}
    stages_s = {**curve, Stage.TRAIN: schedule.plan.train_s, Stage.PROVE: schedule.reserve_s}
    context.diary.plan(stages_s)
    context.diary.say(
        Kind.PLANNED,
        rows=schedule.plan.rows,
        epochs=schedule.plan.epochs,
        batch_size=schedule.plan.batch_size,
        predicted_end_unix=context.box.clock.unix() + sum(stages_s.values()),
        stages=stages_s,
    )

"""Measure the speed of this machine on these texts, and choose the rows x epochs that fit before the final check."""

from __future__ import annotations

from dataclasses import dataclass

from model.protocol.events import Stage, TrainingPlanned
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.proofs import proven_rows
from model.session.smoke_stage import Trial
from model.training.lately import Way
from model.training.plan import Measured, TrainingPlan, choose_plan, proof_reserve_s

CALIBRATE_SHARE = 0.08  # of the box
JUDGE_S = 2.0  # before it was measured


@dataclass(frozen=True, slots=True)
class PlannedTraining:
    """What is planned, and when training ends in elapsed seconds, should the passes planned not be done before.

    So it looked when it was planned: while training goes on, `ends_now_s` follows the machine.
    """

    plan: TrainingPlan
    ends_s: float
    measured: Measured
    reserve_s: float  # kept for the final check


def run_calibrate(context: Context, fitted: FittedBenchmark, trial: Trial) -> PlannedTraining | None:
    """Measure seconds per step and choose the schedule; None where no training fits before the final check."""
    box, learner = context.box, trial.learner
    with context.log.stage(Stage.CALIBRATE) as stage:
        speed = learner.measure_speed(time_left_s=box.until_s(box.elapsed_s() + CALIBRATE_SHARE * box.timebox_s))
        _note_ways(context, fitted, trial, speed.score_s)
        reserve_s = reserve_now_s(context)
        rows = len(fitted.data.train)
        measured = Measured(rows, learner.batch_size, learner.epoch_s(speed), speed.score_s)
        schedule = schedule_now(context, measured, reserve_s)
        if not schedule.plan.is_worth_it:
            context.log.warn("There is no time left to train in this box: what is saved already is delivered.")
            return None
        stage.summary = f"{schedule.plan.rows:,} rows for about {schedule.plan.epochs:.1f} epochs fit"
    say_plan(context, schedule)
    return schedule


def _note_ways(context: Context, fitted: FittedBenchmark, trial: Trial, score_s: float) -> None:
    """What the ways to the end take, as far as it is known before any training: the test run labelled a few texts."""
    lately, measured = context.lately, context.measured
    validation = fitted.data.validation.texts
    text_s = score_s / max(1, len(validation))
    lately.note(Way.START, measured.get("fresh_start_s", measured.get("start_s", 0.0)))
    lately.note(Way.SAVE, trial.times.save_s)
    lately.note(Way.LABEL, trial.times.reload_s + text_s * len(proven_rows(validation)))
    lately.note(Way.HELD_OUT, measured.get("counted_s", 0.0) + text_s * len(fitted.data.held_out))
    lately.note(Way.SCORE, score_s)
    lately.further_s = text_s * len(proven_rows(validation))
    lately.note(Way.JUDGE, measured.get("judge_s", JUDGE_S))


def reserve_now_s(context: Context) -> float:
    """Seconds to keep for the final check, by what its parts have taken lately.

    The fresh process and this one label at the same time; where there is one processor, one after the other.
    """
    save_s, there_s, here_s, judge_s = map(context.lately.now_s, (Way.SAVE, Way.LABEL, Way.HELD_OUT, Way.JUDGE))
    return proof_reserve_s(save_s, there_s + here_s, judge_s)


def ends_now_s(context: Context) -> float:
    """Elapsed seconds at which training has to end for the final check to be done in the box, as it looks now."""
    return context.box.work_end_s - reserve_now_s(context)


def schedule_now(context: Context, measured: Measured, reserve_s: float, *, curve_s: float = 0.0) -> PlannedTraining:
    """The training that fits from now on, with `curve_s` seconds kept for the learning curve before it."""
    box = context.box
    plan = choose_plan(measured, box.left_s(reserve_s + curve_s), epochs=context.choices.epochs)
    return PlannedTraining(plan, box.elapsed_s() + box.left_s(reserve_s), measured, reserve_s)


def say_plan(context: Context, schedule: PlannedTraining, *, curve_s: float = 0.0) -> None:
    """Tell what is planned from now on."""
    curve = {Stage.LEARNING_CURVE: curve_s} if curve_s else {}
    stages_s = {**curve, Stage.TRAIN: schedule.plan.train_s, Stage.PROVE: schedule.reserve_s}
    context.log.plan(stages_s)
    plan, ends_unix = schedule.plan, context.box.clock.unix() + sum(stages_s.values())
    named_s: dict[str, float | None] = {stage.value: seconds for stage, seconds in stages_s.items()}
    context.log.emit(TrainingPlanned(plan.rows, plan.epochs, plan.batch_size, ends_unix, named_s))

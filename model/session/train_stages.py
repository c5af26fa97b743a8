"""Measure speed, choose rows x epochs that fit, and train by the clock, with usable models saved on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psutil

from model.artifact import Delivered, save_model
from model.events import Kind, Stage
from model.plan import Measured, TrainingPlan, choose_plan, proof_reserve_s
from model.progress import Progress, TrainingOutcome, Validation
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context, provenance
from model.session.smoke_stage import Trial
from model.timebox import Span

CALIBRATE_SHARE = 0.08  # of the box
LEAST_BETWEEN_SAVES_S = 5.0
SAVES_SHARE = 0.05  # of the training time at most
MOST_REPORTS = 600
VALIDATE_EVERY_SHARE = 0.08


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
        reserve_s = proof_reserve_s(trial.times, speed.score_s, share)
        rows = len(fitted.data.train)
        measured = Measured(rows, learner.batch_size, learner.epoch_s(speed), speed.score_s)
        schedule = schedule_now(context, measured, reserve_s)
        if not schedule.plan.is_worth_it:
            context.diary.warn("There is no time left to train a network in this box: the benchmark is delivered.")
            return None
        stage.summary = f"{schedule.plan.rows:,} rows for about {schedule.plan.epochs:.1f} epochs fit"
    say_plan(context, schedule)
    return schedule


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


def run_train(context: Context, fitted: FittedBenchmark, trial: Trial, schedule: Schedule) -> TrainingOutcome:
    """Train until the planned end, or a short decay after stop and keep was asked for."""
    with context.diary.stage(Stage.TRAIN) as stage:
        span = Span(context.box.clock, context.box.elapsed_s(), schedule.ends_s - schedule.measured.score_s)
        reporter = _Reporter(context, fitted, trial, schedule.plan.train_s)
        outcome = trial.learner.train(
            epochs=schedule.plan.epochs if schedule.plan.is_capped else None,
            rows=schedule.plan.rows,
            share_elapsed=span.share_elapsed,
            should_stop=context.should_stop,
            ends_when_stalled=context.config.epochs is None,
            on_progress=reporter.progress,
            on_validation=reporter.validation,
            validate_every_share=VALIDATE_EVERY_SHARE,
        )
        stage.summary = f"{outcome.epochs:.1f} epochs" + (", stopped as asked" if outcome.stopped else "")
        return outcome


class _Reporter:
    """Tells how training goes, and saves whole models that `predict` can use on the way."""

    def __init__(self, context: Context, fitted: FittedBenchmark, trial: Trial, train_s: float) -> None:
        self._context, self._fitted, self._trial = context, fitted, trial
        self._process = psutil.Process()
        self._every_s = max(0.5, train_s / MOST_REPORTS)
        self._save_every_s = max(LEAST_BETWEEN_SAVES_S, trial.times.save_s / SAVES_SHARE)
        self._said_s = self._saved_s = context.box.elapsed_s()
        self._can_save = True
        self._last: Progress | None = None

    def progress(self, progress: Progress) -> None:
        """Tell of a step, a few times a second at most."""
        self._last = progress
        if self._context.box.elapsed_s() - self._said_s >= self._every_s:
            self._say(progress, None)

    def validation(self, validation: Validation) -> None:
        """Tell the score of the model as it would be delivered now, and save it when some time has passed."""
        if self._last is not None:
            self._say(self._last, validation.scores.get(self._context.config.metric))
        if self._can_save and self._context.box.elapsed_s() - self._saved_s >= self._save_every_s:
            self._save()
            self._saved_s = self._context.box.elapsed_s()

    def _say(self, progress: Progress, score: float | None) -> None:
        self._said_s = self._context.box.elapsed_s()
        self._context.diary.say(
            Kind.PROGRESS,
            epoch=progress.epoch,
            epochs=progress.epochs,
            step=progress.step,
            steps=progress.steps,
            loss=progress.loss,
            score=score,
            learning_rate=progress.learning_rate,
            examples_per_s=progress.examples_per_s,
            memory_mb=self._process.memory_info().rss / 2**20,
        )

    def _save(self) -> None:
        """A failed save costs the checkpoint, not the session: the model saved before is whole."""
        try:
            saved = save_delivered(self._context, self._fitted, self._trial)
        except OSError as error:
            self._can_save = False
            self._context.diary.warn(f"A checkpoint could not be saved ({error.strerror}); training goes on.")
        else:
            self._context.diary.say(Kind.SAVED, what="checkpoint", weights_sha256=saved)


def save_delivered(context: Context, fitted: FittedBenchmark, trial: Trial) -> str:
    """Save the model as it would be delivered now; the hash of its weights."""
    network = trial.learner.deliver().network
    saved = save_model(
        context.folder,
        delivered_with(fitted, trial, network),
        scores={},
        provenance=provenance(context, fitted.data.sha256),
    )
    return str(saved.weights_sha256)


def delivered_with(fitted: FittedBenchmark, trial: Trial, network: Any) -> Delivered:
    """The benchmark with the network on top of it, or alone where validation says that the network does not help."""
    if network is None:
        return fitted.delivered()
    return Delivered(fitted.data.classes, fitted.model, trial.vocabulary, network, trial.max_tokens)

"""The network's stages: test run, batch, speed, learning curve, train; each left out where there is no time for it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from model.folder.artifact import read_model
from model.protocol.errors import ModelError
from model.protocol.result import FurtherTraining, HandWork
from model.session.batch_stage import run_batch
from model.session.context import Context
from model.session.curve_stage import ShortTrainings, run_curve, why_no_curve
from model.session.delivery import as_it_is, best_so_far
from model.session.early_stop import NOTHING_TRAINED, WhyEarly, why_early
from model.session.elsewhere import Elsewhere, Nowhere
from model.session.further_stage import begin_members, wants_further
from model.session.ladder_stage import run_train
from model.session.prepare import Beginning
from model.session.proofs import Proofs, ToProve
from model.session.resume import (
    Standing,
    forget_current,
    keep_best,
    keep_members,
    keep_session,
    load_best,
    load_current,
    load_members,
)
from model.session.smoke_stage import Trial, is_late, least_end_s, new_trial, run_smoke
from model.session.train_stages import PlannedTraining, run_calibrate
from model.session.training_runs import TrainingRuns
from model.training import progress
from model.training.ladder import RungLength
from model.training.training_set import Snapshot


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of the network's stages: the model to deliver, the trainings, and why they ended early if they did."""

    delivered: ToProve
    runs: TrainingRuns
    short: ShortTrainings
    early: WhyEarly
    rows: int = 0
    batch_size: int = 0
    further: tuple[FurtherTraining, ...] = ()
    hands: tuple[HandWork, ...] = ()


@dataclass(frozen=True, slots=True)
class _Start:
    """Where training goes on from: weights that are best so far, those of the training under way, and how far it is."""

    best: Snapshot | None = None
    current: Snapshot | None = None
    standing: Standing | None = None
    is_continued: bool = False
    members: tuple[progress.Trained, ...] = ()


def train_network(context: Context, beginning: Beginning, proofs: Proofs) -> Trained:
    """The network on top of the benchmark where time, the test run and validation allow it."""
    trial = None if _is_over(context) else _trial(context, beginning, proofs)
    if trial is None:
        return Trained(_saved_so_far(context, beginning), TrainingRuns(), ShortTrainings(), NOTHING_TRAINED)
    start = _start(context, beginning, trial)
    schedule = _schedule(context, beginning, trial)
    if start.best is not None:
        trial.learner.begin_from(start.best)
    begin_members(context, trial, start.members)
    if start.is_continued:
        _keep_for_later(context, trial)  # should this box end before it trains, the next goes on from the same weights
    if schedule is None or context.should_stop():
        return _without_training(context, beginning, trial, start)
    return _train(context, beginning, trial, schedule, start, proofs=proofs)


def _without_training(context: Context, beginning: Beginning, trial: Trial, start: _Start) -> Trained:
    """No time is left for a training, or none is wanted: what lies there is delivered, that of hands included."""
    elsewhere = _elsewhere(context, beginning, trial, None)
    elsewhere.finish(lambda: False)
    before = TrainingRuns(list(start.standing.done) if start.standing else [], further=elsewhere.further)
    delivered, further = _delivered(context, beginning, trial), _further(trial, before)
    work = elsewhere.work(further)
    return Trained(delivered, before, ShortTrainings(), NOTHING_TRAINED, further=further, hands=work)


def _train(
    context: Context, beginning: Beginning, trial: Trial, schedule: PlannedTraining, start: _Start, *, proofs: Proofs
) -> Trained:
    fitted, short = beginning.fitted, ShortTrainings(why_not=why_no_curve(context))
    elsewhere = _elsewhere(context, beginning, trial, schedule)
    if start.current is None:  # hands train its points before anything else
        schedule, short = run_curve(context, fitted, trial, schedule, elsewhere)
    elsewhere.look()
    if start.current is not None:
        trial.learner.go_to(start.current)
    standing = start.standing
    if start.is_continued:
        standing = Standing(RungLength(schedule.plan.epochs, is_last=True), is_continued=True)
    points = short.points_wanted
    runs = run_train(
        context,
        fitted,
        trial,
        schedule,
        proofs=proofs,
        standing=standing,
        points_wanted=points,
        elsewhere=elsewhere,
    )
    if trial.best is None or trial.best.network is None:
        context.log.warn(trial.learner.deliver().sentence)
    _keep_for_later(context, trial)
    early = why_early(context, schedule.plan, runs)
    delivered = _delivered(context, beginning, trial)
    rows, batch_size = schedule.plan.rows, schedule.plan.batch_size
    further = _further(trial, runs)
    return Trained(delivered, runs, short, early, rows, batch_size, further, elsewhere.work(further))


def _elsewhere(context: Context, beginning: Beginning, trial: Trial, schedule: PlannedTraining | None) -> Nowhere:
    """The hands of this session, where further trainings are wanted at all."""
    if trial.members is None or not wants_further(context):
        return Nowhere()
    return Elsewhere(context, trial, trial.members, schedule, recipe=beginning.fitted.model.recipe)


def _further(trial: Trial, runs: TrainingRuns) -> tuple[FurtherTraining, ...]:
    """The further trainings as the result tells them."""
    best, members = trial.best, trial.members
    is_average = members is not None and best is members.best
    return tuple(
        FurtherTraining(
            one.setting.said(one.units),
            one.seed,
            one.units,
            round(one.epochs, 3),
            round(one.train_s, 3),
            one.log_loss,
            one.was_behind,
            is_taken=members is not None and is_average and members.is_chosen(one.number),
            hand=one.hand,
            node=one.node,
        )
        for one in runs.further
    )


def _trial(context: Context, beginning: Beginning, proofs: Proofs) -> Trial | None:
    """A network that is proven to be saved; a worker before this one has proven it already."""
    session = beginning.kept
    if session is None or not beginning.is_restart:
        return run_smoke(context, beginning.fitted, proofs, None if session is None else session.encoded)
    if not context.backend.wait(context.box.left_s(least_end_s(context))):
        return None
    return new_trial(context, beginning.fitted, session.encoded, session.times)


def _schedule(context: Context, beginning: Beginning, trial: Trial) -> PlannedTraining | None:
    if _is_over(context):
        return None
    if not beginning.is_restart:
        _keep_session(context, beginning, trial)
    run_batch(context, trial)
    if is_late(context):
        return None
    return run_calibrate(context, beginning.fitted, trial)


def _start(context: Context, beginning: Beginning, trial: Trial) -> _Start:
    """A worker that follows a dead one goes on where that one was; a new box from the weights that were kept."""
    best, former = load_best(context.folder), context.order.continue_from
    current = load_current(context.folder) if beginning.is_restart else None
    members = load_members(context.folder, trial.encoded)
    if current is not None or former is None:
        snapshot, standing = current or (None, None)
        return _Start(best, snapshot, standing, members=members)
    best, members = best or load_best(former), members or load_members(former, trial.encoded)
    return _Start(best, best, is_continued=best is not None, members=members)


def _keep_session(context: Context, beginning: Beginning, trial: Trial) -> None:
    try:
        keep_session(context.folder, beginning.fitted, trial, context.measured)
    except OSError as error:
        context.log.warn(f"What a second worker would need could not be kept ({error.strerror}); training goes on.")


def _keep_for_later(context: Context, trial: Trial) -> None:
    """The best weights with their optimiser: what "continue for 20 min" goes on from."""
    try:
        forget_current(context.folder)
        if trial.learner.best_snapshot is not None:
            keep_best(context.folder, trial.learner.best_snapshot)
        if trial.members is not None and len(trial.members.chosen) > 1:
            keep_members(context.folder, trial.members.chosen)
    except OSError as error:
        context.log.warn(f"What a new box could continue from could not be kept ({error.strerror}).")


def _delivered(context: Context, beginning: Beginning, trial: Trial) -> ToProve:
    best = trial.best
    if best is None:
        return _saved_so_far(context, beginning)
    return best_so_far(context.choices.metric, beginning.fitted, trial, best, what="delivered")


def _saved_so_far(context: Context, beginning: Beginning) -> ToProve:
    """The benchmark; or what a worker before this one, or the session continued, has left."""
    delivered = beginning.fitted.delivered()
    with suppress(ModelError):
        if beginning.kept is not None:
            delivered = read_model(context.folder)[0]
    return as_it_is(delivered, beginning.fitted)


def _is_over(context: Context) -> bool:
    return context.should_stop() or is_late(context)
